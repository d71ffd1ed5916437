using System.Diagnostics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>The values of a flat or constant vector, read without asking which it is: a constant's lanes all map to its one value.</summary>
public readonly unsafe struct Operand<T> where T : unmanaged
{
    private readonly T* values;
    private readonly int mask;

    public Operand(Vector vector)
    {
        mask = vector.Form == VectorForm.Constant ? 0 : -1;
        var flat = Operands.Flat(vector);
        Debug.Assert(flat.Physical == PhysicalType.Null || flat.Physical.Width() == sizeof(T), $"{flat.Physical} read as {typeof(T).Name}");
        values = (T*)flat.Values;
    }

    /// <summary>One value for every lane, which must not move meanwhile.</summary>
    private Operand(T* value)
    {
        values = value;
        mask = 0;
    }

    public static Operand<T> Constant(T* value) => new(value);

    public T* Values => values;

    public bool IsConstant => mask == 0;

    public T this[int lane]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => values[lane & mask];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(int lane) => values + (lane & mask);
}

/// <summary>Vectors brought into the forms that kernels read.</summary>
public static class Operands
{
    /// <summary>The flat vector behind a flat or constant one.</summary>
    public static FlatVector Flat(Vector vector) => vector as FlatVector ?? (FlatVector)((ConstantVector)vector).Value;

    /// <summary>The vector itself where it is flat or constant, else its lanes copied; the caller owns the result.</summary>
    public static Vector Plain(Vector vector, LaneSet lanes, Memory.MemoryBudget budget)
    {
        if (vector.Form is VectorForm.Flat or VectorForm.Constant)
            return vector.Retain();
        return Gather.Flatten(vector, budget);
    }
}
