using Spindle.Columnar.Memory;

namespace Spindle.Wire.Grpc;

/// <summary>Raw bytes that travel behind a message: a list of runs of native or managed memory, which it holds references to until it is disposed.</summary>
public sealed class Payload : IDisposable
{
    public static readonly Payload Empty = new([], []);

    private readonly NativeBuffer[] held;
    private bool disposed;

    private Payload(ReadOnlyMemory<byte>[] segments, NativeBuffer[] held)
    {
        Segments = segments;
        this.held = held;
        foreach (var segment in segments)
            Length = checked(Length + segment.Length);
    }

    /// <summary>The bytes in their order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Segments { get; }

    /// <summary>Bytes altogether.</summary>
    public int Length { get; }

    /// <summary>All bytes, where they lie in one run.</summary>
    /// <exception cref="InvalidOperationException">They lie in several.</exception>
    public ReadOnlySpan<byte> Span => Segments.Count switch
    {
        0 => [],
        1 => Segments[0].Span,
        _ => throw new InvalidOperationException("the payload lies in several runs"),
    };

    /// <summary>The native buffer whose first <see cref="Length"/> bytes the payload is, as for every payload that was received; lent. Null otherwise.</summary>
    public NativeBuffer? Buffer => held.Length == 1 && Segments.Count == 1 && StartsAt(held[0]) ? held[0] : null;

    /// <summary>Bytes of managed memory, which must not change while the payload is in use.</summary>
    public static Payload Of(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? Empty : new([bytes], []);

    /// <summary>A part of a native buffer; the payload takes a reference of its own.</summary>
    public static Payload Of(NativeBuffer buffer, long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, buffer.Capacity);
        return new([new NativeMemoryManager(buffer, offset, length).Memory], [buffer.Retain()]);
    }

    /// <summary>The first bytes of a native buffer, whose reference the payload takes over.</summary>
    internal static Payload Owning(NativeBuffer buffer, int length) => new([new NativeMemoryManager(buffer, 0, length).Memory], [buffer]);

    /// <summary>Payloads one behind the other; takes them over.</summary>
    public static Payload Concat(IReadOnlyCollection<Payload> parts) =>
        new([.. parts.SelectMany(p => p.Segments)], [.. parts.SelectMany(p => p.held)]);

    /// <summary>Copies all bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        foreach (var segment in Segments)
        {
            segment.Span.CopyTo(target);
            target = target[segment.Length..];
        }
    }

    public void Dispose()
    {
        if (disposed || held.Length == 0)
            return;
        disposed = true;
        foreach (var buffer in held)
            buffer.Release();
    }

    private unsafe bool StartsAt(NativeBuffer buffer)
    {
        fixed (byte* first = Segments[0].Span)
            return first == buffer.Pointer;
    }
}
