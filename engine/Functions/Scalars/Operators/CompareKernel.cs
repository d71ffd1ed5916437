using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Operators;

/// <summary>A comparison of two operands of one type.</summary>
internal sealed class CompareKernel(ComparisonOperator operation) : ScalarKernel
{
    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var (left, right) = (operands[0], operands[1]);
        return operation switch
        {
            ComparisonOperator.Equal => ComparisonKernel.Compare(left, right, isLess: false, negate: false, lanes, budget),
            ComparisonOperator.NotEqual => ComparisonKernel.Compare(left, right, isLess: false, negate: true, lanes, budget),
            ComparisonOperator.Less => ComparisonKernel.Compare(left, right, isLess: true, negate: false, lanes, budget),
            ComparisonOperator.GreaterOrEqual => ComparisonKernel.Compare(left, right, isLess: true, negate: true, lanes, budget),
            ComparisonOperator.Greater => ComparisonKernel.Compare(right, left, isLess: true, negate: false, lanes, budget),
            ComparisonOperator.LessOrEqual => ComparisonKernel.Compare(right, left, isLess: true, negate: true, lanes, budget),
            _ => ComparisonKernel.NullSafeEqual(left, right, lanes, budget),
        };
    }
}
