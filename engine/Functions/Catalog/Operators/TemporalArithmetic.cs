using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Operators;

/// <summary><c>+ - * /</c> where an operand is a date, a time, a timestamp or an interval. Each becomes a call of a kernel of its own.</summary>
internal static class TemporalArithmetic
{
    public static readonly string[] Kernels =
    [
        "date_add", "date_sub", "date_add_interval", "timestamp_add_interval", "time_add_interval", "date_diff_days", "timestamp_diff", "time_diff",
        "interval_add", "interval_subtract", "interval_multiply", "interval_divide", "negative",
    ];

    public static bool Concerns(DataType left, DataType right) => IsTemporal(left) || IsTemporal(right);

    public static Expression Add(CallSite call, string form)
    {
        var (left, right) = (call[0], call[1]);
        if (BothIntervals(left.Type, right.Type))
            return Intervals(call, "interval_add", form);
        if (IsInterval(right.Type, left.Type))
            return AddInterval(call, left, right, false);
        if (IsInterval(left.Type, right.Type))
            return AddInterval(call, right, left, false);
        if (left.Type is TimeType && right.Type is NullType)
            return AddInterval(call, left, call.Convert(right, new DayTimeIntervalType()), false);
        if (right.Type is TimeType && left.Type is NullType)
            return AddInterval(call, right, call.Convert(left, new DayTimeIntervalType()), false);
        if (left.Type is NullType && TypeFamilies.IsDatetime(right.Type))
            (left, right) = (right, left);
        if (right.Type is NullType && TypeFamilies.IsDatetime(left.Type))
            return AddNothing(call, left, right, "+");
        if (left.Type is DateType && !TypeFamilies.IsText(right.Type))
            return ShiftDays(call, "date_add", left, right);
        if (right.Type is DateType && !TypeFamilies.IsText(left.Type))
            return ShiftDays(call, "date_add", right, left);
        if ((left.Type is DateType && TypeFamilies.IsText(right.Type)) || (right.Type is DateType && TypeFamilies.IsText(left.Type)))
            throw BindingErrors.UnexpectedType(call.With(left.Type is DateType ? [left, right] : [right, left]), 1, "(\"INT\" or \"SMALLINT\" or \"TINYINT\")");
        return Intervals(call, "interval_add", form);
    }

    public static Expression Subtract(CallSite call, string form)
    {
        var (left, right) = (call[0], call[1]);
        if (BothIntervals(left.Type, right.Type))
            return Intervals(call, "interval_subtract", form);
        if (IsInterval(right.Type, left.Type))
            return AddInterval(call, left, right, true);
        if ((left.Type is TimeType || right.Type is TimeType) && IsTimeOrNothing(left.Type) && IsTimeOrNothing(right.Type))
        {
            return Make(call, "time_diff", [call.Convert(left, Time), call.Convert(right, Time)], new DayTimeIntervalType(DayTimeField.Hour),
                $"{call.Names.Of(left)} - {call.Names.Of(right)}");
        }

        if (IsInstant(left.Type) || IsInstant(right.Type))
            return TimestampDifference(call, left, right, form);
        if (right.Type is DateType || (left.Type is DateType && (TypeFamilies.IsText(right.Type) || right.Type is NullType)))
        {
            if (Accept.Date.Coerce(left.Type) is null)
                throw BindingErrors.UnexpectedType(call, 0, Accept.Date.Text);
            return Make(call, "date_diff_days", [call.Convert(left, DataType.Date), call.Convert(right, DataType.Date)],
                new DayTimeIntervalType(DayTimeField.Day, DayTimeField.Day), form);
        }

        return left.Type is DateType ? ShiftDays(call, "date_sub", left, right) : Intervals(call, "interval_subtract", form);
    }

    /// <summary>A date and a NULL: the NULL is an interval, and the sum a timestamp.</summary>
    private static Expression AddNothing(CallSite call, Expression point, Expression nothing, string symbol) => AddInterval(
        call,
        point.Type is DateType ? call.Convert(point, DataType.Timestamp) : point,
        call.Convert(nothing, new DayTimeIntervalType()),
        $"{call.Names.Of(point)} {symbol} {call.Names.Of(nothing)}");

    public static Expression Multiply(CallSite call, string form) => TypeFamilies.IsInterval(call.TypeOf(0))
        ? Scale(call, "interval_multiply", call[0], call[1], form)
        : Scale(call, "interval_multiply", call[1], call[0], call.Name == "*" ? $"({call.Names.Of(call[1])} * {call.Names.Of(call[0])})" : form);

    public static Expression Divide(CallSite call, string form) => Scale(call, "interval_divide", call[0], call[1], form);

    private static bool IsTemporal(DataType type) => TypeFamilies.IsDatetime(type) || TypeFamilies.IsInterval(type) || type is TimeType;

    private static readonly TimeType Time = new();

    /// <summary>A time, or what becomes one beside a time.</summary>
    private static bool IsTimeOrNothing(DataType type) => type is TimeType or NullType || TypeFamilies.IsText(type);

    private static bool IsInstant(DataType type) => type is TimestampType or TimestampNtzType;

    /// <summary>True for an interval that is added to a point in time, or to what may be read as one.</summary>
    private static bool IsInterval(DataType interval, DataType other) => interval is DayTimeIntervalType or CalendarIntervalType
        || (interval is YearMonthIntervalType && TypeFamilies.IsDatetime(other) && other is not TimeType);

    private static bool BothIntervals(DataType left, DataType right) => (left, right) switch
    {
        (CalendarIntervalType, CalendarIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) or (YearMonthIntervalType, YearMonthIntervalType) => true,
        (NullType, YearMonthIntervalType or DayTimeIntervalType) or (YearMonthIntervalType or DayTimeIntervalType, NullType) => true,
        _ => false,
    };

    private static Expression AddInterval(CallSite call, Expression point, Expression interval, bool negated)
    {
        var written = call.Names.Of(interval);
        var form = $"{call.Names.Of(point)} {(negated ? "-" : "+")} {written}";
        if (point.Type is DateType && interval.Type is DayTimeIntervalType { End: DayTimeField.Day })
            form = $"date_add({call.Names.Of(point)}, {(negated ? "(- " : "")}extractansiintervaldays({written}){(negated ? ")" : "")})";
        if (negated)
            interval = Negate(call, interval);
        var type = point.Type;
        if (type is not (DateType or TimeType) && !IsInstant(type))
        {
            if (Accept.AnyTimestamp.Coerce(type) is not { } instant)
                throw BindingErrors.UnexpectedType(call.With([point, interval]), 0, "(\"TIMESTAMP\" or \"TIMESTAMP WITHOUT TIME ZONE\")");
            // The sum of text and an interval is text again.
            var sum = AddInterval(call, call.Convert(point, instant), interval, form);
            return type is NullType ? sum : call.Named(call.Convert(sum, type), form);
        }

        return AddInterval(call, point, interval, form);
    }

    private static Expression AddInterval(CallSite call, Expression point, Expression interval, string form)
    {
        if (point.Type is TimeType)
        {
            // The sum has as many digits as either.
            var digits = interval.Type is DayTimeIntervalType { End: DayTimeField.Second } ? Time.Precision : 0;
            var sum = new TimeType(Math.Max(((TimeType)point.Type).Precision, digits));
            return Make(call, "time_add_interval", [call.Convert(point, sum), interval], sum, form);
        }

        if (point.Type is DateType && interval.Type is not DayTimeIntervalType { End: not DayTimeField.Day })
            return Make(call, "date_add_interval", [point, interval], DataType.Date, form);
        if (point.Type is DateType)
            point = call.Convert(point, DataType.Timestamp);
        return Make(call, "timestamp_add_interval", [point, interval, Calls.Zone(call)], point.Type, form);
    }

    private static Expression Negate(CallSite call, Expression interval) =>
        new Call("negative", "negative", [interval], interval.Type, interval.Nullable, FunctionTraits.CanRaise | FunctionTraits.NullIntolerant) { Origin = call.Origin };

    private static Expression ShiftDays(CallSite call, string id, Expression date, Expression days)
    {
        var site = call.With([date, days]) with { DisplayName = id };
        var pattern = Accept.OneOf(Accept.Int, DataType.Short, DataType.Byte);
        if (days.Type is not (IntegerType or ShortType or ByteType or NullType) && !TypeFamilies.IsText(days.Type))
            throw BindingErrors.UnexpectedType(site, 1, pattern.Text);
        return Make(call, id, [date, call.Convert(days, DataType.Int)], DataType.Date, site.Form);
    }

    private static Expression TimestampDifference(CallSite call, Expression left, Expression right, string form)
    {
        foreach (var (operand, index) in new[] { (left, 0), (right, 1) })
            if (!IsInstant(operand.Type) && operand.Type is not (DateType or NullType) && !TypeFamilies.IsText(operand.Type))
                throw BindingErrors.UnexpectedType(call, index, "(\"TIMESTAMP\" or \"TIMESTAMP WITHOUT TIME ZONE\")");
        var type = left.Type is TimestampNtzType && right.Type is TimestampNtzType ? (DataType)DataType.TimestampNtz : DataType.Timestamp;
        return Make(call, "timestamp_diff", [call.Convert(left, type), call.Convert(right, type), Calls.Zone(call)], new DayTimeIntervalType(), form);
    }

    private static Expression Intervals(CallSite call, string id, string form)
    {
        var (left, right) = (call[0], call[1]);
        if (CommonType.Tightest(left.Type, right.Type) is not { } type)
        {
            throw CommonType.OfText(left.Type, right.Type) is { } promoted && !TypeFamilies.IsInterval(promoted)
                ? BindingErrors.WrongOperandType(call, form, promoted, Accept.NumericOrInterval.Text)
                : BindingErrors.DifferentTypes(call, form);
        }

        if (!TypeFamilies.IsInterval(type))
            throw BindingErrors.WrongOperandType(call, form, type, Accept.NumericOrInterval.Text);
        return Make(call, id, [call.Convert(left, type), call.Convert(right, type)], type, form);
    }

    private static Expression Scale(CallSite call, string id, Expression interval, Expression number, string form)
    {
        if (!TypeFamilies.IsInterval(interval.Type))
            throw BindingErrors.DifferentTypes(call, form);
        var pattern = interval.Type is CalendarIntervalType ? Accept.Double : Accept.Numeric;
        var type = interval.Type switch
        {
            YearMonthIntervalType => new YearMonthIntervalType(),
            DayTimeIntervalType => new DayTimeIntervalType(),
            _ => interval.Type,
        };
        if (pattern.Coerce(number.Type) is not { } numberType)
            throw BindingErrors.UnexpectedType(call.With([interval, number]), 1, pattern.Text);
        return Make(call, id, [interval, call.Convert(number, numberType)], type, form);
    }

    private static Expression Make(CallSite call, string id, ValueList<Expression> arguments, DataType type, string form) => call.Named(
        new Call(id, id, arguments, type, arguments.Any(a => a.Nullable), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant) { Text = form }, form);
}
