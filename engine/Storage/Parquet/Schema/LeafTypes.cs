using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Schema;

/// <summary>The type that a leaf's storage and annotations mean, where nothing else is asked for.</summary>
internal static class LeafTypes
{
    public static DataType Of(SchemaNode leaf)
    {
        var element = leaf.Element;
        if (element.Logical?.Kind == LogicalKind.Unknown)
            return DataType.Null;
        return element.Type switch
        {
            PhysicalKind.Boolean => DataType.Boolean,
            PhysicalKind.Int32 => Int32(leaf),
            PhysicalKind.Int64 => Int64(leaf),
            PhysicalKind.Int96 => DataType.Timestamp,
            PhysicalKind.Float => DataType.Float,
            PhysicalKind.Double => DataType.Double,
            PhysicalKind.ByteArray => ByteArray(leaf),
            _ => FixedLength(leaf),
        };
    }

    /// <summary>The precision and scale of a decimal annotation; null where there is none.</summary>
    public static DecimalType? DecimalOf(SchemaNode leaf)
    {
        var element = leaf.Element;
        var (precision, scale) = element.Logical is { Kind: LogicalKind.Decimal } logical ? (logical.Precision, logical.Scale)
            : element.Converted == ConvertedKind.Decimal ? (element.Precision, element.Scale) : (0, 0);
        if (element.Logical?.Kind != LogicalKind.Decimal && element.Converted != ConvertedKind.Decimal)
            return null;
        if (precision is < 1 or > DecimalType.MaxPrecision || scale < 0 || scale > precision)
            throw new SpindleException(StorageErrors.TypeNotSupported, $"column {leaf.Path} is a decimal({precision},{scale}), and decimals have 1 to 38 digits",
                parameters: new Dictionary<string, string> { ["parquetType"] = $"decimal({precision},{scale})" });
        return new DecimalType(precision, scale);
    }

    /// <summary>The width and sign of an integer annotation; 0 bits where there is none.</summary>
    public static (int Bits, bool Signed) IntegerOf(SchemaElement element)
    {
        if (element.Logical is { Kind: LogicalKind.Integer } logical)
            return (logical.BitWidth, logical.IsSigned);
        return element.Converted switch
        {
            ConvertedKind.Int8 => (8, true),
            ConvertedKind.Int16 => (16, true),
            ConvertedKind.UInt8 => (8, false),
            ConvertedKind.UInt16 => (16, false),
            ConvertedKind.UInt32 => (32, false),
            ConvertedKind.UInt64 => (64, false),
            _ => (0, true),
        };
    }

    /// <summary>The unit of a time or timestamp; null for other leaves.</summary>
    public static TimeUnitKind? UnitOf(SchemaElement element)
    {
        if (element.Logical is { Kind: LogicalKind.Time or LogicalKind.Timestamp } logical)
            return logical.Unit;
        return element.Converted switch
        {
            ConvertedKind.TimeMillis or ConvertedKind.TimestampMillis => TimeUnitKind.Millis,
            ConvertedKind.TimeMicros or ConvertedKind.TimestampMicros => TimeUnitKind.Micros,
            _ => null,
        };
    }

    public static bool IsInterval(SchemaElement element) =>
        element is { Type: PhysicalKind.FixedLenByteArray, Converted: ConvertedKind.Interval, TypeLength: 12 };

    public static bool IsUuid(SchemaElement element) => element is { Type: PhysicalKind.FixedLenByteArray, Logical.Kind: LogicalKind.Uuid, TypeLength: 16 };

    public static bool IsFloat16(SchemaElement element) => element is { Type: PhysicalKind.FixedLenByteArray, Logical.Kind: LogicalKind.Float16, TypeLength: 2 };

    private static DataType Int32(SchemaNode leaf)
    {
        var element = leaf.Element;
        if (DecimalOf(leaf) is { } dec)
            return dec;
        if (element.Logical?.Kind == LogicalKind.Date || element.Converted == ConvertedKind.Date)
            return DataType.Date;
        if (element.Logical?.Kind == LogicalKind.Time || element.Converted == ConvertedKind.TimeMillis)
            return new TimeType(3);
        return IntegerOf(element) switch
        {
            (8, true) => DataType.Byte,
            (8, false) or (16, true) => DataType.Short,
            (32, false) => DataType.Long,
            _ => DataType.Int,
        };
    }

    private static DataType Int64(SchemaNode leaf)
    {
        var element = leaf.Element;
        if (DecimalOf(leaf) is { } dec)
            return dec;
        if (element.Logical?.Kind == LogicalKind.Timestamp)
            return element.Logical.IsAdjustedToUtc ? DataType.Timestamp : DataType.TimestampNtz;
        if (element.Converted is ConvertedKind.TimestampMillis or ConvertedKind.TimestampMicros)
            return DataType.Timestamp;
        if (element.Logical?.Kind == LogicalKind.Time || element.Converted == ConvertedKind.TimeMicros)
            return new TimeType();
        return IntegerOf(element) is (64, false) ? new DecimalType(20, 0) : DataType.Long;
    }

    private static DataType ByteArray(SchemaNode leaf)
    {
        var element = leaf.Element;
        if (DecimalOf(leaf) is { } dec)
            return dec;
        var isText = element.Logical?.Kind is LogicalKind.String or LogicalKind.Enum or LogicalKind.Json
            || element.Converted is ConvertedKind.Utf8 or ConvertedKind.Enum or ConvertedKind.Json;
        return isText ? DataType.String : DataType.Binary;
    }

    private static DataType FixedLength(SchemaNode leaf)
    {
        var element = leaf.Element;
        if (DecimalOf(leaf) is { } dec)
            return dec;
        if (IsInterval(element))
            return DataType.CalendarInterval;
        if (IsUuid(element))
            return DataType.String;
        return IsFloat16(element) ? DataType.Float : DataType.Binary;
    }
}
