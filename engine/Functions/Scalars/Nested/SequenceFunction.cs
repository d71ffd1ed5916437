using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Nested.Arrays;
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
        if (((ArrayType)call.ResultType).Element is IntegralType)
            return new FunctionSite(new NumbersKernel(call), [.. operands]);
        return new FunctionSite(new BoxedKernel<Sequence>(call.ResultType, new Sequence(call, TimestampFunctions.ZoneOf(call)), canRaise: true), [.. operands]);
    }

    private readonly struct Sequence(Call call, TimeZone zone) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var type = ((ArrayType)call.ResultType).Element;
            var (start, stop) = (Number(arguments[0]), Number(arguments[1]));
            var step = arguments.Length > 2 ? arguments[2] switch
            {
                int months => new CalendarInterval(months, 0, 0),
                long micros => new CalendarInterval(0, 0, micros),
                var interval => (CalendarInterval)interval!,
            } : new CalendarInterval(0, start <= stop ? 1 : -1, 0);
            return Times(type, start, stop, step);
        }

        private static long Number(object? value) => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);

        private ValueList<object?> Times(DataType type, long start, long stop, CalendarInterval step)
        {
            var isDate = type is DateType;
            var cursor = new ZoneCursor(zone);
            var (first, last) = isDate ? (start * TimeUnits.MicrosPerDay, stop * TimeUnits.MicrosPerDay) : (start, stop);
            // The sign of a step: a month counts as 28 days at least.
            var size = step.Months * 28L * TimeUnits.MicrosPerDay + step.Days * TimeUnits.MicrosPerDay + step.Microseconds;
            CheckStep(call, first, last, Math.Sign(size));
            if (size != 0 && ((Int128)last - first) / size > MaxLength)
                throw TooLong(call, ((Int128)last - first) / size);
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
    }

    private static void CheckStep(Call call, long start, long stop, int sign)
    {
        if (sign == 0 ? start != stop : sign > 0 ? start > stop : start < stop)
            throw EvaluationErrors.Of("_LEGACY_ERROR_TEMP_3235", "XXKST", "a sequence's step must lead from its start to its stop", call.Origin);
    }

    private static SpindleException TooLong(Call call, Int128 length) => EvaluationErrors.Of("COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER", "54000", $"a sequence of {length} elements is too long", call.Origin,
        ("numberOfElements", $"{length}"), ("maxRoundedArrayLength", $"{MaxLength}"), ("functionName", "`sequence`"), ("parameter", "`count`"));

    /// <summary>Whole numbers of any width, written straight into the elements.</summary>
    private sealed unsafe class NumbersKernel(Call call) : ScalarKernel
    {
        public override bool CanRaise => true;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) => ((ArrayType)call.ResultType).Element switch
        {
            ByteType => Numbers<sbyte>(operands, lanes, budget),
            ShortType => Numbers<short>(operands, lanes, budget),
            IntegerType => Numbers<int>(operands, lanes, budget),
            _ => Numbers<long>(operands, lanes, budget),
        };

        private ListVector Numbers<T>(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) where T : unmanaged, System.Numerics.IBinaryInteger<T>
        {
            using var output = new ArrayOutput(call.ResultType, lanes.Length, operands, budget);
            using var values = new NativeArray<T>(budget);
            var count = 0;
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (output.IsNull(lane))
                    continue;
                var (start, stop) = (long.CreateTruncating(new Operand<T>(operands[0])[lane]), long.CreateTruncating(new Operand<T>(operands[1])[lane]));
                var step = operands.Length > 2 ? long.CreateTruncating(new Operand<T>(operands[2])[lane]) : start <= stop ? 1 : -1;
                CheckStep(call, start, stop, Math.Sign(step));
                var length = step == 0 ? 1 : ((Int128)stop - start) / step + 1;
                if (length > MaxLength || count + length > int.MaxValue)
                    throw TooLong(call, length);
                values.Ensure(count + (long)length);
                output.Put(lane, count, (int)length);
                for (var value = start; length > 0; length--, value = unchecked(value + step))
                    values.Pointer[count++] = T.CreateTruncating(value);
            }

            values.Ensure(1);
            var elements = new FlatVector(((ArrayType)call.ResultType).Element, count, values.Detach());
            try
            {
                return output.BuildOver(elements);
            }
            finally
            {
                elements.Release();
            }
        }
    }
}
