using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>
/// A function that compares elements: of one array with each other, of two arrays, or of an array with a value. One loop is compiled for each form that elements have,
/// and one for all types that have none.
/// </summary>
/// <param name="type">The result's type.</param>
/// <param name="right">What the second operand is.</param>
internal abstract unsafe class ElementKernel(DataType type, ElementKernel.Right right) : ScalarKernel
{
    /// <summary>What stands at the right of a comparison.</summary>
    internal enum Right : byte
    {
        /// <summary>Other elements of the same array.</summary>
        Itself,

        /// <summary>A value.</summary>
        Value,

        /// <summary>Elements of the second array.</summary>
        Array,
    }

    protected DataType Type => type;

    public sealed override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        if (operands[0].Physical != PhysicalType.List || (right == Right.Array && operands[1].Physical != PhysicalType.List))
            return new ConstantVector(ConstantNode.Single(null, type, budget), lanes.Length);
        using var left = ArrayOperand.Of(operands[0], lanes, budget);
        if (right == Right.Itself)
            return Dispatch(left, left, operands, lanes, budget);
        using var other = right == Right.Value ? ArrayOperand.OfValues(operands[1]) : ArrayOperand.Of(operands[1], lanes, budget);
        return Dispatch(left, other, operands, lanes, budget);
    }

    /// <summary>Computes the lanes; see <see cref="ScalarKernel.Run"/>.</summary>
    protected abstract Vector Run<TOrder>(TOrder order, ArrayOperand left, ArrayOperand right, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        where TOrder : struct, IElementOrder<TOrder>;

    private Vector Dispatch(ArrayOperand left, ArrayOperand other, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        // Decimals of one type may lie in 64 bits on one side only.
        if (left.Elements is not FlatVector l || other.Elements is not FlatVector r || l.Physical != r.Physical)
            return Run(new AnyOrder(left.Elements, other.Elements), left, other, operands, lanes, budget);
        return l.Physical switch
        {
            PhysicalType.Int8 => Run(new WholeOrder<sbyte>(l.Values, r.Values), left, other, operands, lanes, budget),
            PhysicalType.Int16 => Run(new WholeOrder<short>(l.Values, r.Values), left, other, operands, lanes, budget),
            PhysicalType.Int32 => Run(new WholeOrder<int>(l.Values, r.Values), left, other, operands, lanes, budget),
            PhysicalType.Int64 => Run(new WholeOrder<long>(l.Values, r.Values), left, other, operands, lanes, budget),
            PhysicalType.Int128 => Run(new WholeOrder<Int128>(l.Values, r.Values), left, other, operands, lanes, budget),
            PhysicalType.Float32 => Run(new FloatOrder<float>(l.Values, r.Values), left, other, operands, lanes, budget),
            PhysicalType.Float64 => Run(new FloatOrder<double>(l.Values, r.Values), left, other, operands, lanes, budget),
            PhysicalType.Bytes => Run(new BytesOrder(l.Values, r.Values), left, other, operands, lanes, budget),
            _ => Run(new AnyOrder(l, r), left, other, operands, lanes, budget),
        };
    }
}
