using Spindle.Columnar.Memory;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Entries of a node's levels, and the lane of its vector that each stands for; -1 where something above is null or empty.</summary>
internal sealed unsafe class Slots(int capacity, MemoryBudget budget) : IDisposable
{
    private readonly NativeBuffer lanes = budget.Allocate((long)capacity * sizeof(int));
    private readonly NativeBuffer levels = budget.Allocate(2L * capacity);

    public int Count { get; private set; }

    public int* Lanes => (int*)lanes.Pointer;

    public byte* Definitions => levels.Pointer;

    public byte* Repetitions => levels.Pointer + capacity;

    public void Add(int lane, byte definition, byte repetition)
    {
        Lanes[Count] = lane;
        Definitions[Count] = definition;
        Repetitions[Count++] = repetition;
    }

    public void Dispose()
    {
        lanes.Release();
        levels.Release();
    }
}
