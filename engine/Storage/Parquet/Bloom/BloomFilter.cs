using System.Buffers.Binary;
using Spindle.Columnar.Checksums;
using Spindle.Columnar.Types;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Bloom;

/// <summary>A column chunk's Bloom filter, asked with values of the type that the column is read as.</summary>
internal sealed class BloomFilter
{
    private const int HeadBytes = 64;
    private const int MostBytes = 128 << 20;

    private readonly byte[] blocks;
    private readonly PhysicalKind kind;

    private BloomFilter(byte[] blocks, PhysicalKind kind)
    {
        this.blocks = blocks;
        this.kind = kind;
    }

    /// <summary>Null where there is none, or where it cannot answer for the column's type: it only ever saves work.</summary>
    public static BloomFilter? Read(IInputFile file, ColumnChunkRecord chunk, LeafNode leaf)
    {
        // A filter knows stored values; a value that is stored otherwise than it is read would not be found.
        if (chunk.BloomFilterOffset < 0 || chunk.BloomFilterOffset >= file.Length || LeafTypes.Of(leaf.Source) != leaf.Type || !IsStoredAsRead(leaf))
            return null;
        try
        {
            var head = new byte[(int)Math.Min(HeadBytes, file.Length - chunk.BloomFilterOffset)];
            file.ReadAt(chunk.BloomFilterOffset, head);
            if (BloomFilterHeader.Read(head, out var length) is not { } header || header.Bytes > MostBytes || header.Bytes > file.Length - chunk.BloomFilterOffset - length)
                return null;
            var blocks = new byte[header.Bytes];
            file.ReadAt(chunk.BloomFilterOffset + length, blocks);
            return new BloomFilter(blocks, chunk.Type);
        }
        catch (ParquetFormatException)
        {
            return null;
        }
    }

    /// <summary>False where the value is in no row for certain.</summary>
    public bool MayContain(object value)
    {
        Span<byte> bytes = stackalloc byte[8];
        switch (value, kind)
        {
            case (ByteString text, PhysicalKind.ByteArray):
                return SplitBlocks.MayContain(blocks, XxHash64.Hash(text.Span));
            case (sbyte or short or int, PhysicalKind.Int32):
                BinaryPrimitives.WriteInt32LittleEndian(bytes, Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture));
                return SplitBlocks.MayContain(blocks, XxHash64.Hash(bytes[..4]));
            case (Int128 unscaled, PhysicalKind.Int32) when unscaled == (int)unscaled:
                BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)unscaled);
                return SplitBlocks.MayContain(blocks, XxHash64.Hash(bytes[..4]));
            case (long number, PhysicalKind.Int64):
                BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
                return SplitBlocks.MayContain(blocks, XxHash64.Hash(bytes));
            case (Int128 unscaled, PhysicalKind.Int64) when unscaled == (long)unscaled:
                BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)unscaled);
                return SplitBlocks.MayContain(blocks, XxHash64.Hash(bytes));
            default:
                return true;
        }
    }

    private static bool IsStoredAsRead(LeafNode leaf) => leaf.Type switch
    {
        ByteType or ShortType or IntegerType or LongType => LeafTypes.IntegerOf(leaf.Source.Element).Signed,
        DateType or BinaryType or DecimalType => true,
        StringType => leaf.Source.Element.Type == PhysicalKind.ByteArray,
        TimestampType or TimestampNtzType => LeafTypes.UnitOf(leaf.Source.Element) == TimeUnitKind.Micros,
        _ => false,
    };
}
