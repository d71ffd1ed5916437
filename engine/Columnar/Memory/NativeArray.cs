namespace Spindle.Columnar.Memory;

/// <summary>
/// A growing array of plain values in counted native memory; elements that were never written are all zero bits. One thread's. The pointer changes when it grows.
/// </summary>
public sealed unsafe class NativeArray<T>(MemoryBudget budget) : IDisposable
    where T : unmanaged
{
    private NativeBuffer? buffer;

    public T* Pointer { get; private set; }

    /// <summary>Elements there is room for.</summary>
    public long Capacity { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes => buffer?.Capacity ?? 0;

    /// <summary>Makes room for that many elements; false, with nothing changed, when the budget asks for spilling.</summary>
    public bool TryEnsure(long count)
    {
        if (count <= Capacity)
            return true;
        if (budget.TryAllocate(BytesFor(count)) is not { } larger)
            return false;
        Replace(larger);
        return true;
    }

    /// <summary>Makes room for that many elements.</summary>
    /// <exception cref="Errors.SpindleException">UNABLE_TO_ACQUIRE_MEMORY when the budget is exhausted.</exception>
    public void Ensure(long count)
    {
        if (count > Capacity)
            Replace(budget.Allocate(BytesFor(count)));
    }

    /// <summary>Sets every element to zero bits.</summary>
    public void Clear() => buffer?.Clear();

    /// <summary>The buffer with its reference, which the caller takes over; the array is empty afterwards.</summary>
    public NativeBuffer Detach()
    {
        var detached = buffer ?? budget.Allocate(0);
        buffer = null;
        Pointer = null;
        Capacity = 0;
        return detached;
    }

    public void Dispose()
    {
        buffer?.Release();
        buffer = null;
        Pointer = null;
        Capacity = 0;
    }

    // Doubling in bytes keeps small arrays in the pool's classes; large ones grow by half.
    private long BytesFor(long count)
    {
        var needed = checked(count * sizeof(T));
        var held = Bytes;
        return Math.Max(needed, held < 4 << 20 ? held * 2 : held + held / 2);
    }

    private void Replace(NativeBuffer larger)
    {
        var held = Capacity * sizeof(T);
        if (buffer is not null)
        {
            Buffer.MemoryCopy(buffer.Pointer, larger.Pointer, larger.Capacity, held);
            buffer.Release();
        }

        System.Runtime.InteropServices.NativeMemory.Clear(larger.Pointer + held, (nuint)(larger.Capacity - held));
        buffer = larger;
        Pointer = (T*)larger.Pointer;
        Capacity = larger.Capacity / sizeof(T);
    }
}
