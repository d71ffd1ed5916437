using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Memory;

/// <summary>
/// A run of native memory, aligned to 64 bytes and readable for 64 bytes past <see cref="Capacity"/>, shared by counting references.
/// Who creates it holds the first reference; at the last <see cref="Release"/> it goes back to the pool. Nothing is finalised.
/// </summary>
public sealed unsafe class NativeBuffer
{
    public const int Alignment = 64;

    internal int References;
    internal MemoryBudget Budget;

    internal NativeBuffer(byte* pointer, long capacity, MemoryBudget budget)
    {
        Pointer = pointer;
        Capacity = capacity;
        Budget = budget;
    }

    public byte* Pointer { get; internal set; }

    /// <summary>Usable bytes; at least what was asked for.</summary>
    public long Capacity { get; }

    public Span<T> AsSpan<T>(int length) where T : unmanaged
    {
        Debug.Assert((long)length * sizeof(T) <= Capacity);
        return new Span<T>(Pointer, length);
    }

    public Span<byte> Bytes => new(Pointer, checked((int)Capacity));

    public void Clear() => NativeClear(Pointer, Capacity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NativeBuffer Retain()
    {
        if (Interlocked.Increment(ref References) <= 1)
            throw new UnreachableException("a released buffer was retained");
        return this;
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref References);
        if (left == 0)
            NativeBufferPool.Return(this);
        else if (left < 0)
            throw new UnreachableException("a buffer was released twice");
    }

    /// <summary>True when the caller's is the only reference, so that the buffer may be written in place.</summary>
    public bool IsUnshared => Volatile.Read(ref References) == 1;

    private static void NativeClear(byte* pointer, long bytes) =>
        System.Runtime.InteropServices.NativeMemory.Clear(pointer, (nuint)bytes);
}
