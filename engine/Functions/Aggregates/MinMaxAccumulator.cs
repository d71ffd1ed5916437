using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates;

/// <summary>Which of two values an extreme keeps.</summary>
internal interface IExtreme
{
    /// <summary>Whether a value that compares like that with the kept one replaces it.</summary>
    static abstract bool Replaces(int comparison);
}

internal readonly struct Least : IExtreme
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Replaces(int comparison) => comparison < 0;
}

internal readonly struct Greatest : IExtreme
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Replaces(int comparison) => comparison > 0;
}

/// <summary><c>min</c> and <c>max</c> of numbers, dates and times.</summary>
internal sealed unsafe class MinMaxAccumulator<T, TExtreme>(DataType type, MemoryBudget budget) : Accumulator(budget)
    where T : unmanaged
    where TExtreme : struct, IExtreme
{
    private readonly NativeArray<T> values = new(budget);
    private readonly NativeArray<byte> seen = new(budget);

    public override StructType State { get; } = new([new Field("value", type)]);

    public override bool TryReserve(int groups) => values.TryEnsure(groups) && seen.TryEnsure(groups);

    public override void Grow(int groups)
    {
        values.Ensure(groups);
        seen.Ensure(groups);
    }

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        if (arguments[0].Physical != PhysicalType.Null)
            RowLoop.Run<T, Kernel>(new Kernel { Values = values.Pointer, Seen = seen.Pointer }, groups, arguments[0], rows);
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows) => Update(groups, states, rows);

    public override void States(int* groups, int count, ColumnSet target) => target.Add(StateVectors.Of(type, values.Pointer, seen.Pointer, groups, 0, count, Budget));

    public override Vector Evaluate(int start, int count) => StateVectors.Of(type, values.Pointer, seen.Pointer, null, start, count, Budget);

    public override void Dispose()
    {
        values.Dispose();
        seen.Dispose();
        base.Dispose();
    }

    private struct Kernel : IRowKernel<T>
    {
        public T* Values;
        public byte* Seen;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(int group, T* value)
        {
            if (Seen[group] != 0 && !TExtreme.Replaces(FixedCells<T>.Order(*value, Values[group])))
                return;
            Values[group] = *value;
            Seen[group] = 1;
        }
    }
}

/// <summary><c>min</c> and <c>max</c> of strings, booleans, wide decimals and nested values.</summary>
internal sealed unsafe class CellMinMaxAccumulator<TExtreme>(DataType type, MemoryBudget budget) : Accumulator(budget)
    where TExtreme : struct, IExtreme
{
    private readonly ValueCells cells = ValueCells.Create(type, budget);

    public override StructType State { get; } = new([new Field("value", type)]);

    public override bool TryReserve(int groups) => cells.TryReserve(groups);

    public override void Grow(int groups) => cells.Grow(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        ref readonly var argument = ref arguments[0];
        for (var i = 0; i < rows; i++)
            if (!argument.IsNull(i) && (!cells.HasValue(groups[i]) || TExtreme.Replaces(cells.Compare(argument, i, groups[i]))))
                cells.Set(groups[i], argument, i);
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows) => Update(groups, states, rows);

    public override void States(int* groups, int count, ColumnSet target) => target.Add(cells.Read(groups, 0, count));

    public override Vector Evaluate(int start, int count) => cells.Read(null, start, count);

    public override void Dispose()
    {
        cells.Dispose();
        base.Dispose();
    }
}
