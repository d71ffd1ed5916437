using Spindle.Columnar.Memory;

namespace Spindle.Functions.Aggregates.Collecting;

/// <summary>Which rows belong to which group, for accumulators that keep every row; ordered by group when it is asked for.</summary>
internal sealed unsafe class CollectedRows(MemoryBudget budget) : IDisposable
{
    private readonly NativeArray<int> groupOfRow = new(budget);
    private int[] offsets = [];
    private int[] order = [];
    private bool ordered;

    public int Count { get; private set; }

    public void Add(int group)
    {
        groupOfRow.Ensure(Count + 1L);
        groupOfRow.Pointer[Count++] = group;
        ordered = false;
    }

    /// <summary>The rows of a group in the order they came.</summary>
    public ReadOnlySpan<int> Of(int group)
    {
        if (!ordered)
            Order();
        return group + 1 < offsets.Length ? order.AsSpan(offsets[group]..offsets[group + 1]) : [];
    }

    public void Dispose() => groupOfRow.Dispose();

    private void Order()
    {
        var groups = 0;
        for (var i = 0; i < Count; i++)
            groups = Math.Max(groups, groupOfRow.Pointer[i] + 1);
        offsets = new int[groups + 1];
        for (var i = 0; i < Count; i++)
            offsets[groupOfRow.Pointer[i] + 1]++;
        for (var i = 0; i < groups; i++)
            offsets[i + 1] += offsets[i];
        order = new int[Count];
        var next = offsets.AsSpan(0, groups).ToArray();
        for (var i = 0; i < Count; i++)
            order[next[groupOfRow.Pointer[i]]++] = i;
        ordered = true;
    }
}
