using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Spindle.Columnar.Checksums;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Frames;

/// <summary>
/// The unit in which rows travel between tasks: one batch, packed, under a checksum. A block (the rows of one map task for one partition) is any number of frames one after another.
/// <code>
///  0        4                8              12      13       16         24
///  | rows   | bytes unpacked | bytes packed | codec | zeros  | checksum | packed bytes |     little-endian
/// </code>
/// The checksum is xxHash64 of the packed bytes, seeded with the hash of the 16 bytes before it: any changed byte is noticed.
/// </summary>
public static class BatchFrame
{
    public const int HeaderLength = 24;

    /// <summary>Below that many bytes packing does not pay.</summary>
    private const int SmallestPacked = 256;

    /// <summary>A batch's rows as one frame; the batch is lent.</summary>
    public static unsafe byte[] Encode(RecordBatch batch, ICompressor codec, MemoryBudget budget)
    {
        using var encoder = new FrameEncoder(budget);
        var plain = encoder.Encode(batch.Columns, batch.Selection is { } selection ? selection.Lanes : null, batch.Rows, codec.Codec != CompressionCodec.Uncompressed);
        var room = ArrayPool<byte>.Shared.Rent(MaxLength(plain.Length, codec));
        try
        {
            return room[..Pack(batch.Rows, plain, codec, room)];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>The rows of a whole frame, after its checksum has been verified; the caller owns the batch.</summary>
    /// <param name="types">The columns' types, as they were written.</param>
    /// <exception cref="CorruptFrameException">The frame is not what was written, or not rows of these types.</exception>
    public static RecordBatch Decode(ReadOnlySpan<byte> frame, ReadOnlySpan<DataType> types, MemoryBudget budget) => FrameDecoder.Decode(frame, types, budget);

    /// <summary>The most room that a frame of that many unpacked bytes takes.</summary>
    public static int MaxLength(int plainLength, ICompressor codec) => checked(HeaderLength + Math.Max(plainLength, codec.MaxCompressedLength(plainLength)));

    /// <summary>Packs a batch's bytes; returns the frame's length.</summary>
    public static int Pack(int rows, ReadOnlySpan<byte> plain, ICompressor codec, Span<byte> frame)
    {
        var packed = plain.Length < SmallestPacked ? int.MaxValue : codec.Compress(plain, frame[HeaderLength..]);
        var used = codec.Codec;
        if (packed >= plain.Length)
        {
            plain.CopyTo(frame[HeaderLength..]);
            packed = plain.Length;
            used = CompressionCodec.Uncompressed;
        }

        Head(rows, plain.Length, packed, used, frame);
        return HeaderLength + packed;
    }

    /// <summary>Writes the header of a frame whose bytes stand behind it already, unpacked.</summary>
    internal static void Seal(int rows, Span<byte> frame) => Head(rows, frame.Length - HeaderLength, frame.Length - HeaderLength, CompressionCodec.Uncompressed, frame);

    /// <summary>The length of the frame that begins with this header, whose checksum has not been looked at yet.</summary>
    /// <exception cref="CorruptFrameException">No header of this form.</exception>
    public static int Length(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderLength)
            throw new CorruptFrameException($"{header.Length} bytes are left where a frame's header takes {HeaderLength}");
        var packed = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (packed < 0 || packed > Array.MaxLength - HeaderLength)
            throw new CorruptFrameException($"a frame of {packed} bytes");
        return HeaderLength + packed;
    }

    /// <summary>Checks a whole frame.</summary>
    /// <exception cref="CorruptFrameException">The checksum is not that of the bytes.</exception>
    public static (int Rows, int PlainLength, CompressionCodec Codec) Verify(ReadOnlySpan<byte> frame)
    {
        var length = Length(frame);
        if (length != frame.Length)
            throw new CorruptFrameException($"a frame of {length} bytes in {frame.Length}");
        var stored = BinaryPrimitives.ReadUInt64LittleEndian(frame[16..]);
        var computed = Checksum(frame, length - HeaderLength);
        if (stored != computed)
            throw new CorruptFrameException($"its checksum is {computed:x16} in place of {stored:x16}");
        return (BinaryPrimitives.ReadInt32LittleEndian(frame), BinaryPrimitives.ReadInt32LittleEndian(frame[4..]), (CompressionCodec)BinaryPrimitives.ReadInt32LittleEndian(frame[12..]));
    }

    /// <summary>Unpacks a verified frame into all of <paramref name="plain"/>.</summary>
    public static void Unpack(ReadOnlySpan<byte> frame, CompressionCodec codec, Span<byte> plain)
    {
        try
        {
            CompressorSet.Default[codec].Decompress(frame[HeaderLength..], plain);
        }
        catch (CompressionException exception)
        {
            throw new CorruptFrameException(exception.Message, exception);
        }
    }

    private static void Head(int rows, int plain, int packed, CompressionCodec codec, Span<byte> frame)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, rows);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], plain);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], packed);
        BinaryPrimitives.WriteInt32LittleEndian(frame[12..], (int)codec);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[16..], Checksum(frame, packed));
    }

    private static ulong Checksum(ReadOnlySpan<byte> frame, int packed) => XxHash64.Hash(frame.Slice(HeaderLength, packed), XxHash64.Hash(frame[..16]));
}

/// <summary>Bytes are not those that were written: who reads a map task's output asks for the task to be run again.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It is thrown here alone, and never without saying what is wrong.")]
public sealed class CorruptFrameException(string message, Exception? inner = null) : IOException($"a block of rows is corrupt: {message}", inner);
