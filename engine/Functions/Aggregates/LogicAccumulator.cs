using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates;

/// <summary><c>count_if</c>: rows whose condition is true.</summary>
internal sealed unsafe class CountIfAccumulator(MemoryBudget budget) : Accumulator(budget)
{
    private static readonly StructType Columns = new([new Field("count", DataType.Long, false)]);

    private readonly NativeArray<long> counts = new(budget);

    public override StructType State => Columns;

    public override bool TryReserve(int groups) => counts.TryEnsure(groups);

    public override void Grow(int groups) => counts.Ensure(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        ref readonly var argument = ref arguments[0];
        for (var i = 0; i < rows; i++)
            if (!argument.IsNull(i) && Bits.Get(argument.Values, argument.Position(i)))
                counts.Pointer[groups[i]]++;
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        for (var i = 0; i < rows; i++)
            counts.Pointer[groups[i]] += ((long*)states[0].Values)[states[0].Position(i)];
    }

    public override void States(int* groups, int count, ColumnSet target) => target.Add(StateVectors.Of(DataType.Long, counts.Pointer, null, groups, 0, count, Budget));

    public override Vector Evaluate(int start, int count) => StateVectors.Of(DataType.Long, counts.Pointer, null, null, start, count, Budget);

    public override void Dispose()
    {
        counts.Dispose();
        base.Dispose();
    }
}

/// <summary><c>bit_and</c>, <c>bit_or</c>, <c>bit_xor</c> of whole numbers.</summary>
internal sealed unsafe class BitAccumulator(BitOperation operation, DataType type, MemoryBudget budget) : Accumulator(budget)
{
    private readonly NativeArray<long> words = new(budget);
    private readonly NativeArray<byte> seen = new(budget);

    public override StructType State { get; } = new([new Field("bits", DataType.Long)]);

    public override bool TryReserve(int groups) => words.TryEnsure(groups) && seen.TryEnsure(groups);

    public override void Grow(int groups)
    {
        words.Ensure(groups);
        seen.Ensure(groups);
    }

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        ref readonly var argument = ref arguments[0];
        for (var i = 0; i < rows; i++)
        {
            if (argument.IsNull(i))
                continue;
            var position = argument.Position(i);
            long value = argument.Physical switch
            {
                PhysicalType.Int8 => ((sbyte*)argument.Values)[position],
                PhysicalType.Int16 => ((short*)argument.Values)[position],
                PhysicalType.Int32 => ((int*)argument.Values)[position],
                _ => ((long*)argument.Values)[position],
            };
            ref var word = ref words.Pointer[groups[i]];
            word = seen.Pointer[groups[i]] == 0 ? value : operation switch
            {
                BitOperation.And => word & value,
                BitOperation.Or => word | value,
                _ => word ^ value,
            };
            seen.Pointer[groups[i]] = 1;
        }
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows) => Update(groups, states, rows);

    public override void States(int* groups, int count, ColumnSet target) => target.Add(StateVectors.Of(DataType.Long, words.Pointer, seen.Pointer, groups, 0, count, Budget));

    public override Vector Evaluate(int start, int count)
    {
        switch (type.Physical)
        {
            case PhysicalType.Int8:
                return Narrowed<sbyte>(start, count);
            case PhysicalType.Int16:
                return Narrowed<short>(start, count);
            case PhysicalType.Int32:
                return Narrowed<int>(start, count);
            default:
                return StateVectors.Of(type, words.Pointer, seen.Pointer, null, start, count, Budget);
        }
    }

    public override void Dispose()
    {
        words.Dispose();
        seen.Dispose();
        base.Dispose();
    }

    private FlatVector Narrowed<T>(int start, int count) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var narrow = new T[count];
        for (var i = 0; i < count; i++)
            narrow[i] = T.CreateTruncating(words.Pointer[start + i]);
        fixed (T* n = narrow)
            return StateVectors.Of(type, n, seen.Pointer + start, null, 0, count, Budget);
    }
}

internal enum BitOperation : byte
{
    And,
    Or,
    Xor,
}
