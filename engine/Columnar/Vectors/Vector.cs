using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>How a vector's lanes are held.</summary>
public enum VectorForm : byte
{
    /// <summary>One value a lane, in Arrow's layout.</summary>
    Flat,

    /// <summary>One value for all lanes.</summary>
    Constant,

    /// <summary>An index a lane into a dictionary of values.</summary>
    Dictionary,

    /// <summary>Runs of equal values with their ends.</summary>
    Run,
}

/// <summary>
/// A column of <see cref="Length"/> lanes. Immutable once it is shared; shared by counting references: who creates a vector holds the first
/// reference, who is lent one and keeps it calls <see cref="Retain"/>, and every reference ends in one <see cref="Release"/>.
/// </summary>
public abstract class Vector(DataType type, int length)
{
    private int references = 1;

    public DataType Type { get; } = type;

    /// <summary>Lanes.</summary>
    public int Length { get; } = length;

    public abstract VectorForm Form { get; }

    /// <summary>How the values lie in memory: the type's form, but for decimals of more than 18 digits, which may also be 64-bit.</summary>
    public abstract PhysicalType Physical { get; }

    /// <summary>False when no lane is null for certain, so that kernels may skip the check.</summary>
    public abstract bool MayHaveNulls { get; }

    public abstract bool IsNull(int lane);

    /// <summary>Lanes [start, start + length) without copying the values; <paramref name="start"/> must be a multiple of 8.</summary>
    /// <returns>A vector that the caller owns.</returns>
    public abstract Vector Slice(int start, int length);

    public Vector Retain()
    {
        if (Interlocked.Increment(ref references) <= 1)
            throw new UnreachableException("a released vector was retained");
        return this;
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref references);
        if (left == 0)
            Free();
        else if (left < 0)
            throw new UnreachableException("a vector was released twice");
    }

    protected abstract void Free();

    public override string ToString() => $"{Form} {Type} x {Length}";
}
