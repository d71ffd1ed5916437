using System.Diagnostics;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Sharing;

/// <summary>What has been computed once for the whole query: shared subplans' rows and scalar subqueries' values.</summary>
internal sealed class SharedResults : IDisposable
{
    private readonly Dictionary<int, SharedRows> rows = [];
    private readonly Dictionary<int, Vector> values = [];

    public void Add(int share, SharedRows shared) => rows[share] = shared;

    public SharedRows Rows(int share) => rows.TryGetValue(share, out var found) ? found : throw new UnreachableException($"share {share} is read before it is run");

    /// <summary>Takes over the value, a vector of one lane.</summary>
    public void AddSubquery(int index, Vector value) => values[index] = value;

    public Vector Subquery(int index) => values.TryGetValue(index, out var found) ? found : throw new UnreachableException($"subquery {index} is read before it is run");

    public void Dispose()
    {
        foreach (var shared in rows.Values)
            shared.Dispose();
        rows.Clear();
        foreach (var value in values.Values)
            value.Release();
        values.Clear();
    }
}
