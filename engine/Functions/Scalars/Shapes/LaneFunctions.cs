using System.Buffers;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Shapes;

/// <summary>A fixed-width value of several operands, none of them null in the lane; false for null.</summary>
internal interface ILaneFunction<T>
{
    bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out T result);
}

/// <summary>A condition of several operands, none of them null in the lane.</summary>
internal interface ILaneTest
{
    bool Test(ReadOnlySpan<Vector> operands, int lane);
}

/// <summary>Text of several operands, none of them null in the lane; false for null.</summary>
internal interface ITextFunction
{
    bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target);
}

internal sealed unsafe class LaneFunctionKernel<T, TFunction>(DataType type, TFunction function, bool canRaise = false) : ScalarKernel
    where T : unmanaged where TFunction : struct, ILaneFunction<T>
{
    public override bool CanRaise => canRaise;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands);
        var local = function;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (!output.IsNull(lane) && !local.TryCompute(operands, lane, out ((T*)output.Values)[lane]))
                output.SetNull(lane);
        }
        return output.Build();
    }
}

internal sealed unsafe class LaneTestKernel<TTest>(TTest test, bool canRaise = false) : ScalarKernel where TTest : struct, ILaneTest
{
    public override bool CanRaise => canRaise;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.Boolean, lanes.Length, budget);
        output.NullWhereAny(operands);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (!output.IsNull(lane) && test.Test(operands, lane))
                Bits.Set(output.Values, lane);
        }
        return output.Build();
    }
}

internal sealed unsafe class TextFunctionKernel<TFunction>(DataType type, TFunction function, bool canRaise = false) : ScalarKernel where TFunction : struct, ITextFunction
{
    public override bool CanRaise => canRaise;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands);
        var text = new ArrayBufferWriter<byte>(256);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            text.ResetWrittenCount();
            if (function.TryWrite(operands, lane, text))
                ((BytesView*)output.Values)[lane] = output.Heap.Append(text.WrittenSpan);
            else
                output.SetNull(lane);
        }
        return output.Build();
    }
}
