using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Sums of intervals.</summary>
internal static class IntervalFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["interval_add"] = call => Combine(call, ArithmeticKind.Add),
        ["interval_subtract"] = call => Combine(call, ArithmeticKind.Subtract),
    };

    private static FunctionSite Combine(Call call, ArithmeticKind kind)
    {
        var fails = call.Arguments[^1] is not Literal { Value: false };
        return call.ResultType is CalendarIntervalType
            ? new(new TryZipKernel<CalendarInterval, CalendarInterval, CalendarInterval, CombineParts>(call.ResultType, new CombineParts(kind == ArithmeticKind.Add ? 1 : -1),
                fails ? (_, _, _) => EvaluationErrors.IntervalOutOfRange(call.Origin) : null), call.Arguments[0], call.Arguments[1])
            : new(new CountsKernel(kind, call.ResultType, fails, call.Origin), call.Arguments[0], call.Arguments[1]);
    }

    /// <summary>Months and microseconds add like numbers.</summary>
    private sealed class CountsKernel(ArithmeticKind kind, DataType type, bool fails, Origin origin) : ScalarKernel
    {
        public override bool CanRaise => fails;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) =>
            ArithmeticKernel.Compute(kind, operands[0], operands[1], type, fails ? FaultHandling.Report : FaultHandling.Null, lanes, budget, out _)
            ?? throw EvaluationErrors.IntervalOutOfRange(origin);
    }

    private readonly struct CombineParts(int sign) : ITryZip<CalendarInterval, CalendarInterval, CalendarInterval>
    {
        public bool TryZip(CalendarInterval left, CalendarInterval right, out CalendarInterval result)
        {
            var months = left.Months + (long)right.Months * sign;
            var days = left.Days + (long)right.Days * sign;
            var micros = left.Microseconds + (Int128)right.Microseconds * sign;
            result = new CalendarInterval((int)months, (int)days, (long)micros);
            return result.Months == months && result.Days == days && result.Microseconds == micros;
        }
    }
}
