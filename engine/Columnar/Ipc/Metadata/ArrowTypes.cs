using System.Diagnostics;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Ipc.Metadata;

/// <summary>How the engine's types are written for others to read: Utf8, Decimal128, microseconds, no run-ends.</summary>
internal static class ArrowTypes
{
    /// <summary>The name that lists give their child.</summary>
    private const string ElementName = "item";

    internal static ArrowField ToArrow(Field field, string timeZone)
    {
        var metadata = new List<KeyValuePair<string, string>>();
        if (FieldMetadata.NameOf(field.Type) is { } name)
            metadata.Add(new(FieldMetadata.TypeKey, name));
        if (field.Comment is { } comment)
            metadata.Add(new(FieldMetadata.Comment, comment));
        return new ArrowField(field.Name, field.Nullable, TypeOf(field.Type, timeZone), field.Type, ChildrenOf(field.Type, timeZone), null, metadata);
    }

    private static ArrowField[] ChildrenOf(DataType type, string timeZone) => type switch
    {
        ArrayType array => [ToArrow(new Field(ElementName, array.Element, array.ContainsNull), timeZone)],
        MapType map => [ToArrow(new Field("entries", map.Entries, false), timeZone)],
        StructType fields => [.. fields.Fields.Select(field => ToArrow(field, timeZone))],
        _ => [],
    };

    private static ArrowType TypeOf(DataType type, string timeZone) => type switch
    {
        NullType => new(ArrowTypeId.Null),
        BooleanType => new(ArrowTypeId.Bool),
        ByteType => ArrowType.Integer(8),
        ShortType => ArrowType.Integer(16),
        IntegerType => ArrowType.Integer(32),
        LongType => ArrowType.Integer(64),
        FloatType => new(ArrowTypeId.FloatingPoint) { Width = 1 },
        DoubleType => new(ArrowTypeId.FloatingPoint) { Width = 2 },
        DecimalType number => new(ArrowTypeId.Decimal) { Precision = number.Precision, Scale = number.Scale, Width = 128 },
        StringType or CharType or VarcharType => new(ArrowTypeId.Utf8),
        BinaryType or VariantType => new(ArrowTypeId.Binary),
        DateType => new(ArrowTypeId.Date) { Unit = (short)ArrowDateUnit.Day },
        TimeType => new(ArrowTypeId.Time) { Unit = (short)ArrowUnit.Nanosecond, Width = 64 },
        TimestampType => new(ArrowTypeId.Timestamp) { Unit = (short)ArrowUnit.Microsecond, TimeZone = timeZone },
        TimestampNtzType => new(ArrowTypeId.Timestamp) { Unit = (short)ArrowUnit.Microsecond },
        DayTimeIntervalType => new(ArrowTypeId.Duration) { Unit = (short)ArrowUnit.Microsecond },
        YearMonthIntervalType => new(ArrowTypeId.Interval) { Unit = (short)ArrowIntervalUnit.YearMonth },
        CalendarIntervalType => new(ArrowTypeId.Interval) { Unit = (short)ArrowIntervalUnit.MonthDayNano },
        ArrayType => new(ArrowTypeId.List),
        MapType => new(ArrowTypeId.Map),
        StructType => new(ArrowTypeId.Struct),
        UserDefinedType user => TypeOf(user.Storage, timeZone),
        _ => throw new UnreachableException(type.Name),
    };
}
