using System.Diagnostics;
using System.Numerics;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Casts;

/// <summary>Picks the kernel of a cast.</summary>
internal static class CastKernels
{
    /// <summary>The kernel; null where values and type stay as they are.</summary>
    public static ScalarKernel? Create(Cast cast)
    {
        var zone = cast.TimeZone is null ? TimeZone.Utc : TimeZone.Find(cast.TimeZone) ?? throw new UnreachableException($"zone {cast.TimeZone}");
        return Create(new CastSite(cast.Child.Type, cast.Target, cast.Mode, zone, cast.Origin));
    }

    /// <inheritdoc cref="Create(Cast)"/>
    public static ScalarKernel? Create(CastSite site) => (site.From, site.To) switch
    {
        var (from, to) when from == to => null,
        (NullType, _) => new NullKernel(site.To),
        (_, VariantType) => new ToVariantKernel(),
        (VariantType, _) => new FromVariantKernel(site),
        (StringType or CharType or VarcharType or BinaryType, StringType or CharType or VarcharType or BinaryType) => new RetypeKernel(site.To),
        (ByteType, StringType) => new IntegerToTextKernel<sbyte>(site.To),
        (ShortType, StringType) => new IntegerToTextKernel<short>(site.To),
        (IntegerType, StringType) => new IntegerToTextKernel<int>(site.To),
        (LongType, StringType) => new IntegerToTextKernel<long>(site.To),
        (_, StringType or CharType or VarcharType) => new ToTextKernel(site),
        (StringType or CharType or VarcharType, _) => FromText(site),
        (BooleanType, _) => FromBoolean(site),
        (NumericType, BooleanType) or (TimestampType, BooleanType) => new ToBooleanKernel(),
        (DecimalType from, _) => FromDecimal(site, from),
        (ByteType, _) => FromInteger<sbyte>(site),
        (ShortType, _) => FromInteger<short>(site),
        (IntegerType, _) => FromInteger<int>(site),
        (LongType, _) => FromInteger<long>(site),
        (FloatType, _) => FromFloat<float>(site),
        (DoubleType, _) => FromFloat<double>(site),
        (DateType, TimestampType) => new ConvertKernel<int, long, DateToInstant>(site, new(site.Zone)),
        (DateType, TimestampNtzType) => new ConvertKernel<int, long, DateToLocal>(site, new()),
        (TimestampType, _) => FromInstant(site),
        (TimestampNtzType, DateType) => new ConvertKernel<long, int, LocalToDate>(site, new()),
        (TimestampNtzType, TimestampType) => new ConvertKernel<long, long, LocalToInstant>(site, new(site.Zone)),
        (TimestampNtzType, TimeType to) => new ConvertKernel<long, long, LocalToTime>(site, new(UnitOf(to))),
        (TimeType, TimeType to) => new ConvertKernel<long, long, TimeToTime>(site, new(UnitOf(to))),
        (TimeType, _) => FromTimeOfDay(site),
        (YearMonthIntervalType from, _) => FromMonths(site, from),
        (DayTimeIntervalType from, _) => FromDuration(site, from),
        (ArrayType from, ArrayType to) => new NestedCastKernel(to, [Create(site with { From = from.Element, To = to.Element })]),
        (MapType from, MapType to) => new NestedCastKernel(to, [Create(site with { From = from.Key, To = to.Key }), Create(site with { From = from.Value, To = to.Value })]),
        (StructType from, StructType to) => new NestedCastKernel(to, [.. from.Fields.Zip(to.Fields, (f, t) => Create(site with { From = f.Type, To = t.Type }))]),
        _ => throw Unknown(site),
    };

    private static ScalarKernel FromText(CastSite site) => site.To switch
    {
        BooleanType => new TextToBooleanKernel(site),
        ByteType => new FromTextKernel<sbyte, TextToInteger<sbyte>>(site, new(AllowsFraction(site))),
        ShortType => new FromTextKernel<short, TextToInteger<short>>(site, new(AllowsFraction(site))),
        IntegerType => new FromTextKernel<int, TextToInteger<int>>(site, new(AllowsFraction(site))),
        LongType => new FromTextKernel<long, TextToInteger<long>>(site, new(AllowsFraction(site))),
        FloatType => new FromTextKernel<float, TextToFloat>(site, new()),
        DoubleType => new FromTextKernel<double, TextToDouble>(site, new()),
        DecimalType to => new TextToDecimalKernel(site, to),
        DateType => new FromTextKernel<int, TextToDate>(site, new()),
        TimestampType => new FromTextKernel<long, TextToInstant>(site, new(site.Zone)),
        TimestampNtzType => new FromTextKernel<long, TextToLocal>(site, new()),
        TimeType to => new FromTextKernel<long, TextToTime>(site, new(UnitOf(to))),
        YearMonthIntervalType to => new FromTextKernel<int, TextToMonths>(site, new(to)),
        DayTimeIntervalType to => new FromTextKernel<long, TextToDuration>(site, new(to)),
        CalendarIntervalType => new FromTextKernel<CalendarInterval, TextToCalendarInterval>(site, new()),
        _ => throw Unknown(site),
    };

    private static ScalarKernel FromBoolean(CastSite site) => site.To switch
    {
        ByteType => new FromBooleanKernel<sbyte>(site.To, 1),
        ShortType => new FromBooleanKernel<short>(site.To, 1),
        IntegerType => new FromBooleanKernel<int>(site.To, 1),
        LongType => new FromBooleanKernel<long>(site.To, 1),
        FloatType => new FromBooleanKernel<float>(site.To, 1),
        DoubleType => new FromBooleanKernel<double>(site.To, 1),
        TimestampType => new FromBooleanKernel<long>(site.To, 1),
        DecimalType to => new ChainedKernel(new FromBooleanKernel<int>(DataType.Int, 1), new IntegerToDecimalKernel<int>(site, to)),
        _ => throw Unknown(site),
    };

    private static ScalarKernel FromInteger<T>(CastSite site) where T : unmanaged, IBinaryInteger<T> => site.To switch
    {
        ByteType => new ConvertKernel<T, sbyte, IntegerToInteger<T, sbyte>>(site, new(), keepsFailed: true),
        ShortType => new ConvertKernel<T, short, IntegerToInteger<T, short>>(site, new(), keepsFailed: true),
        IntegerType => new ConvertKernel<T, int, IntegerToInteger<T, int>>(site, new(), keepsFailed: true),
        LongType => new ConvertKernel<T, long, IntegerToInteger<T, long>>(site, new()),
        FloatType => new ConvertKernel<T, float, IntegerToFloat<T, float>>(site, new()),
        DoubleType => new ConvertKernel<T, double, IntegerToFloat<T, double>>(site, new()),
        DecimalType to => new IntegerToDecimalKernel<T>(site, to),
        TimestampType => new ConvertKernel<T, long, SecondsToMicros<T>>(site, new()),
        YearMonthIntervalType to => new ConvertKernel<T, int, Scaled<T, int>>(site, new(MonthsOf(to), 1)),
        DayTimeIntervalType to => new ConvertKernel<T, long, Scaled<T, long>>(site, new(MicrosOf(to.End), 1)),
        BinaryType => new IntegerToBytesKernel<T>(),
        _ => throw Unknown(site),
    };

    private static ScalarKernel FromFloat<T>(CastSite site) where T : unmanaged, IFloatingPointIeee754<T> => site.To switch
    {
        ByteType => new ConvertKernel<T, sbyte, FloatToInteger<T, sbyte>>(site, new(), keepsFailed: true),
        ShortType => new ConvertKernel<T, short, FloatToInteger<T, short>>(site, new(), keepsFailed: true),
        IntegerType => new ConvertKernel<T, int, FloatToInteger<T, int>>(site, new(), keepsFailed: true),
        LongType => new ConvertKernel<T, long, FloatToLong<T>>(site, new(), keepsFailed: true),
        FloatType => new ConvertKernel<T, float, FloatToFloat<T, float>>(site, new()),
        DoubleType => new ConvertKernel<T, double, FloatToFloat<T, double>>(site, new()),
        DecimalType to => new FloatToDecimalKernel<T>(site, to),
        TimestampType => new ConvertKernel<T, long, FloatSecondsToMicros<T>>(site, new()),
        _ => throw Unknown(site),
    };

    private static ScalarKernel FromDecimal(CastSite site, DecimalType from) => site.To switch
    {
        DecimalType to => new DecimalToDecimalKernel(site, from, to),
        ByteType => new DecimalToIntegerKernel<sbyte>(site, from.Scale),
        ShortType => new DecimalToIntegerKernel<short>(site, from.Scale),
        IntegerType => new DecimalToIntegerKernel<int>(site, from.Scale),
        LongType => new DecimalToIntegerKernel<long>(site, from.Scale),
        FloatType => new DecimalToFloatKernel<float>(site, from.Scale),
        DoubleType => new DecimalToFloatKernel<double>(site, from.Scale),
        TimestampType => new DecimalToIntegerKernel<long>(site, from.Scale, TimeUnits.MicrosPerSecond),
        YearMonthIntervalType to => new DecimalToIntervalKernel<int>(site, from.Scale, MonthsOf(to), keepsFraction: false),
        DayTimeIntervalType to => new DecimalToIntervalKernel<long>(site, from.Scale, MicrosOf(to.End), to.End == DayTimeField.Second),
        _ => throw Unknown(site),
    };

    private static ScalarKernel FromTimeOfDay(CastSite site) => site.To switch
    {
        ByteType => new ConvertKernel<long, sbyte, NanosToSeconds<sbyte>>(site, new()),
        ShortType => new ConvertKernel<long, short, NanosToSeconds<short>>(site, new()),
        IntegerType => new ConvertKernel<long, int, NanosToSeconds<int>>(site, new()),
        LongType => new ConvertKernel<long, long, NanosToSeconds<long>>(site, new()),
        DecimalType to => new IntegerToDecimalKernel<long>(site, to, scale: 9),
        _ => throw Unknown(site),
    };

    private static ScalarKernel FromInstant(CastSite site) => site.To switch
    {
        DateType => new ConvertKernel<long, int, InstantToDate>(site, new(site.Zone)),
        TimestampNtzType => new ConvertKernel<long, long, InstantToLocal>(site, new(site.Zone)),
        ByteType => new ConvertKernel<long, sbyte, MicrosToSeconds<sbyte>>(site, new(), keepsFailed: true),
        ShortType => new ConvertKernel<long, short, MicrosToSeconds<short>>(site, new(), keepsFailed: true),
        IntegerType => new ConvertKernel<long, int, MicrosToSeconds<int>>(site, new(), keepsFailed: true),
        LongType => new ConvertKernel<long, long, MicrosToSeconds<long>>(site, new()),
        FloatType => new ConvertKernel<long, float, MicrosToFloatSeconds<float>>(site, new()),
        DoubleType => new ConvertKernel<long, double, MicrosToFloatSeconds<double>>(site, new()),
        DecimalType to => new IntegerToDecimalKernel<long>(site, to, scale: 6),
        TimeType to => new ChainedKernel(new ConvertKernel<long, long, InstantToLocal>(site with { To = DataType.TimestampNtz }, new(site.Zone)),
            new ConvertKernel<long, long, LocalToTime>(site with { From = DataType.TimestampNtz }, new(UnitOf(to)))),
        _ => throw Unknown(site),
    };

    private static ScalarKernel FromMonths(CastSite site, YearMonthIntervalType from)
    {
        var unit = MonthsOf(from);
        return site.To switch
        {
            YearMonthIntervalType { End: YearMonthField.Year } => new ConvertKernel<int, int, MonthsToYears>(site, new()),
            YearMonthIntervalType => new RetypeKernel(site.To),
            ByteType => new ConvertKernel<int, sbyte, Scaled<int, sbyte>>(site, new(1, unit), keepsFailed: true),
            ShortType => new ConvertKernel<int, short, Scaled<int, short>>(site, new(1, unit), keepsFailed: true),
            IntegerType => new ConvertKernel<int, int, Scaled<int, int>>(site, new(1, unit)),
            LongType => new ConvertKernel<int, long, Scaled<int, long>>(site, new(1, unit)),
            DecimalType to => new IntegerToDecimalKernel<int>(site, to, divisor: unit),
            _ => throw Unknown(site),
        };
    }

    private static ScalarKernel FromDuration(CastSite site, DayTimeIntervalType from)
    {
        var unit = MicrosOf(from.End);
        return site.To switch
        {
            DayTimeIntervalType { End: DayTimeField.Second } => new RetypeKernel(site.To),
            DayTimeIntervalType to => new ConvertKernel<long, long, DurationToUnit>(site, new(MicrosOf(to.End))),
            ByteType => new ConvertKernel<long, sbyte, Scaled<long, sbyte>>(site, new(1, unit), keepsFailed: true),
            ShortType => new ConvertKernel<long, short, Scaled<long, short>>(site, new(1, unit), keepsFailed: true),
            IntegerType => new ConvertKernel<long, int, Scaled<long, int>>(site, new(1, unit), keepsFailed: true),
            LongType => new ConvertKernel<long, long, Scaled<long, long>>(site, new(1, unit)),
            DecimalType to when from.End == DayTimeField.Second => new IntegerToDecimalKernel<long>(site, to, scale: 6),
            DecimalType to => new ChainedKernel(new ConvertKernel<long, long, Scaled<long, long>>(site with { To = DataType.Long }, new(1, unit)), new IntegerToDecimalKernel<long>(site, to)),
            _ => throw Unknown(site),
        };
    }

    private static bool AllowsFraction(CastSite site) => site.Mode == EvaluationMode.Legacy;

    private static int MonthsOf(YearMonthIntervalType type) => type.End == YearMonthField.Year ? TimeUnits.MonthsPerYear : 1;

    private static long MicrosOf(DayTimeField field) => field switch
    {
        DayTimeField.Day => TimeUnits.MicrosPerDay,
        DayTimeField.Hour => TimeUnits.MicrosPerHour,
        DayTimeField.Minute => TimeUnits.MicrosPerMinute,
        _ => TimeUnits.MicrosPerSecond,
    };

    private static long UnitOf(TimeType type) => Columnar.Numerics.PowersOfTen.Int64(6 - type.Precision);

    // Analysis refuses such casts.
    private static UnreachableException Unknown(CastSite site) => new($"no cast from {site.From} to {site.To}");
}
