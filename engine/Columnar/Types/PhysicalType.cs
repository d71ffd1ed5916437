namespace Spindle.Columnar.Types;

/// <summary>How a value lies in memory. Several logical types share one form; a decimal has two (see <see cref="DecimalType"/>).</summary>
public enum PhysicalType : byte
{
    /// <summary>No values at all: every lane is null.</summary>
    Null,

    /// <summary>One bit a lane, least significant bit first.</summary>
    Boolean,
    Int8,
    Int16,
    Int32,
    Int64,
    Int128,
    Float32,
    Float64,

    /// <summary>16-byte <see cref="Vectors.BytesView"/>: strings and binary.</summary>
    Bytes,

    /// <summary>16-byte <see cref="CalendarInterval"/>.</summary>
    Interval,

    /// <summary>Offset and size into a child vector: arrays, and maps as lists of (key, value) structs.</summary>
    List,

    /// <summary>One child vector a field.</summary>
    Struct,
}

public static class PhysicalTypes
{
    /// <summary>Bytes a lane in the values buffer; 0 for <see cref="PhysicalType.Null"/>, bits, lists and structs.</summary>
    public static int Width(this PhysicalType physical) => physical switch
    {
        PhysicalType.Int8 => 1,
        PhysicalType.Int16 => 2,
        PhysicalType.Int32 or PhysicalType.Float32 => 4,
        PhysicalType.Int64 or PhysicalType.Float64 => 8,
        PhysicalType.Int128 or PhysicalType.Bytes or PhysicalType.Interval => 16,
        _ => 0,
    };

    /// <summary>True where a lane has a fixed number of bytes in one values buffer (strings too: their views are fixed).</summary>
    public static bool IsFixedWidth(this PhysicalType physical) => physical.Width() > 0;
}
