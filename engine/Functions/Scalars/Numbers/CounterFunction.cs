using Spindle.Columnar.Errors;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>
/// <c>counter_diff</c> of two values that follow each other: value, value before, and, where the counter says when it began, that time and the one before.
/// </summary>
internal static class CounterFunction
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["counter_step"] = call => new FunctionSite(new BoxedKernel<Step>(call.ResultType, new Step(call.Origin), nullIntolerant: false, canRaise: true), [.. call.Arguments]),
    };

    private readonly struct Step(Origin origin) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            if (arguments[0] is not { } value)
                return null;
            if (Comparer<object>.Default.Compare(value, Zero(value)) < 0)
            {
                throw new SpindleException(new ErrorClass("COUNTER_DIFF_NEGATIVE_COUNTER_VALUE", "22003"), $"A counter is never below zero, as {value} is.", origin,
                    parameters: new Dictionary<string, string> { ["function"] = "`counter_diff`", ["value"] = $"{value}" });
            }

            if (arguments.Length > 3 && arguments[2] is long began && arguments[3] is long before)
            {
                if (began < before)
                {
                    throw new SpindleException(new ErrorClass("COUNTER_DIFF_START_TIME_DECREASED", "22023"), "A counter never begins before the time at which it began already.", origin,
                        parameters: new Dictionary<string, string> { ["function"] = "`counter_diff`", ["currentStartTime"] = $"{began}", ["previousStartTime"] = $"{before}" });
                }

                if (began > before)
                    return null;
            }

            return arguments[1] is { } last && Comparer<object>.Default.Compare(value, last) >= 0 ? Difference(value, last) : null;
        }

        private static object Zero(object value) => value switch
        {
            sbyte => (sbyte)0,
            short => (short)0,
            int => 0,
            long => 0L,
            float => 0f,
            double => 0d,
            _ => Int128.Zero,
        };

        // The value before is not the larger and neither is below zero: no difference leaves the type.
        private static object Difference(object value, object last) => (value, last) switch
        {
            (sbyte a, sbyte b) => (sbyte)(a - b),
            (short a, short b) => (short)(a - b),
            (int a, int b) => a - b,
            (long a, long b) => a - b,
            (float a, float b) => a - b,
            (double a, double b) => a - b,
            _ => (Int128)value - (Int128)last,
        };
    }
}
