using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Columns;

/// <summary>Uniform numbers of low .. high, times a unit.</summary>
internal struct Uniform<T>(StreamSeed seed, long low, long high, long unit = 1) : IColumnKernel<T>
    where T : struct, INumberBase<T>
{
    private readonly double range = high - low + 1;
    private UnitStream stream = new(seed);

    public void Seek(long first) => stream.Seek(first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit() => stream.BeginUnit();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Next() => T.CreateTruncating((low + stream.Draw(range)) * unit);
}
