using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Casts;

/// <summary>Numbers to booleans: false for zero, true for everything else, NaN too.</summary>
internal sealed unsafe class ToBooleanKernel : ScalarKernel
{
    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var value = operands[0];
        var zero = ConstantNode.Single(Zero(value.Type), value.Type, budget);
        var constant = new ConstantVector(zero, lanes.Length);
        try
        {
            return ComparisonKernel.Compare(value, constant, isLess: false, negate: true, lanes, budget);
        }
        finally
        {
            constant.Release();
        }
    }

    private static object Zero(DataType type) => type switch
    {
        DecimalType => Int128.Zero,
        ByteType => (sbyte)0,
        ShortType => (short)0,
        IntegerType => 0,
        FloatType => 0f,
        DoubleType => 0.0,
        _ => 0L,
    };
}

/// <summary>Booleans to numbers: one for true.</summary>
internal sealed unsafe class FromBooleanKernel<T>(DataType type, T one) : ScalarKernel where T : unmanaged
{
    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        for (var i = 0; i < lanes.Count; i++)
            ((T*)output.Values)[lanes[i]] = BooleanKernel.Value(operands[0], lanes[i]) ? one : default;
        return output.Build();
    }
}
