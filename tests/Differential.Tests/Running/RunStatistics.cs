using System.Globalization;
using System.Text;
using Spindle.Differential.Tests.Generation;

namespace Spindle.Differential.Tests.Running;

/// <summary>What a run covered.</summary>
public sealed class RunStatistics
{
    private readonly Dictionary<Feature, int> queries = [];

    public int Queries { get; private set; }

    public int ReturningRows { get; private set; }

    /// <summary>Queries that the other engine refuses, so that there is nothing to compare with.</summary>
    public int Refused { get; private set; }

    public double Share(Feature feature) => (double)queries.GetValueOrDefault(feature) / Math.Max(1, Queries);

    public void Add(GeneratedQuery query, bool returnsRows)
    {
        Queries++;
        ReturningRows += returnsRows ? 1 : 0;
        foreach (var feature in query.Features)
            queries[feature] = queries.GetValueOrDefault(feature) + 1;
    }

    public void Refuse() => Refused++;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Queries} queries, {100.0 * ReturningRows / Math.Max(1, Queries):0.0}% return rows, {Refused} refused by the other engine\n");
        foreach (var feature in Enum.GetValues<Feature>())
            text.Append(CultureInfo.InvariantCulture, $"  {feature,-20} {100 * Share(feature),5:0.0}%\n");
        return text.ToString();
    }
}
