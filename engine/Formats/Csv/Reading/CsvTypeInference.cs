using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Formats.Inference;
using Spindle.Formats.Patterns;
using Spindle.Formats.Records;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Csv.Reading;

/// <summary>
/// The type that a column's fields suggest, in Spark's order: int, bigint, decimal (whole numbers only), double, date, timestamp, boolean, string. A field is tried from the type found so
/// far on, so that a column never narrows.
/// </summary>
internal sealed class CsvTypeInference(CsvOptions options, TimeZone zone)
{
    private static readonly DateTimePattern StandardDate = DateTimePattern.Compile(RecordDefaults.DatePattern);

    private readonly DateTimePattern date = options.DateFormat ?? StandardDate;
    private readonly DoubleParser doubles = new(options);
    private readonly TimestampParser timestamps = new(options.TimestampFormat, zone);

    /// <summary>The type that holds what was seen so far and one more field, given without nulls.</summary>
    public DataType Widen(DataType soFar, ReadOnlySpan<byte> text)
    {
        var type = soFar switch
        {
            StringType => soFar,
            BooleanType => Boolean(text),
            TimestampType => Timestamp(text),
            DateType => Date(text),
            DoubleType => Double(text),
            DecimalType => Decimal(text),
            LongType => Long(text),
            _ => Int(text),
        };
        return Merge(soFar, type);
    }

    private DataType Merge(DataType left, DataType right)
    {
        // A date reads as a timestamp, unless a format says that timestamps look otherwise.
        if ((left, right) is (DateType, TimestampType) or (TimestampType, DateType) && options.TimestampFormat is not null)
            return DataType.String;
        return TypeMerge.Atomic(left, right) ?? DataType.String;
    }

    private DataType Int(ReadOnlySpan<byte> text) => default(IntParser).TryParse(text, out _) ? DataType.Int : Long(text);

    private DataType Long(ReadOnlySpan<byte> text) => default(LongParser).TryParse(text, out _) ? DataType.Long : Decimal(text);

    private DataType Decimal(ReadOnlySpan<byte> text)
    {
        if (!CsvText.TryExactDecimal(text, out var unscaled, out var scale) || scale > 0)
            return Double(text);
        var digits = Math.Max(PowersOfTen.Digits(unscaled), 1) - scale;
        return digits <= DecimalType.MaxPrecision ? new DecimalType(digits, 0) : DataType.Double;
    }

    private DataType Double(ReadOnlySpan<byte> text) => doubles.TryParse(text, out _) ? DataType.Double : Date(text);

    private DataType Date(ReadOnlySpan<byte> text) => options.PreferDate && date.TryParseDate(text, out _) ? DataType.Date : Timestamp(text);

    private DataType Timestamp(ReadOnlySpan<byte> text) => timestamps.TryParse(text, out _) ? DataType.Timestamp : Boolean(text);

    private static DataType Boolean(ReadOnlySpan<byte> text) =>
        TextTrim.EqualsIgnoreCase(text, "true"u8) || TextTrim.EqualsIgnoreCase(text, "false"u8) ? DataType.Boolean : DataType.String;
}
