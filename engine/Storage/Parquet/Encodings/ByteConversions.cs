using System.Buffers.Binary;
using System.Diagnostics;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>Big-endian two's complement of any length as an unscaled decimal.</summary>
internal sealed unsafe class BytesToDecimal(bool isWide) : ValueConversion
{
    public override int Width => isWide ? sizeof(Int128) : sizeof(long);

    public override void Convert(byte* source, byte* target, int count, BytesHeap? heap)
    {
        var views = (BytesView*)source;
        for (var i = 0; i < count; i++)
        {
            var value = Read(BytesView.Span(views + i));
            if (isWide)
                ((Int128*)target)[i] = value;
            else if (value != (long)value)
                ParquetFormatException.Throw("a decimal has more digits than its column");
            else
                ((long*)target)[i] = (long)value;
        }
    }

    internal static Int128 Read(ReadOnlySpan<byte> bytes)
    {
        var sign = bytes.IsEmpty || (sbyte)bytes[0] >= 0 ? (byte)0 : (byte)0xFF;
        while (bytes.Length > 16)
        {
            if (bytes[0] != sign)
                ParquetFormatException.Throw("a decimal has more than 38 digits");
            bytes = bytes[1..];
        }

        Span<byte> wide = stackalloc byte[16];
        wide.Fill(sign);
        bytes.CopyTo(wide[(16 - bytes.Length)..]);
        return BinaryPrimitives.ReadInt128BigEndian(wide);
    }
}

/// <summary>Decimals brought to a larger scale or precision, after another conversion (if any) made them unscaled numbers.</summary>
/// <param name="stride">Bytes of a decoded value.</param>
internal sealed unsafe class RescaleDecimal(ValueConversion? first, int stride, DecimalType from, DecimalType to) : ValueConversion
{
    private readonly bool isFromWide = from.Physical == PhysicalType.Int128;
    private readonly bool isWide = to.Physical == PhysicalType.Int128;

    public override int Width => isWide ? sizeof(Int128) : sizeof(long);

    public override void Convert(byte* source, byte* target, int count, BytesHeap? heap)
    {
        Int128 scratch;
        for (var i = 0; i < count; i++)
        {
            var at = source + (long)i * stride;
            if (first is not null)
            {
                first.Convert(at, (byte*)&scratch, 1, heap);
                at = (byte*)&scratch;
            }

            var value = isFromWide ? *(Int128*)at : *(long*)at;
            if (!DecimalArithmetic.TryRescale(value, from.Scale, to.Precision, to.Scale, out var scaled))
                ParquetFormatException.Throw($"a {from.Name} does not fit {to.Name}");
            if (isWide)
                ((Int128*)target)[i] = scaled;
            else
                ((long*)target)[i] = (long)scaled;
        }
    }
}

/// <summary>Sixteen bytes as the text of a UUID.</summary>
internal sealed unsafe class UuidToText : ValueConversion
{
    private const int TextLength = 36;

    public override int Width => sizeof(BytesView);

    public override bool NeedsHeap => true;

    public override void Convert(byte* source, byte* target, int count, BytesHeap? heap)
    {
        var from = (BytesView*)source;
        var to = (BytesView*)target;
        for (var i = 0; i < count; i++)
        {
            var text = heap!.Reserve(TextLength);
            var value = from[i].Length == 16 ? new Guid(BytesView.Span(from + i), bigEndian: true) : Guid.Empty;
            if (!value.TryFormat(new Span<byte>(text, TextLength), out _))
                throw new UnreachableException();
            to[i] = BytesView.Of(text, TextLength);
        }
    }
}

internal sealed unsafe class HalfToFloat : ValueConversion
{
    public override int Width => sizeof(float);

    public override bool IsInjective => false;

    public override void Convert(byte* source, byte* target, int count, BytesHeap? heap)
    {
        for (var i = 0; i < count; i++)
        {
            var bytes = BytesView.Span((BytesView*)source + i);
            ((float*)target)[i] = bytes.Length == 2 ? (float)BinaryPrimitives.ReadHalfLittleEndian(bytes) : 0;
        }
    }
}

/// <summary>Months, days and milliseconds, four bytes each.</summary>
internal sealed unsafe class BytesToInterval : ValueConversion
{
    public override int Width => sizeof(CalendarInterval);

    public override void Convert(byte* source, byte* target, int count, BytesHeap? heap)
    {
        for (var i = 0; i < count; i++)
        {
            var bytes = BytesView.Span((BytesView*)source + i);
            ((CalendarInterval*)target)[i] = bytes.Length < 12 ? default : new CalendarInterval(
                BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) * 1000L);
        }
    }
}
