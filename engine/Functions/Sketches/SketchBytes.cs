using System.Runtime.InteropServices;

namespace Spindle.Functions.Sketches;

/// <summary>What a sketch is of; the second byte of its form.</summary>
internal enum SketchFamily : byte
{
    Distinct = 1,
    Theta,
    TupleDouble,
    TupleInteger,
    QuantilesLong,
    QuantilesDouble,
    QuantilesFloat,
}

/// <summary>Writes the bytes of a sketch: a mark, its family, then numbers in the machine's order, which is little-endian wherever the engine runs.</summary>
internal sealed class SketchWriter
{
    public const byte Mark = 0xD5;

    private readonly List<byte> bytes = [];

    public SketchWriter(SketchFamily family)
    {
        bytes.Add(Mark);
        bytes.Add((byte)family);
    }

    public SketchWriter Add<T>(T value)
        where T : unmanaged
    {
        bytes.AddRange(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        return this;
    }

    public SketchWriter AddAll<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        bytes.AddRange(MemoryMarshal.AsBytes(values));
        return this;
    }

    public byte[] ToBytes() => [.. bytes];
}

/// <summary>Reads what <see cref="SketchWriter"/> wrote.</summary>
internal ref struct SketchReader
{
    private ReadOnlySpan<byte> rest;

    private SketchReader(ReadOnlySpan<byte> rest) => this.rest = rest;

    /// <exception cref="SketchFormatException">Other bytes.</exception>
    public static SketchReader Of(ReadOnlySpan<byte> bytes, SketchFamily family) => bytes.Length >= 2 && bytes[0] == SketchWriter.Mark && bytes[1] == (byte)family
        ? new SketchReader(bytes[2..])
        : throw new SketchFormatException();

    public T Next<T>()
        where T : unmanaged => NextAll<T>(1)[0];

    public ReadOnlySpan<T> NextAll<T>(int count)
        where T : unmanaged
    {
        var size = (long)count * Marshal.SizeOf<T>();
        if (count < 0 || size > rest.Length)
            throw new SketchFormatException();
        // Numbers stand wherever those before them end.
        var values = new T[count];
        rest[..(int)size].CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        rest = rest[(int)size..];
        return values;
    }
}

/// <summary>Bytes that are no sketch of the family asked for.</summary>
internal sealed class SketchFormatException : Exception;
