using System.Buffers.Binary;
using System.Text;
using static Spindle.Formats.Variants.VariantFormat;

namespace Spindle.Formats.Variants;

/// <summary>A value inside a variant, read in place. Lent bytes; nothing is copied.</summary>
public readonly ref struct VariantValue
{
    private readonly ReadOnlySpan<byte> metadata;
    private readonly ReadOnlySpan<byte> value;

    private VariantValue(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> value)
    {
        this.metadata = metadata;
        this.value = value;
    }

    /// <summary>The value of a column's lane: metadata and value in one blob.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">MALFORMED_VARIANT where the bytes are cut off.</exception>
    public static VariantValue Of(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < 3 || (blob[0] & 0x0F) != MetadataVersion)
            throw VariantErrors.Malformed();
        var size = (blob[0] >> 6) + 1;
        if (blob.Length < 1 + size)
            throw VariantErrors.Malformed();
        var count = ReadUnsigned(blob[1..], size);
        var names = 1 + size * (count + 2);
        if (blob.Length < names)
            throw VariantErrors.Malformed();
        var end = names + ReadUnsigned(blob[(1 + size * (count + 1))..], size);
        return end < blob.Length ? new VariantValue(blob[..end], blob[end..]) : throw VariantErrors.Malformed();
    }

    public VariantKind Kind => (value[0] & 3) switch
    {
        BasicShortString => VariantKind.String,
        BasicObject => VariantKind.Object,
        BasicArray => VariantKind.Array,
        _ => KindOf(Type),
    };

    /// <summary>Fields of an object or elements of an array.</summary>
    public int Count => ReadUnsigned(value[1..], CountSize);

    public bool Boolean => Type == Primitive.True;

    public long Long => Type switch
    {
        Primitive.Int8 => (sbyte)value[1],
        Primitive.Int16 => BinaryPrimitives.ReadInt16LittleEndian(value[1..]),
        Primitive.Int32 or Primitive.Date => BinaryPrimitives.ReadInt32LittleEndian(value[1..]),
        _ => BinaryPrimitives.ReadInt64LittleEndian(value[1..]),
    };

    public double Double => BinaryPrimitives.ReadDoubleLittleEndian(value[1..]);

    public float Float => BinaryPrimitives.ReadSingleLittleEndian(value[1..]);

    /// <summary>Text, bytes, or a UUID's 16 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => (value[0] & 3) == BasicShortString ? value.Slice(1, value[0] >> 2)
        : Type == Primitive.Uuid ? value.Slice(1, 16)
        : value.Slice(5, BinaryPrimitives.ReadInt32LittleEndian(value[1..]));

    private Primitive Type => (Primitive)(value[0] >> 2);

    private int CountSize => ((value[0] >> 2) & ((value[0] & 3) == BasicObject ? 16 : 4)) != 0 ? 4 : 1;

    private int OffsetSize => ((value[0] >> 2) & 3) + 1;

    private int IdSize => (value[0] & 3) == BasicObject ? ((value[0] >> 4) & 3) + 1 : 0;

    /// <summary>A decimal without trailing zeros behind its point.</summary>
    public Int128 Decimal(out int scale)
    {
        scale = value[1];
        Int128 unscaled = Type switch
        {
            Primitive.Decimal4 => BinaryPrimitives.ReadInt32LittleEndian(value[2..]),
            Primitive.Decimal8 => BinaryPrimitives.ReadInt64LittleEndian(value[2..]),
            _ => BinaryPrimitives.ReadInt128LittleEndian(value[2..]),
        };
        while (scale > 0 && unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }

        return unscaled;
    }

    /// <summary>An element of an array, or a field's value in the order of the names.</summary>
    public VariantValue Member(int index)
    {
        var offsets = 1 + CountSize + IdSize * Count;
        var start = offsets + OffsetSize * (Count + 1) + ReadUnsigned(value[(offsets + OffsetSize * index)..], OffsetSize);
        return new VariantValue(metadata, value[start..]);
    }

    /// <summary>A field's name as UTF-8.</summary>
    public ReadOnlySpan<byte> Name(int index)
    {
        var id = ReadUnsigned(value[(1 + CountSize + IdSize * index)..], IdSize);
        var size = (metadata[0] >> 6) + 1;
        var count = ReadUnsigned(metadata[1..], size);
        var names = 1 + size * (count + 2);
        var start = ReadUnsigned(metadata[(1 + size * (id + 1))..], size);
        var end = ReadUnsigned(metadata[(1 + size * (id + 2))..], size);
        return metadata[(names + start)..(names + end)];
    }

    public string NameText(int index) => Encoding.UTF8.GetString(Name(index));

    /// <summary>The position of a field; -1 where the object lacks it.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var count = Count;
        for (var i = 0; i < count; i++)
            if (Name(i).SequenceEqual(name))
                return i;
        return -1;
    }

    /// <summary>Bytes of the value, header included.</summary>
    internal int Size
    {
        get
        {
            switch (value[0] & 3)
            {
                case BasicShortString:
                    return 1 + (value[0] >> 2);
                case BasicPrimitive:
                    return 1 + BodySize(Type, value[1..]);
                default:
                    var offsets = 1 + CountSize + IdSize * Count;
                    // The offset behind the last one is the size of all members together.
                    return offsets + OffsetSize * (Count + 1) + ReadUnsigned(value[(offsets + OffsetSize * Count)..], OffsetSize);
            }
        }
    }

    /// <summary>The bytes of a value without members.</summary>
    internal ReadOnlySpan<byte> Raw => value[..Size];

    private static VariantKind KindOf(Primitive type) => type switch
    {
        Primitive.Null => VariantKind.Null,
        Primitive.True or Primitive.False => VariantKind.Boolean,
        Primitive.Int8 or Primitive.Int16 or Primitive.Int32 or Primitive.Int64 => VariantKind.Long,
        Primitive.Double => VariantKind.Double,
        Primitive.Decimal4 or Primitive.Decimal8 or Primitive.Decimal16 => VariantKind.Decimal,
        Primitive.Date => VariantKind.Date,
        Primitive.Timestamp => VariantKind.Timestamp,
        Primitive.TimestampNtz => VariantKind.TimestampNtz,
        Primitive.Time => VariantKind.Time,
        Primitive.Float => VariantKind.Float,
        Primitive.Binary => VariantKind.Binary,
        Primitive.String => VariantKind.String,
        Primitive.Uuid => VariantKind.Uuid,
        _ => throw VariantErrors.Unknown((int)type),
    };
}
