using Spindle.Columnar.Memory;

namespace Spindle.Execution.Windows;

/// <summary>Pairs of a group and a row to feed to an accumulator.</summary>
internal sealed unsafe class PairList(MemoryBudget budget) : IDisposable
{
    private readonly NativeArray<int> groups = new(budget);
    private readonly NativeArray<int> rows = new(budget);

    public int Count { get; private set; }

    public int* Groups => groups.Pointer;

    public int* Rows => rows.Pointer;

    public void Add(int group, int row)
    {
        groups.Ensure(Count + 1L);
        rows.Ensure(Count + 1L);
        groups.Pointer[Count] = group;
        rows.Pointer[Count++] = row;
    }

    public void Clear() => Count = 0;

    public void Dispose()
    {
        groups.Dispose();
        rows.Dispose();
    }
}
