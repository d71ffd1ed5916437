using System.Numerics;
using System.Runtime.InteropServices;

namespace Spindle.Columnar.Memory;

/// <summary>
/// Keeps released buffers by size class, first per thread, then for all threads, within fixed bounds.
/// Classes are powers of two from 256 bytes to 4 MiB; larger buffers, of which there are few, have 32 sizes between one power of two and the next and are kept elsewhere.
/// </summary>
internal static unsafe class NativeBufferPool
{
    private const int SmallestShift = 8;
    private const int LargestShift = 22;

    /// <summary>Sizes of large buffers between one power of two and the next, as a power of two.</summary>
    private const int StepsShift = 5;

    private const int Classes = LargestShift - SmallestShift + 1;

    /// <summary>Readable bytes behind each buffer, so that kernels may load whole vectors at the end.</summary>
    private const int Slack = 64;

    private const long ThreadBytesPerClass = 512 << 10;
    private const long SharedBytesPerClass = 8 << 20;
    private const long LeastSharedBytes = 8 << 20;

    [ThreadStatic]
    private static ThreadCache? threadCache;

    // Bytes of all shared classes. What is kept is nobody's and so not counted: it may be a sixteenth of what the budget allows.
    private static long sharedBytes;

    private static readonly Stack<NativeBuffer>[] Shared = [.. Enumerable.Range(0, Classes).Select(_ => new Stack<NativeBuffer>())];

    public static long CapacityFor(long bytes)
    {
        if (bytes <= 1 << SmallestShift)
            return 1 << SmallestShift;
        if (bytes <= 1L << LargestShift)
            return (long)BitOperations.RoundUpToPowerOf2((ulong)bytes);
        var step = 1L << BitOperations.Log2((ulong)bytes) - StepsShift;
        return checked(bytes + step - 1) & -step;
    }

    /// <summary>A buffer of exactly that capacity (a result of <see cref="CapacityFor"/>), already reserved in the budget.</summary>
    public static NativeBuffer Rent(long capacity, MemoryBudget budget)
    {
        if ((IsLarge(capacity) ? LargeBuffers.Shared.Take(capacity, budget) : Take(capacity)) is { } cached)
        {
            cached.References = 1;
            cached.Budget = budget;
            return cached;
        }

        try
        {
            return Allocate(capacity, budget);
        }
        catch
        {
            budget.Discharge(capacity);
            throw;
        }
    }

    /// <summary>A buffer of memory that the system gives.</summary>
    public static NativeBuffer Allocate(long capacity, MemoryBudget budget)
    {
        var pointer = (byte*)NativeMemory.AlignedAlloc((nuint)(capacity + Slack), NativeBuffer.Alignment);
        if (IsLarge(capacity))
            PageAdvice.UseLargePages(pointer, capacity);
        return new NativeBuffer(pointer, capacity, budget) { References = 1 };
    }

    public static void Return(NativeBuffer buffer)
    {
        buffer.Budget.Discharge(buffer.Capacity);
        if (!(IsLarge(buffer.Capacity) ? LargeBuffers.Shared.Keep(buffer) : Keep(buffer)))
            Free(buffer);
    }

    public static void Free(NativeBuffer buffer)
    {
        NativeMemory.AlignedFree(buffer.Pointer);
        buffer.Pointer = null;
    }

    private static NativeBuffer? Take(long capacity)
    {
        var index = ClassOf(capacity);
        var cached = (threadCache ??= new ThreadCache()).Take(index);
        if (cached is null)
            lock (Shared[index])
                if (Shared[index].TryPop(out cached))
                    Interlocked.Add(ref sharedBytes, -capacity);
        return cached;
    }

    private static bool Keep(NativeBuffer buffer)
    {
        var index = ClassOf(buffer.Capacity);
        if ((threadCache ??= new ThreadCache()).Put(index, buffer))
            return true;
        lock (Shared[index])
        {
            if ((Shared[index].Count + 1) * buffer.Capacity > SharedBytesPerClass
                || Interlocked.Read(ref sharedBytes) + buffer.Capacity > Math.Max(LeastSharedBytes, buffer.Budget.Limit / 16))
                return false;
            Shared[index].Push(buffer);
            Interlocked.Add(ref sharedBytes, buffer.Capacity);
            return true;
        }
    }

    private static bool IsLarge(long capacity) => capacity > 1L << LargestShift;

    private static int ClassOf(long capacity) => BitOperations.Log2((ulong)capacity) - SmallestShift;

    /// <summary>Buffers that this thread released last; given back when the thread ends.</summary>
    private sealed class ThreadCache
    {
        private readonly NativeBuffer?[][] slots = new NativeBuffer?[Classes][];
        private readonly int[] counts = new int[Classes];

        public ThreadCache()
        {
            for (var i = 0; i < Classes; i++)
                slots[i] = new NativeBuffer?[Math.Clamp(ThreadBytesPerClass >> (i + SmallestShift), 1, 64)];
        }

        // The one finaliser of the room: a thread that ends has no other moment at which to free what it kept.
        ~ThreadCache()
        {
            for (var i = 0; i < Classes; i++)
                for (var k = 0; k < counts[i]; k++)
                    Free(slots[i][k]!);
        }

        public NativeBuffer? Take(int index)
        {
            if (counts[index] == 0)
                return null;
            var buffer = slots[index][--counts[index]];
            slots[index][counts[index]] = null;
            return buffer;
        }

        public bool Put(int index, NativeBuffer buffer)
        {
            if (counts[index] == slots[index].Length)
                return false;
            slots[index][counts[index]++] = buffer;
            return true;
        }
    }
}
