using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions that make dates, timestamps and intervals: of their parts, of text, of counts, of other zones' time.</summary>
internal static class DateTimeMaking
{
    private const string DefaultPattern = "yyyy-MM-dd HH:mm:ss";
    private static readonly DecimalType Seconds = new(16, 6);
    private static readonly DecimalType IntervalSeconds = new(18, 6);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("datetime_funcs")
        .Add("make_timestamp", FunctionKind.Scalar, "The instant of a local time by its parts, or of a date and time, in a zone or the session's.", call => Timestamp(call, call.Session.TimestampType, false))
        .Add("make_timestamp_ltz", FunctionKind.Scalar, "The instant of a local time by its parts, or of a date and time, in a zone or the session's.", call => Timestamp(call, DataType.Timestamp, false), needsKernel: false)
        .Add("make_timestamp_ntz", FunctionKind.Scalar, "The local time of its parts, or of a date and time.", call => Timestamp(call, DataType.TimestampNtz, false), needsKernel: false)
        .Add("try_make_timestamp", FunctionKind.Scalar, "As make_timestamp; null where there is no such time.", call => Timestamp(call, call.Session.TimestampType, true), needsKernel: false)
        .Add("try_make_timestamp_ltz", FunctionKind.Scalar, "As make_timestamp_ltz; null where there is no such time.", call => Timestamp(call, DataType.Timestamp, true), needsKernel: false)
        .Add("try_make_timestamp_ntz", FunctionKind.Scalar, "As make_timestamp_ntz; null where there is no such time.", call => Timestamp(call, DataType.TimestampNtz, true), needsKernel: false)
        .Add("make_interval", FunctionKind.Scalar, "The interval of years, months, weeks, days, hours, minutes and seconds.", call => CalendarInterval(call, !call.Session.IsAnsi))
        .Add("try_make_interval", FunctionKind.Scalar, "As make_interval; null where it is too long.", call => CalendarInterval(call, true), needsKernel: false)
        .Add("make_dt_interval", FunctionKind.Scalar, "The interval of days, hours, minutes and seconds.", DayTime)
        .Scalar("make_ym_interval", "The interval of years and months.", Signature.Of(Whole(Accept.Int), Whole(Accept.Int)), _ => new YearMonthIntervalType(), traits: FunctionTraits.CanRaise)
        .Add("timestampadd", FunctionKind.Scalar, "A timestamp so many units later.", AddUnits)
        .Add("timestampdiff", FunctionKind.Scalar, "The whole units from one timestamp to another.", UnitsBetween)
        .Add("to_timestamp", FunctionKind.Scalar, "Text, by a pattern, a date or a number of seconds as an instant.", call => Parsed(call, call.Session.TimestampType, false), needsKernel: false, otherKernels: "parse_timestamp")
        .Add("to_timestamp_ltz", FunctionKind.Scalar, "Text, by a pattern, or a date as an instant.", call => Parsed(call, DataType.Timestamp, false), needsKernel: false)
        .Add("to_timestamp_ntz", FunctionKind.Scalar, "Text, by a pattern, or a date as a local time.", call => Parsed(call, DataType.TimestampNtz, false), needsKernel: false)
        .Add("try_to_timestamp", FunctionKind.Scalar, "As to_timestamp; null for other text.", call => Parsed(call, call.Session.TimestampType, true), needsKernel: false)
        .Add("to_date", FunctionKind.Scalar, "Text, by a pattern, or a timestamp as a date.", call => Parsed(call, DataType.Date, false), needsKernel: false)
        .Add("try_to_date", FunctionKind.Scalar, "Text, by a pattern, as a date; null for other text.", call => Parsed(call, DataType.Date, true), needsKernel: false)
        .Add("unix_timestamp", FunctionKind.Scalar, "The seconds since 1970-01-01T00:00:00Z of a timestamp, of text by a pattern, or of now.", call => Epoch(call, "unix_timestamp"), needsKernel: false)
        .Add("to_unix_timestamp", FunctionKind.Scalar, "The seconds since 1970-01-01T00:00:00Z of a timestamp, or of text by a pattern.", call => Epoch(call, "to_unix_timestamp"), needsKernel: false)
        .Add("from_unixtime", FunctionKind.Scalar, "Seconds since 1970-01-01T00:00:00Z as text by a pattern.", FromEpoch, needsKernel: false)
        .Add("from_utc_timestamp", FunctionKind.Scalar, "The local time that a zone has when UTC has the given one.", call => Shifted(call, "from_utc_timestamp"))
        .Add("to_utc_timestamp", FunctionKind.Scalar, "The local time that UTC has when a zone has the given one.", call => Shifted(call, "to_utc_timestamp"))
        .Add("convert_timezone", FunctionKind.Scalar, "A local time of one zone as that of another.", ConvertZone)
        .Scalar("dayname", "The short name of the day of the week.", Signature.Of(Accept.Date), DataType.String)
        .Scalar("monthname", "The short name of the month.", Signature.Of(Accept.Date), DataType.String)
        .Entries;

    private static Parameter Whole(TypePattern pattern) => Signature.Optional(pattern, Literal.Of(0));

    private static Parameter Fraction() => Signature.Optional(IntervalSeconds, new Literal((Int128)0, IntervalSeconds));

    /// <summary>Kernels take year … second, the zone, and whether to fail; of a date and a time: the local timestamp and the zone.</summary>
    private static Expression Timestamp(CallSite call, DataType type, bool isTry)
    {
        var isOpen = call.Name is "make_timestamp" or "try_make_timestamp";
        var zoned = type is TimestampType || isOpen;
        if (call.Count is >= 1 and <= 3 && (call.Count < 3 || zoned))
            return OfDateAndTime(call, isOpen ? DataType.Timestamp : type, isTry);
        if (call.Count is not (6 or 7) || (call.Count == 7 && !zoned))
            throw BindingErrors.WrongNumberOfArguments(call, zoned ? "[1, 2, 3, 6, 7]" : "[1, 2, 6]");
        Parameter[] parts = [Accept.Int, Accept.Int, Accept.Int, Accept.Int, Accept.Int, new ExactPattern(Seconds), Signature.MayLack(Accept.Text)];
        var bound = ArgumentBinder.Bind(call, Signature.Of(parts));
        var fails = !isTry && call.Session.IsAnsi;
        // A local time is in no zone, also where one is given.
        var zone = type is TimestampNtzType ? Literal.Of("UTC") : call.Count == 7 ? bound[6] : Calls.Zone(call);
        var made = new Call("make_timestamp", call.DisplayName, [.. bound.Arguments.Take(6), zone, Literal.Of(fails)], type, !fails || Calls.IsNullable(bound, Nulls.FromArguments),
            FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
        return call.Named(made, call.Name == "try_make_timestamp" ? call.FormOf(bound.Arguments.Take(6)) : bound.Form);
    }

    private static Expression OfDateAndTime(CallSite call, DataType type, bool isTry)
    {
        if (call.TypeOf(0) is TimestampType or TimestampNtzType)
            throw BindingErrors.UnexpectedType(call, 0, Accept.Date.Text);
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Date, Signature.MayLack(Accept.Time), Signature.MayLack(Accept.Text)));
        var fails = !isTry && call.Session.IsAnsi;
        Expression time = bound.Count > 1 ? bound[1] : new Literal(0L, new TimeType());
        var zone = bound.Count == 3 ? bound[2] : type is TimestampType ? Calls.Zone(call) : Literal.Of("UTC");
        var made = new Call("make_timestamp", call.DisplayName, [bound[0], time, zone, Literal.Of(fails)], type, !fails || Calls.IsNullable(bound, Nulls.FromArguments),
            FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
        // Spark replaces these calls by others, whose names the result bears.
        var form = call.Name switch
        {
            "make_timestamp_ltz" or "try_make_timestamp_ltz" => (bound with { DisplayName = "make_timestamp" }).Form,
            "try_make_timestamp_ntz" => $"try_make_timestamp_ntz({(bound with { DisplayName = "make_timestamp_ntz" }).Form})",
            _ => bound.Form,
        };
        return call.Named(made, form);
    }

    private static Expression CalendarInterval(CallSite call, bool isTry)
    {
        var whole = Whole(Accept.Int);
        var bound = ArgumentBinder.Bind(call, Signature.Of(whole, whole, whole, whole, whole, whole, Fraction()));
        return Calls.Of(bound, "make_interval", DataType.CalendarInterval, isTry || Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant, Literal.Of(!isTry));
    }

    private static Expression DayTime(CallSite call)
    {
        var whole = Whole(Accept.Int);
        var bound = ArgumentBinder.Bind(call, Signature.Of(whole, whole, whole, Fraction()));
        return Calls.Of(bound, "make_dt_interval", new DayTimeIntervalType(), Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }

    private static Expression AddUnits(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Long, Accept.OneOf(Accept.AnyTimestamp, Accept.Time)));
        return Calls.Of(bound, "timestampadd", bound.TypeOf(2), Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant, Calls.Zone(call));
    }

    private static Expression UnitsBetween(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Timestamp, Accept.Timestamp));
        return Calls.Of(bound, "timestampdiff", DataType.Long, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant, Calls.Zone(call));
    }

    private static Expression Parsed(CallSite call, DataType type, bool isTry)
    {
        var accepted = Accept.OneOf(Accept.Text, Accept.Date, Accept.Timestamp, Accept.TimestampNtz, Accept.Numeric);
        var bound = ArgumentBinder.Bind(call, Signature.Of(type is TimestampType && !isTry ? accepted : Accept.OneOf(Accept.Text, Accept.Date, Accept.Timestamp, Accept.TimestampNtz), Signature.MayLack(Accept.Text)));
        var fails = !isTry && call.Session.IsAnsi;
        var value = bound.Count == 2 && TypeFamilies.IsText(bound.TypeOf(0)) ? Parse(bound, type, fails)
            : isTry && TypeFamilies.IsText(bound.TypeOf(0)) ? new Cast(bound[0], type, EvaluationMode.Try, call.Session.TimeZone, Implicit: true) { Origin = call.Origin }
            : call.Convert(bound[0], type);
        return call.Named(value, bound.Form);
    }

    private static Expression Parse(CallSite call, DataType type, bool fails)
    {
        var target = type is DateType ? DataType.TimestampNtz : type;
        var parsed = new Call("parse_timestamp", call.DisplayName, [call[0], call[1], Calls.Zone(call), Literal.Of(fails)], target, !fails || Calls.IsNullable(call, Nulls.FromArguments),
            FunctionTraits.CanRaise | FunctionTraits.NullIntolerant) { Origin = call.Origin };
        return type is DateType ? call.Convert(parsed, type) : parsed;
    }

    private static Expression Epoch(CallSite call, string name)
    {
        if (call.Count == 0 && name == "unix_timestamp")
            return call.Named(new Literal(call.Session.NowMicros / 1_000_000, DataType.Long), $"{name}(current_timestamp(), {DefaultPattern})");
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.OneOf(Accept.Text, Accept.Date, Accept.Timestamp, Accept.TimestampNtz), Signature.Optional(Accept.Text, Literal.Of(DefaultPattern))));
        var instant = TypeFamilies.IsText(bound.TypeOf(0)) ? Parse(bound, DataType.Timestamp, call.Session.IsAnsi) : call.Convert(bound[0], DataType.Timestamp);
        return call.Named(new Call("unix_seconds", name, [instant], DataType.Long, instant.Nullable, FunctionTraits.NullIntolerant), bound.Form);
    }

    private static Expression FromEpoch(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Long, Signature.Optional(Accept.Text, Literal.Of(DefaultPattern))));
        var instant = new Call("timestamp_seconds", "timestamp_seconds", [bound[0]], DataType.Timestamp, bound[0].Nullable, FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
        var text = new Call("date_format", call.DisplayName, [instant, bound[1], Calls.Zone(call)], DataType.String, Calls.IsNullable(bound, Nulls.FromArguments),
            FunctionTraits.CanRaise | FunctionTraits.NullIntolerant) { Origin = call.Origin };
        return call.Named(text, bound.Form);
    }

    private static Expression Shifted(CallSite call, string id)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Timestamp, Accept.Text));
        return Calls.Of(bound, id, DataType.Timestamp, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }

    private static Expression ConvertZone(CallSite call)
    {
        if (call.Count is not (2 or 3))
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3]");
        var full = call.Count == 3 ? call : call.With([call.Named(Literal.Of(call.Session.TimeZone), "current_timezone()"), call[0], call[1]]);
        var bound = ArgumentBinder.Bind(full, Signature.Of(Accept.Text, Accept.Text, Accept.TimestampNtz));
        return Calls.Of(bound, "convert_timezone", DataType.TimestampNtz, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }
}
