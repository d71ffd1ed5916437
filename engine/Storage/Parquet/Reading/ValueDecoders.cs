using Spindle.Columnar.Memory;
using Spindle.Storage.Parquet.Encodings;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Which decoder reads a page's values, by their physical type and encoding; codes of a dictionary are not among them.</summary>
internal static unsafe class ValueDecoders
{
    public static ValueDecoder Open(LeafNode leaf, RawForm raw, Metadata.Encoding encoding, byte* at, byte* end, int count, MemoryBudget budget)
    {
        var kind = leaf.Source.Element.Type!.Value;
        switch (encoding)
        {
            case Metadata.Encoding.Plain:
                return Plain(leaf, raw, at, end);
            case Metadata.Encoding.Rle when kind == PhysicalKind.Boolean:
                return at == end ? Plain(leaf, raw, at, end) : new RunLengthBooleanDecoder(at, end);
            case Metadata.Encoding.DeltaBinaryPacked when kind is PhysicalKind.Int32 or PhysicalKind.Int64:
                return at == end ? Plain(leaf, raw, at, end) : new DeltaBinaryPackedDecoder(at, end, kind == PhysicalKind.Int32, budget);
            case Metadata.Encoding.DeltaLengthByteArray when kind == PhysicalKind.ByteArray:
                return at == end ? Plain(leaf, raw, at, end) : new DeltaLengthBytesDecoder(at, end, count, budget);
            case Metadata.Encoding.DeltaByteArray when kind is PhysicalKind.ByteArray or PhysicalKind.FixedLenByteArray:
                return at == end ? Plain(leaf, raw, at, end) : new DeltaBytesDecoder(at, end, count, budget);
            case Metadata.Encoding.ByteStreamSplit when raw is RawForm.Four or RawForm.Eight:
                return new ByteStreamSplitDecoder(at, end, raw.Width());
            case Metadata.Encoding.ByteStreamSplit when kind == PhysicalKind.FixedLenByteArray:
                return new ByteStreamSplitBytesDecoder(at, end, leaf.Source.Element.TypeLength, budget);
            default:
                throw new ParquetFormatException($"values of type {kind} in the encoding {encoding}");
        }
    }

    public static ValueDecoder Plain(LeafNode leaf, RawForm raw, byte* at, byte* end) => leaf.Source.Element.Type switch
    {
        PhysicalKind.Boolean => new PlainBooleanDecoder(at, end),
        PhysicalKind.ByteArray => new PlainBytesDecoder(at, end),
        PhysicalKind.FixedLenByteArray => new PlainFixedBytesDecoder(at, end, leaf.Source.Element.TypeLength),
        _ => new PlainFixedDecoder(at, end, raw.Width()),
    };
}
