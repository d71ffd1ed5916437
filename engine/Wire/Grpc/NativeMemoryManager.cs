using System.Buffers;
using Spindle.Columnar.Memory;

namespace Spindle.Wire.Grpc;

/// <summary>A part of a native buffer as <see cref="Memory{T}"/>, which streams and pipes take. Counts no references: who holds the memory holds the buffer.</summary>
internal sealed unsafe class NativeMemoryManager(NativeBuffer buffer, long offset, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(buffer.Pointer + offset, length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
        return new MemoryHandle(buffer.Pointer + offset + elementIndex);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
