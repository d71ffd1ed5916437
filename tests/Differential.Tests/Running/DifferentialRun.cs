using System.Text.RegularExpressions;
using Spindle.Differential.Tests.Answers;
using Spindle.Differential.Tests.Data;
using Spindle.Differential.Tests.Engines;
using Spindle.Differential.Tests.Generation;
using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Running;

/// <summary>Puts random queries to two engines that hold the same tables.</summary>
public sealed partial class DifferentialRun(IEngine expected, IEngine actual, IReadOnlyList<RandomTable> tables)
{
    private readonly Dictionary<string, int> kinds = [];

    public RunStatistics Statistics { get; } = new();

    /// <summary>The differences, made small: one of a kind of error, since they mostly have one cause.</summary>
    public List<Difference> Differences { get; } = [];

    public int DifferenceCount { get; private set; }

    /// <summary>The first few refusals of the reference engine, which are the generator's mistakes.</summary>
    public List<string> Refusals { get; } = [];

    public void Run(int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
            Run(seed);
    }

    private void Run(int seed)
    {
        var query = QueryGenerator.Generate(tables, seed);
        var reference = expected.Answer(query.Node.Sql(expected.Dialect));
        if (reference.Failed)
        {
            Statistics.Refuse();
            Refusals.Add($"seed {seed}: {reference.Error}\n  {query.Node.Sql(expected.Dialect)}");
            return;
        }

        var answer = actual.Answer(query.Node.Sql(actual.Dialect));
        Statistics.Add(query, reference.Rows.Count > 0);
        if (AnswerComparison.Difference(reference, answer, query.Order) is not { } what)
            return;
        DifferenceCount++;
        var kind = answer.Failed ? $"{answer.ErrorClass} {Head(answer.Error!)}" : "rows";
        var seen = kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        if (seen > (answer.Failed ? 1 : 25))
            return;
        var small = new Shrinker(expected, actual).Shrink(query.Node);
        Differences.Add(new(seed, kind, what, small, expected.Answer(small.Sql(expected.Dialect)), actual.Answer(small.Sql(actual.Dialect))));
    }

    public IEnumerable<string> Kinds() => kinds.OrderByDescending(k => k.Value).Select(k => $"{k.Value,6}  {k.Key}");

    // What is wrong, without the names and numbers that differ from query to query.
    private static string Head(string message)
    {
        var line = Digits().Replace(message.Split('\n')[0], "#");
        return line.Length > 110 ? line[..110] : line;
    }

    [GeneratedRegex(@"[a-z]*[0-9#]+(\.\w+)?|\(.*\)")]
    private static partial Regex Digits();
}
