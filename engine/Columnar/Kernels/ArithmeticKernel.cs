using System.Diagnostics;
using System.Numerics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Columnar.Kernels;

/// <summary>The operations that <see cref="ArithmeticKernel"/> knows.</summary>
public enum ArithmeticKind : byte
{
    Add,
    Subtract,
    Multiply,

    /// <summary>Division of floating-point numbers; of whole numbers, the whole part.</summary>
    Divide,
    Remainder,
}

/// <summary>What happens in a lane whose exact result the type cannot hold, or that divides by zero.</summary>
public enum FaultHandling : byte
{
    /// <summary>The kernel stops and reports the lane.</summary>
    Report,

    /// <summary>The lane becomes null.</summary>
    Null,

    /// <summary>Results wrap around; a division by zero becomes null.</summary>
    Wrap,
}

/// <summary>Arithmetic on plain vectors of whole or floating-point numbers of one type. Decimals have a kernel of their own.</summary>
public static unsafe class ArithmeticKernel
{
    /// <summary>Computes lane by lane, null where an operand is null.</summary>
    /// <param name="kind">The operation.</param>
    /// <param name="left">Flat or constant.</param>
    /// <param name="right">Flat or constant, of the same physical form.</param>
    /// <param name="type">The result's type, of that form too.</param>
    /// <param name="faults">What a faulty lane does.</param>
    /// <param name="lanes">The lanes that count.</param>
    /// <param name="budget">Pays for the result.</param>
    /// <param name="faultLane">The first faulty lane under <see cref="FaultHandling.Report"/>, else -1.</param>
    /// <returns>A flat vector that the caller owns; null when a lane is reported.</returns>
    public static FlatVector? Compute(ArithmeticKind kind, Vector left, Vector right, DataType type, FaultHandling faults, LaneSet lanes, MemoryBudget budget,
        out int faultLane) => type.Physical switch
    {
        PhysicalType.Int8 => Integers<sbyte>(kind, left, right, type, faults, lanes, budget, out faultLane),
        PhysicalType.Int16 => Integers<short>(kind, left, right, type, faults, lanes, budget, out faultLane),
        PhysicalType.Int32 => Integers<int>(kind, left, right, type, faults, lanes, budget, out faultLane),
        PhysicalType.Int64 => Integers<long>(kind, left, right, type, faults, lanes, budget, out faultLane),
        PhysicalType.Float32 => Floats<float>(kind, left, right, type, faults, lanes, budget, out faultLane),
        PhysicalType.Float64 => Floats<double>(kind, left, right, type, faults, lanes, budget, out faultLane),
        _ => throw new UnreachableException($"{type} is not a number"),
    };

    private static FlatVector? Integers<T>(ArithmeticKind kind, Vector left, Vector right, DataType type, FaultHandling faults, LaneSet lanes,
        MemoryBudget budget, out int faultLane) where T : unmanaged, IBinaryInteger<T> => kind switch
    {
        ArithmeticKind.Add => Run<T, AddInteger<T>>(left, right, type, faults, false, lanes, budget, out faultLane),
        ArithmeticKind.Subtract => Run<T, SubtractInteger<T>>(left, right, type, faults, false, lanes, budget, out faultLane),
        ArithmeticKind.Multiply => Run<T, MultiplyInteger<T>>(left, right, type, faults, false, lanes, budget, out faultLane),
        ArithmeticKind.Divide => Run<T, DivideInteger<T>>(left, right, type, faults, true, lanes, budget, out faultLane),
        _ => Run<T, RemainderInteger<T>>(left, right, type, faults, true, lanes, budget, out faultLane),
    };

    private static FlatVector? Floats<T>(ArithmeticKind kind, Vector left, Vector right, DataType type, FaultHandling faults, LaneSet lanes,
        MemoryBudget budget, out int faultLane) where T : unmanaged, IFloatingPointIeee754<T> => kind switch
    {
        ArithmeticKind.Add => Run<T, AddFloat<T>>(left, right, type, faults, false, lanes, budget, out faultLane),
        ArithmeticKind.Subtract => Run<T, SubtractFloat<T>>(left, right, type, faults, false, lanes, budget, out faultLane),
        ArithmeticKind.Multiply => Run<T, MultiplyFloat<T>>(left, right, type, faults, false, lanes, budget, out faultLane),
        ArithmeticKind.Divide => Run<T, DivideFloat<T>>(left, right, type, faults, true, lanes, budget, out faultLane),
        _ => Run<T, RemainderFloat<T>>(left, right, type, faults, true, lanes, budget, out faultLane),
    };

    private static FlatVector? Run<T, TOperation>(Vector left, Vector right, DataType type, FaultHandling faults, bool isDivision, LaneSet lanes,
        MemoryBudget budget, out int faultLane) where T : unmanaged, INumber<T> where TOperation : IArithmeticOperation<T>
    {
        var (l, r) = (new Operand<T>(left), new Operand<T>(right));
        faultLane = -1;
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(left, right);
        if (!BinaryLoop.Run<T, TOperation>(l, r, lanes, (T*)output.Values) || (faults == FaultHandling.Wrap && !isDivision))
            return output.Build();
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane) || !TOperation.IsFault(l[lane], r[lane]))
                continue;
            if (faults == FaultHandling.Report)
            {
                faultLane = lane;
                return null;
            }
            // The smallest value over -1 wraps around; only zero has no quotient at all.
            if (faults == FaultHandling.Null || T.IsZero(r[lane]))
                output.SetNull(lane);
        }
        return output.Build();
    }
}
