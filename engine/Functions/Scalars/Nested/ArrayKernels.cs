using Spindle.Columnar.Builders;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Shapes;

namespace Spindle.Functions.Scalars.Nested;

/// <summary>Arrays one after the other.</summary>
internal sealed class ConcatArraysKernel(DataType type) : LaneKernel(type, canRaise: false)
{
    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var list = (ListBuilder)result;
        foreach (var operand in operands)
            foreach (var item in (ValueList<object?>)operand.Read(lane)!)
                list.Elements.Append(item);
        list.Close();
    }
}

/// <summary>An array from its end.</summary>
internal sealed class ReverseArrayKernel(DataType type) : LaneKernel(type, canRaise: false)
{
    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var list = (ListBuilder)result;
        foreach (var item in ((ValueList<object?>)operands[0].Read(lane)!).Reverse())
            list.Elements.Append(item);
        list.Close();
    }
}
