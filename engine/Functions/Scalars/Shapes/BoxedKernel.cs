using Spindle.Columnar.Builders;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Scalars.Shapes;

/// <summary>A function of boxed values in the form that <see cref="VectorReader"/> describes. For nested values, whose shapes are many and whose rows are few.</summary>
internal interface IBoxedFunction
{
    /// <summary>The result; null for null.</summary>
    object? Apply(ReadOnlySpan<object?> arguments);
}

/// <summary>Runs a boxed function lane by lane.</summary>
internal sealed class BoxedKernel<TFunction>(DataType type, TFunction function, bool nullIntolerant = true, bool canRaise = false, bool isDeterministic = true) : LaneKernel(type, canRaise, nullIntolerant)
    where TFunction : struct, IBoxedFunction
{
    public override bool IsDeterministic => isDeterministic;

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var arguments = new object?[operands.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = operands[i].Read(lane);
        result.Append(function.Apply(arguments));
    }
}
