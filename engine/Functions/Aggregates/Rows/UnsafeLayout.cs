using System.Buffers.Binary;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>
/// A nested value as the bytes of Spark's UnsafeRow and UnsafeArrayData, little-endian: a word a bit for nulls, a slot a field or element, then what is longer than a slot at (offset, size), padded to
/// words. Their hash is what Spark's hash tables order nested values by.
/// </summary>
internal static class UnsafeLayout
{
    private const int Word = 8;

    public static byte[] Of(object value, DataType type) => (value, type) switch
    {
        (ValueList<object?> fields, StructType row) => Pack([], fields, [.. row.Fields.Select(f => f.Type)], _ => Word),
        (ValueList<object?> items, ArrayType array) => Array(items, array.Element),
        (ValueList<KeyValuePair<object, object?>> entries, MapType map) => Map(entries, map),
        (ByteString text, _) => text.Span.ToArray(),
        (Int128 unscaled, _) => BigEndian(unscaled),
        (CalendarInterval interval, _) => [.. Little(interval.Months, 4), .. Little(interval.Days, 4), .. Little(interval.Microseconds, Word)],
        _ => Fixed(value, Word),
    };

    private static byte[] Array(ValueList<object?> items, DataType element) =>
        Pack(Little(items.Count, Word), items, [.. Enumerable.Repeat(element, items.Count)], ElementSize);

    private static byte[] Map(ValueList<KeyValuePair<object, object?>> entries, MapType map)
    {
        var keys = Array(entries.Select(e => (object?)e.Key).ToValueList(), map.Key);
        return [.. Little(keys.Length, Word), .. keys, .. Array(entries.Select(e => e.Value).ToValueList(), map.Value)];
    }

    private static byte[] Pack(byte[] head, ValueList<object?> values, DataType[] types, Func<DataType, int> size)
    {
        var nulls = head.Length;
        var start = nulls + (values.Count + 63) / 64 * Word;
        var slots = new byte[Padded(types.Sum(size))];
        var tail = new List<byte>();
        var bytes = new byte[start];
        head.CopyTo(bytes, 0);
        for (int i = 0, at = 0; i < values.Count; at += size(types[i++]))
        {
            if (values[i] is not { } value)
            {
                bytes[nulls + i / 8] |= (byte)(1 << (i % 8));
                continue;
            }

            if (IsFixed(types[i]))
            {
                Fixed(value, size(types[i])).CopyTo(slots, at);
                continue;
            }

            var part = Of(value, types[i]);
            Little(((long)(start + slots.Length + tail.Count) << 32) | (uint)part.Length, Word).CopyTo(slots, at);
            tail.AddRange(part);
            tail.AddRange(new byte[Padded(part.Length) - part.Length]);
        }

        return [.. bytes, .. slots, .. tail];
    }

    private static bool IsFixed(DataType type) => type is not (StructType or ArrayType or MapType or CalendarIntervalType) and not DecimalType { Precision: > 18 }
        && type.Physical is not PhysicalType.Bytes;

    private static int ElementSize(DataType type) => type.Physical switch
    {
        PhysicalType.Boolean or PhysicalType.Int8 => 1,
        PhysicalType.Int16 => 2,
        PhysicalType.Int32 or PhysicalType.Float32 => 4,
        _ => Word,
    };

    /// <summary>A narrow value fills the low bytes of its slot and leaves the rest zero.</summary>
    private static byte[] Fixed(object value, int size) => Little(value switch
    {
        bool b => b ? 1 : 0,
        sbyte b => (byte)b,
        short s => (ushort)s,
        int i => (uint)i,
        long l => l,
        float f => BitConverter.SingleToUInt32Bits(f),
        double d => BitConverter.DoubleToInt64Bits(d),
        Int128 unscaled => (long)unscaled,
        _ => 0,
    }, size);

    private static byte[] BigEndian(Int128 unscaled)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, unscaled);
        var skipped = 0;
        while (skipped < 15 && bytes[skipped] == (byte)((sbyte)bytes[skipped + 1] >> 7))
            skipped++;
        return bytes[skipped..];
    }

    private static byte[] Little(long value, int size)
    {
        var bytes = new byte[Word];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes[..size];
    }

    private static int Padded(int length) => (length + Word - 1) / Word * Word;
}
