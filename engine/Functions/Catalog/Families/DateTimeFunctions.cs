using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of dates, times and timestamps. Those that read a local time of an instant take the session's zone as their last argument.</summary>
internal static class DateTimeFunctions
{
    private static readonly Signature OneDate = Signature.Of(Accept.Date);

    /// <summary>A number of days: text becomes one, a wider number does not.</summary>
    private static readonly TypePattern Days = Accept.OneOf(new FamilyPattern("INT", t => t is IntegerType, DataType.Int, t => TypeFamilies.IsText(t) ? DataType.Int : null),
        new FamilyPattern("SMALLINT", t => t is ShortType, DataType.Int, _ => null), new FamilyPattern("TINYINT", t => t is ByteType, DataType.Int, _ => null));

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("datetime_funcs")
        .Scalar("year", "The year.", OneDate, DataType.Int)
        .Scalar("quarter", "The quarter, 1 to 4.", OneDate, DataType.Int)
        .Scalar("month", "The month, 1 to 12.", OneDate, DataType.Int)
        .Scalar("day, dayofmonth", "The day of the month.", OneDate, DataType.Int)
        .Scalar("dayofyear", "The day of the year.", OneDate, DataType.Int)
        .Scalar("dayofweek", "The day of the week, 1 for Sunday.", OneDate, DataType.Int)
        .Scalar("weekday", "The day of the week, 0 for Monday.", OneDate, DataType.Int)
        .Scalar("weekofyear", "The ISO week.", OneDate, DataType.Int)
        .Add("hour", FunctionKind.Scalar, "The hour.", call => Zoned(FirstOf(call), "hour", Signature.Of(Accept.OneOf(Accept.AnyTimestamp, Accept.Time)), Result.Is(DataType.Int)))
        .Add("minute", FunctionKind.Scalar, "The minute.", call => Zoned(FirstOf(call), "minute", Signature.Of(Accept.OneOf(Accept.AnyTimestamp, Accept.Time)), Result.Is(DataType.Int)))
        .Add("second", FunctionKind.Scalar, "The second.", call => Zoned(FirstOf(call), "second", Signature.Of(Accept.OneOf(Accept.AnyTimestamp, Accept.Time)), Result.Is(DataType.Int)))
        .Scalar("date_add, dateadd:date_add", "The date so many days later.", Signature.Of(Accept.Date, Days), Result.Is(DataType.Date),
            traits: FunctionTraits.CanRaise, prepare: DaysAsInt)
        .Scalar("date_sub", "The date so many days earlier.", Signature.Of(Accept.Date, Days), Result.Is(DataType.Date),
            traits: FunctionTraits.CanRaise, prepare: DaysAsInt)
        .Scalar("datediff, date_diff", "The days from the second date to the first.", Signature.Of(Accept.Date, Accept.Date), DataType.Int)
        .Scalar("add_months", "The date so many months later, cut to the month's last day.", Signature.Of(Accept.Date, Accept.Int), DataType.Date, traits: FunctionTraits.CanRaise)
        .Add("months_between", FunctionKind.Scalar, "The months between two timestamps, rounded to 8 digits unless told otherwise.",
            call => Zoned(call, "months_between", Signature.Of(Accept.Timestamp, Accept.Timestamp, Signature.Optional(Accept.Boolean, Literal.True)), Result.Is(DataType.Double)))
        .Scalar("last_day", "The last day of the date's month.", OneDate, DataType.Date)
        .Scalar("next_day", "The first date after, on a day of the week.", Signature.Of(Accept.Date, Accept.Text), DataType.Date, traits: FunctionTraits.CanRaise)
        .Scalar("trunc", "The date cut to a unit; null for an unknown one.", Signature.Of(Accept.Date, Accept.Text), DataType.Date, Nulls.Always)
        .Add("date_trunc", FunctionKind.Scalar, "The timestamp cut to a unit; null for an unknown one.",
            call => Zoned(call, "date_trunc", Signature.Of(Accept.Text, Accept.Timestamp), Result.Is(DataType.Timestamp), nullable: true))
        .Add("date_format", FunctionKind.Scalar, "A timestamp as text by a pattern.",
            call => Zoned(call, "date_format", Signature.Of(call.Count > 0 && call.TypeOf(0) is TimeType ? Accept.Time : Accept.Timestamp, Accept.Text), Result.Is(DataType.String), FunctionTraits.CanRaise))
        .Scalar("make_date", "The date of a year, month and day.", Signature.Of(Accept.Int, Accept.Int, Accept.Int), DataType.Date, traits: FunctionTraits.CanRaise)
        .Scalar("unix_date", "The days since 1970-01-01.", OneDate, DataType.Int)
        .Scalar("date_from_unix_date", "The date so many days after 1970-01-01.", Signature.Of(Accept.Int), DataType.Date)
        .Scalar("unix_seconds", "The seconds since 1970-01-01T00:00:00Z.", Signature.Of(Accept.OneOf(Accept.Timestamp, Accept.TimestampNtz)), DataType.Long)
        .Scalar("unix_millis", "The milliseconds since 1970-01-01T00:00:00Z.", Signature.Of(Accept.OneOf(Accept.Timestamp, Accept.TimestampNtz)), DataType.Long)
        .Scalar("unix_micros", "The microseconds since 1970-01-01T00:00:00Z.", Signature.Of(Accept.OneOf(Accept.Timestamp, Accept.TimestampNtz)), DataType.Long)
        .Scalar("timestamp_seconds", "The instant so many seconds after 1970-01-01T00:00:00Z.", Signature.Of(Accept.Numeric), DataType.Timestamp, traits: FunctionTraits.CanRaise)
        .Scalar("timestamp_millis", "The instant so many milliseconds after 1970-01-01T00:00:00Z.", Signature.Of(Accept.Integral), DataType.Timestamp, traits: FunctionTraits.CanRaise)
        .Scalar("timestamp_micros", "The instant so many microseconds after 1970-01-01T00:00:00Z.", Signature.Of(Accept.Integral), DataType.Timestamp, traits: FunctionTraits.CanRaise)
        .Add("current_date, curdate", FunctionKind.Scalar, "The date of the statement's start in the session's zone.", call => Now(call, DataType.Date), needsKernel: false)
        .Add("current_timestamp, now", FunctionKind.Scalar, "The instant of the statement's start.", call => Now(call, DataType.Timestamp), needsKernel: false)
        .Add("localtimestamp", FunctionKind.Scalar, "The local time of the statement's start.", call => Now(call, DataType.TimestampNtz), needsKernel: false)
        .Add("current_timezone", FunctionKind.Scalar, "The session's zone.", call => call.Named(Literal.Of(call.Session.TimeZone), call.Form), needsKernel: false)
        .Add("extract", FunctionKind.Scalar, "A field of a date, time, timestamp or interval: extract(YEAR FROM d).", call => Field(call, (f, s) => $"extract({f} FROM {s})"),
            needsKernel: false, otherKernels: ["extract_seconds", "extract_interval", "year_of_week", "dayofweek_iso"])
        .Add("date_part", FunctionKind.Scalar, "A field of a date, time, timestamp or interval.", call => Field(call, (f, s) => $"date_part({f}, {s})"), needsKernel: false)
        .Add("datepart", FunctionKind.Scalar, "A field of a date, time, timestamp or interval.", call => Field(call, (f, s) => $"datepart({f} FROM {s})"), needsKernel: false)
        .Entries;

    private static CallSite DaysAsInt(CallSite call) => call.With([call[0], call.Convert(call[1], DataType.Int)]);

    /// <summary>A call whose kernel takes the session's zone last, unless no argument is an instant.</summary>
    // Spark looks at the first argument alone, however many there are.
    private static CallSite FirstOf(CallSite call) => call.Count > 1 ? call.With([call[0]]) : call;

    private static Expression Zoned(CallSite call, string id, Signature signature, Func<CallSite, DataType> result, FunctionTraits traits = FunctionTraits.None, bool nullable = false)
    {
        var bound = ArgumentBinder.Bind(call, signature);
        Expression[] zone = bound.Arguments.Any(a => a.Type is TimestampType) ? [Calls.Zone(call)] : [];
        return Calls.Of(bound, id, result(bound), nullable || Calls.IsNullable(bound, Nulls.FromArguments), traits | FunctionTraits.NullIntolerant, zone);
    }

    private static Expression Now(CallSite call, DataType type)
    {
        ArgumentBinder.Bind(call, Signature.Of());
        var now = new Literal(call.Session.NowMicros, DataType.Timestamp);
        return call.Named(type is TimestampType ? now : call.Convert(now, type), call.Form);
    }

    /// <summary>extract and its kin: the field picks the function.</summary>
    private static Expression Field(CallSite call, Func<string, string, string> form)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Any));
        if (call[0] is Literal { Value: null })
            return call.Named(Literal.Null(DataType.Double), form("NULL", call.Names.Of(call[1])));
        if (call.ConstantOf(0) is not ByteString field)
            throw BindingErrors.NotConstant(call, 0, "field");
        var source = call[1].Type is NullType ? call.Convert(call[1], DataType.Timestamp) : call[1];
        var text = form(field.ToString(), call.Names.Of(call[1]));
        return call.Named(FieldOf(call, field.ToString().ToUpperInvariant(), source) ?? throw InvalidField(call, field.ToString()), text);
    }

    private static Expression? FieldOf(CallSite call, string field, Expression source)
    {
        if (TypeFamilies.IsInterval(source.Type))
            return IntervalField(field, source);
        var function = field switch
        {
            "YEAR" or "Y" or "YEARS" or "YR" or "YRS" => "year",
            "QUARTER" or "QTR" => "quarter",
            "MONTH" or "MON" or "MONS" or "MONTHS" => "month",
            "WEEK" or "W" or "WEEKS" => "weekofyear",
            "DAY" or "D" or "DAYS" => "day",
            "DAYOFWEEK" or "DOW" => "dayofweek",
            "DAYOFWEEK_ISO" or "DOW_ISO" => "dayofweek_iso",
            "DOY" => "dayofyear",
            "YEAROFWEEK" => "year_of_week",
            "HOUR" or "H" or "HOURS" or "HR" or "HRS" => "hour",
            "MINUTE" or "M" or "MIN" or "MINS" or "MINUTES" => "minute",
            "SECOND" or "S" or "SEC" or "SECONDS" or "SECS" => "extract_seconds",
            _ => null,
        };
        if (function is null)
            return null;
        if (function is "hour" or "minute" or "extract_seconds")
        {
            return Zoned(call.With([source]), function, Signature.Of(Accept.OneOf(Accept.AnyTimestamp, Accept.Time)),
                Result.Is(function == "extract_seconds" ? new DecimalType(8, 6) : DataType.Int));
        }

        var date = ArgumentBinder.Bind(call.With([source]), OneDate);
        return new Call(function, function, date.Arguments, DataType.Int, source.Nullable, FunctionTraits.NullIntolerant);
    }

    private static Expression? IntervalField(string field, Expression source)
    {
        (string Unit, DataType Type)? found = field switch
        {
            "YEAR" or "Y" or "YEARS" or "YR" or "YRS" => ("year", DataType.Int),
            "MONTH" or "MON" or "MONS" or "MONTHS" => ("month", DataType.Byte),
            "DAY" or "D" or "DAYS" => ("day", DataType.Int),
            "HOUR" or "H" or "HOURS" or "HR" or "HRS" => ("hour", source.Type is CalendarIntervalType ? DataType.Byte : DataType.Byte),
            "MINUTE" or "M" or "MIN" or "MINS" or "MINUTES" => ("minute", DataType.Byte),
            "SECOND" or "S" or "SEC" or "SECONDS" or "SECS" => ("second", new DecimalType(8, 6)),
            _ => null,
        };
        // Each kind of interval has the fields of its own.
        var has = (found?.Unit, source.Type) switch
        {
            ("year" or "month", DayTimeIntervalType) => false,
            (not ("year" or "month"), YearMonthIntervalType) => false,
            _ => true,
        };
        return found is not { } part || !has ? null
            : new Call("extract_interval", "extract", [Literal.Of(part.Unit), source], part.Type, source.Nullable, FunctionTraits.NullIntolerant);
    }

    private static SpindleException InvalidField(CallSite call, string field) => new(
        new ErrorClass("INVALID_EXTRACT_FIELD", "42601"),
        $"Cannot extract {field} from {call.Names.Of(call[1])}, which is {call.TypeOf(1).Sql}.",
        call.Origin,
        parameters: new Dictionary<string, string> { ["field"] = $"`{field}`", ["expr"] = $"\"{call.Names.Of(call[1])}\"" });
}
