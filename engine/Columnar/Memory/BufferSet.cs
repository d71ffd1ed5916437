namespace Spindle.Columnar.Memory;

/// <summary>Buffers while they are made one after the other: where one cannot be had, those before it are given back on <see cref="Dispose"/>.</summary>
public sealed class BufferSet(MemoryBudget budget) : IDisposable
{
    private readonly List<NativeBuffer> buffers = [];

    /// <summary>A buffer of at least that many bytes, its content undefined, which the set keeps.</summary>
    /// <exception cref="Errors.SpindleException">UNABLE_TO_ACQUIRE_MEMORY when the budget is exhausted.</exception>
    public NativeBuffer Add(long bytes)
    {
        var buffer = budget.Allocate(bytes);
        buffers.Add(buffer);
        return buffer;
    }

    /// <summary>As <see cref="Add"/>, all zero.</summary>
    public NativeBuffer AddZeroed(long bytes)
    {
        var buffer = Add(bytes);
        buffer.Clear();
        return buffer;
    }

    /// <summary>Hands all buffers over to whoever holds them; the set is empty afterwards.</summary>
    public void Take() => buffers.Clear();

    public void Dispose()
    {
        foreach (var buffer in buffers)
            buffer.Release();
        buffers.Clear();
    }
}
