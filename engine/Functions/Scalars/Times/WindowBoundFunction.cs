using Spindle.Columnar.Time;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Times;

/// <summary>The bounds of <c>window</c>: slides are counted on the time line from 1970 and a start, without regard to days.</summary>
internal static class WindowBoundFunction
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["window_bound"] = call => new FunctionSite(new LaneFunctionKernel<long, Bound>(call.ResultType, new Bound(call), canRaise: true), [call.Arguments[0]]),
    };

    private readonly struct Bound(Call call) : ILaneFunction<long>
    {
        private readonly long slide = Number(call, 1);
        private readonly long start = Number(call, 2);
        private readonly long shift = Number(call, 3);

        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var time = operands[0].Long(lane);
            var bound = time - (Int128)TimeUnits.FloorMod(TimeUnits.FloorMod(time, slide) - TimeUnits.FloorMod(start, slide), slide) + shift;
            result = (long)bound;
            return bound == result ? true : throw EvaluationErrors.DatetimeOutOfRange("window", call.Origin);
        }

        private static long Number(Call call, int index) => (long)((Literal)call.Arguments[index]).Value!;
    }
}
