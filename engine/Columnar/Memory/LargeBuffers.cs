namespace Spindle.Columnar.Memory;

/// <summary>
/// Large buffers that were released, kept for whoever next asks for one of that capacity: memory that was never touched before has to be made and cleared by the system page by page, which is two
/// fifths of the time of a sort. What is kept is nobody's and so not counted, but together with what is in use it stays below three quarters of the budget, and below a quarter by itself.
/// The system is told that it may take the pages if it needs them.
/// </summary>
internal sealed unsafe class LargeBuffers
{
    /// <summary>The process's.</summary>
    public static readonly LargeBuffers Shared = new();

    /// <summary>Kept at most, also where the budget has no limit.</summary>
    private const long Most = 4L << 30;
    private const long MostWithoutLimit = 256L << 20;

    private readonly Lock gate = new();

    // Those released last are at the end, and are taken first: their pages are the likeliest to be in the processor's cache and not to have been taken by the system.
    private readonly List<NativeBuffer> kept = [];
    private long bytes;

    /// <summary>A kept buffer of exactly that capacity; null where there is none, and then what is kept has made room for a new one.</summary>
    public NativeBuffer? Take(long capacity, MemoryBudget budget)
    {
        lock (gate)
        {
            for (var i = kept.Count - 1; i >= 0; i--)
                if (kept[i].Capacity == capacity)
                    return RemoveAt(i);
            while (kept.Count > 0 && budget.Used + bytes > LimitOfAll(budget))
                NativeBufferPool.Free(RemoveAt(0));
            return null;
        }
    }

    /// <summary>Keeps a buffer that nobody uses, in place of older ones if need be; false where it does not fit.</summary>
    public bool Keep(NativeBuffer buffer)
    {
        var budget = buffer.Budget;
        lock (gate)
        {
            var room = Math.Min(LimitOfKept(budget), LimitOfAll(budget) - budget.Used);
            if (buffer.Capacity > room)
                return false;
            while (bytes + buffer.Capacity > room)
                NativeBufferPool.Free(RemoveAt(0));
            PageAdvice.MayBeTaken(buffer.Pointer, buffer.Capacity);
            kept.Add(buffer);
            bytes += buffer.Capacity;
            return true;
        }
    }

    private static long LimitOfKept(MemoryBudget budget) => budget.Limit == long.MaxValue ? MostWithoutLimit : Math.Min(Most, budget.Limit / 4);

    private static long LimitOfAll(MemoryBudget budget) => budget.Limit / 4 * 3;

    private NativeBuffer RemoveAt(int index)
    {
        var buffer = kept[index];
        kept.RemoveAt(index);
        bytes -= buffer.Capacity;
        return buffer;
    }
}
