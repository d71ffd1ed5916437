using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Columns;

/// <summary>The unit's number, from <paramref name="first"/>.</summary>
internal struct UnitNumber<T>(int first) : IColumnKernel<T>
    where T : struct, INumberBase<T>
{
    private long next;
    private long current;

    public void Seek(long unit) => next = unit + first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit() => current = next++;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T Next() => T.CreateTruncating(current);
}

/// <summary>The row's number within its unit, from 1.</summary>
internal struct RowInUnit : IColumnKernel<int>
{
    private int row;

    public readonly void Seek(long unit)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit() => row = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next() => ++row;
}

/// <summary>One value for all rows.</summary>
internal readonly struct Constant(int value) : IColumnKernel<int>
{
    public void Seek(long unit)
    {
    }

    public void BeginUnit()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next() => value;
}

/// <summary>Order keys leave gaps: of each 32 numbers the first 8 are used.</summary>
internal struct OrderKey : IColumnKernel<long>
{
    private UnitNumber<long> number = new(1);

    public OrderKey()
    {
    }

    public void Seek(long unit) => number.Seek(unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit() => number.BeginUnit();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long Next() => Of(number.Next());

    /// <summary>The key of the n-th order, n from 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(long number) => number >> 3 << 5 | number & 7;
}

/// <summary>A third of the customers, those whose keys 3 divides, have no orders; their orders go to a neighbour.</summary>
internal struct OrderCustomer(long customers) : IColumnKernel<long>
{
    private UnitStream stream = new(Streams.OrderCustomer);

    public void Seek(long unit) => stream.Seek(unit);

    public void BeginUnit() => stream.BeginUnit();

    public long Next()
    {
        var key = 1 + stream.Draw(customers);
        if (key % 3 != 0)
            return key;
        return key < customers ? key + 1 : key - 1;
    }
}

/// <summary>The suppliers of a part: four, spread over all suppliers so that joins over both keys are selective.</summary>
internal struct PartSupplier(long suppliers) : IColumnKernel<long>
{
    private UnitNumber<long> part = new(1);
    private int index;

    public void Seek(long unit) => part.Seek(unit);

    public void BeginUnit()
    {
        part.BeginUnit();
        index = 0;
    }

    public long Next() => Of(part.Next(), index++, suppliers);

    /// <summary>The supplier number <paramref name="index"/> (0 .. 3) of a part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(long part, long index, long suppliers) =>
        (part + index * (suppliers / Streams.SuppliersPerPart + (part - 1) / suppliers)) % suppliers + 1;
}
