using Spindle.Columnar.Memory;

namespace Spindle.Functions.Aggregates.Statistics;

/// <summary>
/// States of doubles, a row of <c>sizeof(T) / 8</c> of them a group. The rows of one batch are taken into a partial state of their own, which then joins the group's: as in Spark, where each
/// partition does that, and closer to the true value than one long chain of additions.
/// </summary>
internal sealed unsafe class PartialStates<T>(MemoryBudget budget) : IDisposable where T : unmanaged
{
    private readonly NativeArray<T> totals = new(budget);
    private readonly NativeArray<T> partials = new(budget);
    private readonly NativeArray<byte> isOpen = new(budget);
    private readonly List<int> open = [];

    public T* Totals => totals.Pointer;

    public IReadOnlyList<int> Open => open;

    public bool TryReserve(int groups) => totals.TryEnsure(groups) && partials.TryEnsure(groups) && isOpen.TryEnsure(groups);

    public void Grow(int groups)
    {
        totals.Ensure(groups);
        partials.Ensure(groups);
        isOpen.Ensure(groups);
    }

    /// <summary>The group's partial state, empty when the batch meets the group for the first time.</summary>
    public T* Partial(int group)
    {
        if (isOpen.Pointer[group] == 0)
        {
            isOpen.Pointer[group] = 1;
            open.Add(group);
            partials.Pointer[group] = default;
        }

        return partials.Pointer + group;
    }

    /// <summary>Ends the batch; <see cref="Open"/> has been joined.</summary>
    public void Close()
    {
        foreach (var group in open)
            isOpen.Pointer[group] = 0;
        open.Clear();
    }

    public void Dispose()
    {
        totals.Dispose();
        partials.Dispose();
        isOpen.Dispose();
    }
}
