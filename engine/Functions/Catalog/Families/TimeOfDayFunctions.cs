using System.Globalization;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of times of day, and buckets of time.</summary>
internal static class TimeOfDayFunctions
{
    private const FunctionTraits Raising = FunctionTraits.CanRaise | FunctionTraits.NullIntolerant;

    private const int MostDigits = 9;

    private static readonly TimeType Time = new();

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("datetime_funcs")
        .Scalar("make_time", "The time of an hour, minute and second.", Signature.Of(Accept.Int, Accept.Int, new ExactPattern(new DecimalType(16, 6))), Time, traits: FunctionTraits.CanRaise)
        .Add("to_time", FunctionKind.Scalar, "Text, by a pattern, as a time.", call => Parsed(call, false))
        .Add("try_to_time", FunctionKind.Scalar, "As to_time; null for other text.", call => Parsed(call, true), needsKernel: false)
        .Add("time", FunctionKind.Scalar, "The value as a time.", call => Cast(call), needsKernel: false)
        .Scalar("time_diff", "The whole units from one time to another.", Signature.Of(Accept.Text, Accept.Time, Accept.Time), Result.Is(DataType.Long), traits: FunctionTraits.CanRaise,
            id: "time_units_between")
        .Scalar("time_trunc", "The time cut to a unit.", Signature.Of(Accept.Text, Accept.Time), Result.As(1), traits: FunctionTraits.CanRaise)
        .Scalar("time_from_seconds", "The time so many seconds after midnight.", Signature.Of(Accept.Numeric), Time, traits: FunctionTraits.CanRaise)
        .Scalar("time_from_millis", "The time so many milliseconds after midnight.", Signature.Of(Accept.Long), Time, traits: FunctionTraits.CanRaise)
        .Scalar("time_from_micros", "The time so many microseconds after midnight.", Signature.Of(Accept.Long), Time, traits: FunctionTraits.CanRaise)
        .Scalar("time_to_seconds", "The seconds since midnight.", Signature.Of(Accept.Time), new DecimalType(14, 6))
        .Scalar("time_to_millis", "The milliseconds since midnight.", Signature.Of(Accept.Time), DataType.Long)
        .Scalar("time_to_micros", "The microseconds since midnight.", Signature.Of(Accept.Time), DataType.Long)
        .Add("current_time, localtime:current_time", FunctionKind.Scalar, "The time of the statement's start in the session's zone, with so many digits.", Now, needsKernel: false)
        .Add("timestamp_nanos", FunctionKind.Scalar, "The instant so many nanoseconds after 1970-01-01T00:00:00Z; there are no timestamps of that precision.", NoNanos, needsKernel: false)
        .Add("unix_nanos", FunctionKind.Scalar, "The nanoseconds since 1970-01-01T00:00:00Z of a timestamp of that precision, of which there are none.", NoNanoTimestamps, needsKernel: false)
        .Add("time_bucket", FunctionKind.Scalar, "The start of the interval of a given length, counted from an origin, that a timestamp is in.", Bucket)
        .Entries;

    private static Expression Parsed(CallSite call, bool isTry)
    {
        if (call.Count is not (1 or 2))
            throw BindingErrors.WrongNumberOfArguments(call, "[1, 2]");
        var shown = call with { DisplayName = "to_time" };
        for (var i = 0; i < call.Count; i++)
            if (!TypeFamilies.IsText(call.TypeOf(i)) && call.TypeOf(i) is not NullType)
                throw BindingErrors.UnexpectedType(shown, i, Accept.Text.Text);
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Signature.MayLack(Accept.Text)));
        var parsed = new Call("to_time", call.DisplayName, [.. bound.Arguments, Literal.Of(!isTry)], Time, true, Raising) { Origin = call.Origin };
        return call.Named(parsed, isTry ? $"try_to_time({shown.Form})" : call.Form);
    }

    private static Expression Cast(CallSite call)
    {
        var value = ArgumentBinder.Bind(call, Signature.Of(Accept.Any))[0];
        if (!CastRules.Exists(value.Type, Time, call.Session.IsAnsi))
        {
            throw BindingErrors.Mismatch(call, "CAST_WITHOUT_SUGGESTION", $"{value.Type.Sql} cannot be cast to {Time.Sql}.",
                ("srcType", $"\"{value.Type.Sql}\""), ("targetType", $"\"{Time.Sql}\""));
        }

        return new Cast(value, Time, call.Session.Mode, CastRules.NeedsZone(value.Type, Time) ? call.Session.TimeZone : null, Implicit: true) { Origin = call.Origin };
    }

    private static Expression Now(CallSite call)
    {
        var full = call.Count == 0 ? call.With([Literal.Of(Time.Precision)]) : call;
        var bound = ArgumentBinder.Bind(full, Signature.Of(Accept.Int));
        if (!bound[0].IsFoldable)
            throw BindingErrors.Mismatch(bound, "NON_FOLDABLE_INPUT", "the precision must be a constant.", ("inputName", "`precision`"), ("inputType", "\"INT\""), ("inputExpr", $"\"{call.Names.Of(full[0])}\""));
        if (ConstantFolder.Fold(bound[0], new Columnar.Memory.MemoryBudget()).Value is not int digits)
            throw BindingErrors.Mismatch(bound, "UNEXPECTED_NULL", "the precision must not be NULL.", ("exprName", "precision"));
        if (digits is < 0 or > MostDigits)
        {
            throw BindingErrors.Mismatch(bound, "VALUE_OUT_OF_RANGE", $"the precision is from 0 to {MostDigits}, not {digits}.", ("exprName", "`precision`"), ("valueRange", $"[0, {MostDigits}]"),
                ("currentValue", digits.ToString(CultureInfo.InvariantCulture)));
        }

        return call.Named(call.Convert(new Literal(call.Session.NowMicros, DataType.Timestamp), new TimeType(digits)), full.Form);
    }

    private static Expression NoNanos(CallSite call) => call.Count != 1 ? throw BindingErrors.WrongNumberOfArguments(call, "1")
        : throw new Columnar.Errors.SpindleException(new Columnar.Errors.ErrorClass("FEATURE_NOT_ENABLED", "56038"), $"{call.Name} needs timestamps of nanoseconds, which there are not.", call.Origin,
            parameters: new Dictionary<string, string>
            {
                ["featureName"] = "Nanosecond-precision timestamp types", ["configKey"] = "spark.sql.timestampNanosTypes.enabled", ["configValue"] = "true",
            });

    private static Expression NoNanoTimestamps(CallSite call) => throw (call.Count != 1 ? BindingErrors.WrongNumberOfArguments(call, "1")
        : BindingErrors.UnexpectedType(call, 0, "\"(TIMESTAMP_LTZ(P) OR TIMESTAMP_NTZ(P) WITH P IN [7, 9])\""));

    private static Expression Bucket(CallSite call)
    {
        if (call.Count is not (2 or 3))
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3]");
        var type = call.TypeOf(1) is TimestampNtzType || (call.TypeOf(1) is NullType && call.Count == 3 && call.TypeOf(2) is TimestampNtzType) ? (DataType)DataType.TimestampNtz : DataType.Timestamp;
        var zone = Columnar.Time.TimeZone.Find(call.Session.TimeZone) ?? Columnar.Time.TimeZone.Utc;
        var full = call.Count == 3 ? call : call.With([.. call.Arguments, new Literal(type is TimestampType ? zone.ToInstant(0) : 0L, type) { Text = $"{(type is TimestampType ? "TIMESTAMP" : "TIMESTAMP_NTZ")} '1970-01-01 00:00:00'" }]);
        if (full.TypeOf(0) is not (DayTimeIntervalType or YearMonthIntervalType or NullType))
            throw BindingErrors.UnexpectedType(full, 0, "(\"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\")");
        if (full.TypeOf(1) is not (TimestampType or TimestampNtzType or NullType))
            throw BindingErrors.UnexpectedType(full, 1, "(\"TIMESTAMP\" or \"TIMESTAMP_NTZ\")");
        if (full.TypeOf(2) != type && full.TypeOf(2) is not NullType)
            throw BindingErrors.UnexpectedType(full, 2, $"\"{type.Sql}\"");
        foreach (var (index, name) in new[] { (0, "bucketSize"), (2, "origin") })
            if (!full[index].IsFoldable)
                throw BindingErrors.NotConstant(full, index, name);
        var size = ConstantFolder.Fold(full[0], new Columnar.Memory.MemoryBudget());
        if (size.Value is <= 0 or <= 0L)
        {
            throw BindingErrors.Mismatch(full, "VALUE_OUT_OF_RANGE", $"a bucket is longer than nothing, not {size.Sql}.", ("exprName", "`bucketSize`"), ("valueRange", $"(0, {long.MaxValue}]"),
                ("currentValue", size.Sql));
        }

        Expression[] arguments = [full.TypeOf(0) is NullType ? call.Convert(full[0], new DayTimeIntervalType()) : full[0], call.Convert(full[1], type), call.Convert(full[2], type), Calls.Zone(call)];
        return call.Named(new Call("time_bucket", call.DisplayName, arguments.ToValueList(), type, true, Raising), full.Form);
    }
}
