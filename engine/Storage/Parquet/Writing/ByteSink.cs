using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Bytes that grow at their end, in budgeted memory.</summary>
internal sealed unsafe class ByteSink(MemoryBudget budget) : IDisposable
{
    private NativeBuffer? buffer;

    public int Length { get; private set; }

    public byte* Pointer => buffer is null ? null : buffer.Pointer;

    public ReadOnlySpan<byte> Written => new(Pointer, Length);

    public void Reset() => Length = 0;

    /// <summary>Room for that many bytes at the end; <see cref="Advance"/> says how many were used.</summary>
    public byte* Reserve(int bytes)
    {
        if (buffer is null || buffer.Capacity - Length < bytes)
        {
            var larger = budget.Allocate(Math.Max((long)Length + bytes, (buffer?.Capacity ?? 2048) * 2));
            if (buffer is not null)
                Unsafe.CopyBlockUnaligned(larger.Pointer, buffer.Pointer, (uint)Length);
            buffer?.Release();
            buffer = larger;
        }

        return buffer.Pointer + Length;
    }

    public void Advance(int bytes) => Length = checked(Length + bytes);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(Reserve(bytes.Length), bytes.Length));
        Advance(bytes.Length);
    }

    public void Append<T>(T value) where T : unmanaged
    {
        Unsafe.WriteUnaligned(Reserve(sizeof(T)), value);
        Advance(sizeof(T));
    }

    public void AppendVarInt(ulong value)
    {
        var at = Reserve(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            at[length++] = (byte)(value | 0x80);
        at[length++] = (byte)value;
        Advance(length);
    }

    public void AppendZigZag(long value) => AppendVarInt((ulong)(value << 1 ^ value >> 63));

    public void Dispose()
    {
        buffer?.Release();
        buffer = null;
        Length = 0;
    }
}
