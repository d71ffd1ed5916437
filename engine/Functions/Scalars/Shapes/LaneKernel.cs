using Spindle.Columnar.Builders;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Shapes;

/// <summary>A function computed lane by lane into a builder, for shapes that no specialised kernel has: several operands, nested results.</summary>
/// <param name="type">The result's type.</param>
/// <param name="canRaise">Whether some value ends in an error.</param>
/// <param name="nullIntolerant">Whether the result is null where any operand is; else the function sees nulls itself.</param>
internal abstract class LaneKernel(DataType type, bool canRaise, bool nullIntolerant = true) : ScalarKernel
{
    public sealed override bool CanRaise => canRaise;

    protected DataType Type => type;

    public sealed override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var builder = VectorBuilder.Create(type, budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            // Lanes that nobody asked for stay in their places.
            while (builder.Length < lane)
                builder.AppendNull();
            if (nullIntolerant && AnyNull(operands, lane))
                builder.AppendNull();
            else
                Append(operands, lane, builder);
        }
        while (builder.Length < lanes.Length)
            builder.AppendNull();
        return builder.Build();
    }

    /// <summary>Appends exactly one lane.</summary>
    protected abstract void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result);

    private static bool AnyNull(ReadOnlySpan<Vector> operands, int lane)
    {
        foreach (var operand in operands)
            if (operand.IsNull(lane))
                return true;
        return false;
    }
}
