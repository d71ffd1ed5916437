using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.States;

/// <summary>Copies state arrays into vectors.</summary>
internal static unsafe class StateVectors
{
    /// <summary>The states at <paramref name="groups"/> (at start, start + 1, … where it is null).</summary>
    /// <param name="valid">A byte a group, zero for null; null when none is null.</param>
    public static FlatVector Of<T>(DataType type, T* states, byte* valid, int* groups, int start, int count, MemoryBudget budget)
        where T : unmanaged
    {
        var values = budget.Allocate((long)count * sizeof(T));
        var target = (T*)values.Pointer;
        if (groups == null)
            new ReadOnlySpan<T>(states + start, count).CopyTo(new Span<T>(target, count));
        else
            for (var i = 0; i < count; i++)
                target[i] = states[groups[i]];
        try
        {
            return new FlatVector(type, count, values, Validity(valid, groups, start, count, budget));
        }
        catch
        {
            values.Release();
            throw;
        }
    }

    /// <summary>Booleans from a byte a group.</summary>
    public static FlatVector OfBytes(DataType type, byte* states, byte* valid, int* groups, int start, int count, MemoryBudget budget)
    {
        var values = budget.AllocateZeroed(Bits.BytesFor(count));
        for (var i = 0; i < count; i++)
            if (states[groups == null ? start + i : groups[i]] != 0)
                Bits.Set(values.Pointer, i);
        try
        {
            return new FlatVector(type, count, values, Validity(valid, groups, start, count, budget));
        }
        catch
        {
            values.Release();
            throw;
        }
    }

    /// <summary>The same values, null where a byte is zero; takes over the caller's reference.</summary>
    public static FlatVector Masked(FlatVector values, byte* valid, MemoryBudget budget)
    {
        try
        {
            return values.WithValidity(Validity(valid, null, 0, values.Length, budget));
        }
        finally
        {
            values.Release();
        }
    }

    /// <summary>A validity bitmap from a byte a group; null when every group is valid.</summary>
    public static NativeBuffer? Validity(byte* valid, int* groups, int start, int count, MemoryBudget budget)
    {
        if (valid == null)
            return null;
        var all = true;
        for (var i = 0; i < count && all; i++)
            all = valid[groups == null ? start + i : groups[i]] != 0;
        if (all)
            return null;
        var bits = budget.AllocateZeroed(Bits.BytesFor(count));
        for (var i = 0; i < count; i++)
            if (valid[groups == null ? start + i : groups[i]] != 0)
                Bits.Set(bits.Pointer, i);
        return bits;
    }
}
