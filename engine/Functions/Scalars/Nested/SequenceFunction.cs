using Spindle.Columnar.Errors;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Times;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Nested;

/// <summary>sequence(start, stop[, step]): whole numbers, dates or timestamps; each element is the start and a multiple of the step, so that months do not drift.</summary>
internal static class SequenceFunction
{
    private const int MaxLength = 1 << 28;

    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new() { ["sequence"] = Create };

    private static FunctionSite Create(Call call)
    {
        var operands = call.Arguments[0].Type is TimestampType ? call.Arguments.SkipLast(1) : call.Arguments;
        return new FunctionSite(new BoxedKernel<Sequence>(call.ResultType, new Sequence(call, TimestampFunctions.ZoneOf(call)), canRaise: true), [.. operands]);
    }

    private readonly struct Sequence(Call call, TimeZone zone) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var type = ((ArrayType)call.ResultType).Element;
            var (start, stop) = (Number(arguments[0]), Number(arguments[1]));
            if (type is IntegralType)
                return Numbers(type, start, stop, arguments.Length > 2 ? Number(arguments[2]) : start <= stop ? 1 : -1);
            var step = arguments.Length > 2 ? arguments[2] switch
            {
                int months => new CalendarInterval(months, 0, 0),
                long micros => new CalendarInterval(0, 0, micros),
                var interval => (CalendarInterval)interval!,
            } : new CalendarInterval(0, start <= stop ? 1 : -1, 0);
            return Times(type, start, stop, step);
        }

        private static long Number(object? value) => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);

        private ValueList<object?> Numbers(DataType type, long start, long stop, long step)
        {
            CheckStep(start, stop, Math.Sign(step));
            var length = step == 0 ? 1 : ((Int128)stop - start) / step + 1;
            if (length > MaxLength)
                throw TooLong(length);
            return Boxed.List(Enumerable.Range(0, (int)length).Select(i => Box(type, start + i * step)));
        }

        private static object? Box(DataType type, long value) => type switch
        {
            ByteType => (object)(sbyte)value,
            ShortType => (object)(short)value,
            IntegerType => (object)(int)value,
            _ => value,
        };

        private ValueList<object?> Times(DataType type, long start, long stop, CalendarInterval step)
        {
            var isDate = type is DateType;
            var cursor = new ZoneCursor(zone);
            var (first, last) = isDate ? (start * TimeUnits.MicrosPerDay, stop * TimeUnits.MicrosPerDay) : (start, stop);
            // The sign of a step: a month counts as 28 days at least.
            var size = step.Months * 28L * TimeUnits.MicrosPerDay + step.Days * TimeUnits.MicrosPerDay + step.Microseconds;
            CheckStep(first, last, Math.Sign(size));
            if (size != 0 && ((Int128)last - first) / size > MaxLength)
                throw TooLong(((Int128)last - first) / size);
            var result = new List<object?>();
            for (var i = 0; ; i++)
            {
                var multiple = new CalendarInterval(step.Months * i, step.Days * i, step.Microseconds * i);
                if (!TimestampArithmetic.TryAdd(first, multiple, ref cursor, out var value) || (size >= 0 ? value > last : value < last))
                    break;
                result.Add(isDate ? (object)TimeUnits.DayOf(value) : value);
                if (size == 0)
                    break;
            }
            return Boxed.List(result);
        }

        private void CheckStep(long start, long stop, int sign)
        {
            if (sign == 0 ? start != stop : sign > 0 ? start > stop : start < stop)
                throw EvaluationErrors.Of("_LEGACY_ERROR_TEMP_3235", "XXKST", "a sequence's step must lead from its start to its stop", call.Origin);
        }

        private SpindleException TooLong(Int128 length) => EvaluationErrors.Of("COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER", "54000", $"a sequence of {length} elements is too long", call.Origin,
            ("numberOfElements", $"{length}"), ("maxRoundedArrayLength", $"{MaxLength}"), ("functionName", "`sequence`"), ("parameter", "`count`"));
    }
}
