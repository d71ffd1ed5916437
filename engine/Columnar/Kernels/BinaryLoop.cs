using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>The loops of arithmetic over two operands of one width.</summary>
internal static unsafe class BinaryLoop
{
    /// <summary>Computes the lanes; true when one of them, which need not be selected or valid, is at fault.</summary>
    public static bool Run<T, TOperation>(Operand<T> left, Operand<T> right, LaneSet lanes, T* result)
        where T : unmanaged where TOperation : IArithmeticOperation<T>
    {
        if (lanes.IsSparse)
            return Sparse<T, TOperation>(left, right, lanes, result);
        return TOperation.HasVector && Vector256.IsHardwareAccelerated
            ? Wide<T, TOperation>(left, right, lanes.Length, result)
            : Dense<T, TOperation>(left, right, lanes.Length, result);
    }

    private static bool Sparse<T, TOperation>(Operand<T> left, Operand<T> right, LaneSet lanes, T* result)
        where T : unmanaged where TOperation : IArithmeticOperation<T>
    {
        var fault = false;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes.Lanes[i];
            var (l, r) = (left[lane], right[lane]);
            result[lane] = TOperation.Apply(l, r);
            fault |= TOperation.IsFault(l, r);
        }
        return fault;
    }

    private static bool Dense<T, TOperation>(Operand<T> left, Operand<T> right, int length, T* result)
        where T : unmanaged where TOperation : IArithmeticOperation<T>
    {
        var fault = false;
        for (var lane = 0; lane < length; lane++)
        {
            var (l, r) = (left[lane], right[lane]);
            result[lane] = TOperation.Apply(l, r);
            fault |= TOperation.IsFault(l, r);
        }
        return fault;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Wide<T, TOperation>(Operand<T> left, Operand<T> right, int length, T* result)
        where T : unmanaged where TOperation : IArithmeticOperation<T>
    {
        var (leftOne, rightOne) = (Vector256.Create(left[0]), Vector256.Create(right[0]));
        var (leftConstant, rightConstant) = (left.IsConstant, right.IsConstant);
        var faults = Vector256<T>.Zero;
        var lane = 0;
        for (; lane + Vector256<T>.Count <= length; lane += Vector256<T>.Count)
        {
            var l = leftConstant ? leftOne : Vector256.Load(left.Values + lane);
            var r = rightConstant ? rightOne : Vector256.Load(right.Values + lane);
            var value = TOperation.Apply(l, r);
            faults |= TOperation.Faults(l, r, value);
            value.Store(result + lane);
        }
        var fault = faults.ExtractMostSignificantBits() != 0;
        for (; lane < length; lane++)
        {
            var (l, r) = (left[lane], right[lane]);
            result[lane] = TOperation.Apply(l, r);
            fault |= TOperation.IsFault(l, r);
        }
        return fault;
    }
}
