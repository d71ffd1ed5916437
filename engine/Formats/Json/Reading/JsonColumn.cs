using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json.Reading;

/// <summary>Makes the vector of a type from tape positions, one a lane.</summary>
internal abstract class JsonColumn(DataType type)
{
    public DataType Type { get; } = type;

    /// <param name="source">The text and its tape.</param>
    /// <param name="nodes">Tape positions; negative for values that are not there.</param>
    /// <param name="outcomes">One a lane, all <see cref="JsonOutcome.Fits"/> at first; set where a value does not fit.</param>
    /// <param name="budget">Pays for the vector.</param>
    /// <returns>A vector that the caller owns.</returns>
    public abstract Vector Read(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget);

    public static JsonColumn Create(string name, DataType type, JsonOptions options, TimeZone zone) => type switch
    {
        NullType => new JsonNullColumn(),
        BooleanType => new JsonBooleanColumn(),
        ByteType => new JsonColumn<sbyte, JsonByte>(type, default),
        ShortType => new JsonColumn<short, JsonShort>(type, default),
        IntegerType => new JsonColumn<int, JsonInt>(type, default),
        LongType => new JsonColumn<long, JsonLong>(type, default),
        FloatType => new JsonColumn<float, JsonFloat>(type, new JsonFloat(options.AllowNonNumericNumbers)),
        DoubleType => new JsonColumn<double, JsonDouble>(type, new JsonDouble(options.AllowNonNumericNumbers)),
        DecimalType { Physical: PhysicalType.Int64 } dec => new JsonColumn<long, JsonSmallDecimal>(type, new JsonSmallDecimal(dec)),
        DecimalType dec => new JsonColumn<Int128, JsonDecimal>(type, new JsonDecimal(dec)),
        DateType => new JsonColumn<int, JsonStringOf<int, DateParser>>(type, new(new DateParser(options.DateFormat))),
        TimestampType => new JsonColumn<long, JsonTimestamp>(type, new JsonTimestamp(new TimestampParser(options.TimestampFormat, zone))),
        TimestampNtzType => new JsonColumn<long, JsonStringOf<long, TimestampNtzParser>>(type, new(new TimestampNtzParser(options.TimestampNtzFormat))),
        TimeType => new JsonColumn<long, JsonStringOf<long, TimeParser>>(type, new(default)),
        YearMonthIntervalType interval => new JsonColumn<int, JsonStringOf<int, YearMonthParser>>(type, new(new YearMonthParser(interval))),
        DayTimeIntervalType interval => new JsonColumn<long, JsonStringOf<long, DayTimeParser>>(type, new(new DayTimeParser(interval))),
        CalendarIntervalType => new JsonColumn<CalendarInterval, JsonStringOf<CalendarInterval, CalendarIntervalParser>>(type, new(default)),
        StringType or CharType or VarcharType => new JsonStringColumn(type),
        BinaryType => new JsonBinaryColumn(),
        VariantType => new JsonVariantColumn(),
        ArrayType array => new JsonArrayColumn(array, Create(name, array.Element, options, zone)),
        MapType { Key: StringType } map => new JsonMapColumn(map, Create(name, map.Value, options, zone)),
        StructType fields => new JsonStructColumn(fields, options, zone),
        _ => throw RecordErrors.Unsupported("JSON", new Field(name, type)),
    };
}
