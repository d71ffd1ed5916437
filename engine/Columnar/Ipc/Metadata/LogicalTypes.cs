using Spindle.Columnar.Types;

namespace Spindle.Columnar.Ipc.Metadata;

/// <summary>What the engine reads each Arrow type as: the narrowest type of its own that holds every value.</summary>
internal static class LogicalTypes
{
    /// <exception cref="ArrowFormatException">The engine has no such type (unions, decimals of over 38 digits).</exception>
    internal static DataType Of(ArrowType type, ArrowField[] children, string? typeName, string fieldName)
    {
        DataType plain = type.Id switch
        {
            ArrowTypeId.Null => DataType.Null,
            ArrowTypeId.Bool => DataType.Boolean,
            ArrowTypeId.Int => Integer(type, fieldName),
            ArrowTypeId.FloatingPoint => type.Width switch
            {
                0 or 1 => DataType.Float,
                2 => DataType.Double,
                _ => Unsupported($"a float of precision code {type.Width}", fieldName),
            },
            ArrowTypeId.Utf8 or ArrowTypeId.LargeUtf8 or ArrowTypeId.Utf8View => DataType.String,
            ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.BinaryView => DataType.Binary,
            ArrowTypeId.FixedSizeBinary when type.FixedSize >= 0 => DataType.Binary,
            ArrowTypeId.Decimal => Decimal(type, fieldName),
            ArrowTypeId.Date when type.Unit is 0 or 1 => DataType.Date,
            ArrowTypeId.Time when IsUnit(type) && type.Width == (type.Unit < 2 ? 32 : 64) => new TimeType(),
            ArrowTypeId.Timestamp when IsUnit(type) => string.IsNullOrEmpty(type.TimeZone) ? DataType.TimestampNtz : DataType.Timestamp,
            ArrowTypeId.Duration when IsUnit(type) => new DayTimeIntervalType(),
            ArrowTypeId.Interval => (ArrowIntervalUnit)type.Unit switch
            {
                ArrowIntervalUnit.YearMonth => new YearMonthIntervalType(),
                ArrowIntervalUnit.DayTime or ArrowIntervalUnit.MonthDayNano => DataType.CalendarInterval,
                _ => Unsupported($"an interval of unit {type.Unit}", fieldName),
            },
            ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.ListView or ArrowTypeId.LargeListView or ArrowTypeId.FixedSizeList
                when children.Length == 1 && type.FixedSize >= 0 => new ArrayType(children[0].Type, children[0].Nullable),
            ArrowTypeId.Struct => new StructType([.. children.Select(child => child.ToField())]),
            ArrowTypeId.Map when children is [{ Arrow.Id: ArrowTypeId.Struct, Dictionary: null, Children: [var key, var value] }] =>
                new MapType(key.Type, value.Type, value.Nullable),
            ArrowTypeId.RunEndEncoded when children is [{ Arrow: { Id: ArrowTypeId.Int, Signed: true, Width: 16 or 32 or 64 }, Dictionary: null }, var values] =>
                values.Type,
            _ => Unsupported($"type {type.Id}", fieldName),
        };
        return FieldMetadata.Refine(plain, typeName);
    }

    private static DataType Integer(ArrowType type, string fieldName) => (type.Width, type.Signed) switch
    {
        (8, true) => DataType.Byte,
        (16, true) or (8, false) => DataType.Short,
        (32, true) or (16, false) => DataType.Int,
        (64, true) or (32, false) => DataType.Long,
        (64, false) => new DecimalType(20, 0),
        _ => Unsupported($"an integer of {type.Width} bits", fieldName),
    };

    private static DataType Decimal(ArrowType type, string fieldName)
    {
        bool fits = type.Width is 32 or 64 or 128 or 256
            && type.Precision is >= 1 and <= DecimalType.MaxPrecision
            && type.Scale >= 0 && type.Scale <= type.Precision;
        return fits
            ? new DecimalType(type.Precision, type.Scale)
            : Unsupported($"a decimal of {type.Width} bits, precision {type.Precision} and scale {type.Scale}", fieldName);
    }

    private static bool IsUnit(ArrowType type) => type.Unit is >= 0 and <= (short)ArrowUnit.Nanosecond;

    private static DataType Unsupported(string what, string fieldName) =>
        throw new ArrowFormatException($"field '{fieldName}' has {what}, which cannot be read");
}
