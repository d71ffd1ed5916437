using System.Buffers.Binary;

namespace Spindle.Formats.Variants;

/// <summary>
/// The binary encoding of variants, as the Parquet project specifies it. A column's value is the metadata (version, dictionary of field names) followed by the value:
/// <code>
/// metadata   header: version 1 | sorted &lt;&lt; 4 | (offset size - 1) &lt;&lt; 6, then count, count + 1 offsets, names
/// value      header: basic type (2 bits) | info &lt;&lt; 2, then the body
///   primitive      info: a type of <see cref="Primitive"/>
///   short string   info: length, then UTF-8
///   object         info: offset size - 1 | (id size - 1) &lt;&lt; 2 | large &lt;&lt; 4; count, ids, count + 1 offsets, values (fields in the order of their names)
///   array          info: offset size - 1 | large &lt;&lt; 2; count, count + 1 offsets, values
/// </code>
/// </summary>
internal static class VariantFormat
{
    public const byte MetadataVersion = 1;
    public const int ShortStringMax = 63;

    public const int BasicPrimitive = 0;
    public const int BasicShortString = 1;
    public const int BasicObject = 2;
    public const int BasicArray = 3;

    /// <summary>Types of primitive values.</summary>
    public enum Primitive : byte
    {
        Null,
        True,
        False,
        Int8,
        Int16,
        Int32,
        Int64,
        Double,
        Decimal4,
        Decimal8,
        Decimal16,
        Date,
        Timestamp,
        TimestampNtz,
        Float,
        Binary,
        String,
        Time,
        TimestampNanos,
        TimestampNtzNanos,
        Uuid,
    }

    public static byte Header(Primitive type) => (byte)((int)type << 2);

    /// <summary>An unsigned number of 1 to 4 bytes, lowest first.</summary>
    public static int ReadUnsigned(ReadOnlySpan<byte> bytes, int size)
    {
        var value = 0u;
        for (var i = 0; i < size; i++)
            value |= (uint)bytes[i] << (8 * i);
        return checked((int)value);
    }

    public static void WriteUnsigned(Span<byte> target, int value, int size)
    {
        for (var i = 0; i < size; i++)
            target[i] = (byte)(value >> (8 * i));
    }

    /// <summary>The bytes that an unsigned number takes.</summary>
    public static int SizeOf(int value) => value <= 0xFF ? 1 : value <= 0xFFFF ? 2 : value <= 0xFFFFFF ? 3 : 4;

    /// <summary>The bytes of a primitive's body.</summary>
    public static int BodySize(Primitive type, ReadOnlySpan<byte> body) => type switch
    {
        Primitive.Null or Primitive.True or Primitive.False => 0,
        Primitive.Int8 => 1,
        Primitive.Int16 => 2,
        Primitive.Int32 or Primitive.Date or Primitive.Float => 4,
        Primitive.Int64 or Primitive.Double or Primitive.Timestamp or Primitive.TimestampNtz or Primitive.Time or Primitive.TimestampNanos or Primitive.TimestampNtzNanos => 8,
        Primitive.Decimal4 => 5,
        Primitive.Decimal8 => 9,
        Primitive.Decimal16 => 17,
        Primitive.Uuid => 16,
        Primitive.Binary or Primitive.String => 4 + BinaryPrimitives.ReadInt32LittleEndian(body),
        _ => throw VariantErrors.Malformed(),
    };
}
