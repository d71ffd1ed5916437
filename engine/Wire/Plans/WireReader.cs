using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Spindle.Wire.Plans;

/// <summary>Reads what <see cref="WireWriter"/> wrote. Never past the end, never deeper than the stack bears, and no list longer than the bytes that are left could fill.</summary>
internal sealed class WireReader(WireRegistry registry, ReadOnlyMemory<byte> source)
{
    private const int MaxDepth = 10_000;

    private int position;
    private int depth;

    public int Left => source.Length - position;

    public byte Byte() => Take(1)[0];

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new WireFormatException("a number has too many bytes");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int() => Signed() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw new WireFormatException("a number is too large for its place");

    public bool Boolean() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw new WireFormatException("neither true nor false"),
    };

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public Int128 Wide() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

    public string? Text()
    {
        var length = Unsigned();
        if (length == 0)
            return null;
        try
        {
            return Strict.GetString(Take(length - 1));
        }
        catch (DecoderFallbackException invalid)
        {
            throw new WireFormatException("a text is not UTF-8", invalid);
        }
    }

    public byte[] Bytes() => Take(Unsigned()).ToArray();

    /// <summary>The members of a list that follow; each takes a byte at least.</summary>
    public int Count(ulong count) => count <= (ulong)Left ? (int)count : throw new WireFormatException($"a list of {count} members in {Left} bytes");

    /// <summary>A record of a registered type, or null.</summary>
    public object? Record()
    {
        var tag = Unsigned();
        if (tag == 0)
            return null;
        var codec = tag == WireRegistry.NamedTag
            ? registry.CodecOf(Text() ?? throw new WireFormatException("a record without a name"))
            : registry.CodecOf(tag);
        return Nested(codec.Read);
    }

    /// <summary>Reads what may hold more of its kind.</summary>
    public T Nested<T>(Func<WireReader, T> read)
    {
        if (++depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new WireFormatException("nested too deeply");
        var value = read(this);
        depth--;
        return value;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)Left)
            throw new WireFormatException("the bytes end early");
        var taken = source.Span.Slice(position, (int)count);
        position += (int)count;
        return taken;
    }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
