using System.Diagnostics;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;

namespace Spindle.Functions.Evaluation;

/// <summary>A function of the user's among the kernels. It can raise, so it is run on no lane that nobody asked for, nor over a whole dictionary.</summary>
internal sealed class UserKernel(IUserKernel function, bool isDeterministic) : ScalarKernel
{
    public override bool CanRaise => true;

    public override bool IsDeterministic => isDeterministic;

    public static UserKernel Open(UserCall call, EvaluationContext context)
    {
        var host = context.UserFunctions ?? throw new UnreachableException($"{call.Name} is the user's, and this process has no user code");
        return new UserKernel(host.Open(call, context.Budget), call.Function.IsDeterministic);
    }

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) => function.Run(operands, lanes);

    public override void Dispose() => function.Dispose();
}
