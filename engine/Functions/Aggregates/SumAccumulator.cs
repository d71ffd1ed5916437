using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;
using Spindle.Plans.Expressions;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Functions.Aggregates;

/// <summary>How a sum's running total takes one more value in.</summary>
internal interface ISummation<TSum>
    where TSum : unmanaged
{
    static abstract TSum Of<T>(T value) where T : unmanaged, INumberBase<T>;

    /// <summary>Adds in place; true when the total left its range.</summary>
    static abstract bool Add(ref TSum total, TSum value);

    static abstract DataType Type { get; }
}

/// <summary>Totals of 64 bits.</summary>
internal readonly struct WholeSum : ISummation<long>
{
    public static DataType Type => DataType.Long;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of<T>(T value) where T : unmanaged, INumberBase<T> => long.CreateTruncating(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Add(ref long total, long value)
    {
        var sum = unchecked(total + value);
        var overflow = ((total ^ sum) & (value ^ sum)) < 0;
        total = sum;
        return overflow;
    }
}

internal readonly struct FloatingSum : ISummation<double>
{
    public static DataType Type => DataType.Double;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of<T>(T value) where T : unmanaged, INumberBase<T> => double.CreateTruncating(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Add(ref double total, double value)
    {
        total += value;
        return false;
    }
}

/// <summary><c>sum</c> of whole numbers (a BIGINT), of intervals, and of floating-point numbers (a DOUBLE). Null where a group has no value.</summary>
internal sealed unsafe class SumAccumulator<TSum, TSummation>(DataType result, EvaluationMode mode, Origin origin, MemoryBudget budget) : Accumulator(budget)
    where TSum : unmanaged
    where TSummation : struct, ISummation<TSum>
{
    private const byte Seen = 1;
    private const byte Overflowed = 2;

    private readonly NativeArray<TSum> totals = new(budget);
    private readonly NativeArray<byte> flags = new(budget);

    public override StructType State { get; } = new([new Field("sum", TSummation.Type), new Field("overflow", DataType.Boolean, false)]);

    public override bool TryReserve(int groups) => totals.TryEnsure(groups) && flags.TryEnsure(groups);

    public override void Grow(int groups)
    {
        totals.Ensure(groups);
        flags.Ensure(groups);
    }

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        ref readonly var argument = ref arguments[0];
        var overflow = argument.Physical switch
        {
            PhysicalType.Int8 => Take<sbyte>(groups, argument, rows),
            PhysicalType.Int16 => Take<short>(groups, argument, rows),
            PhysicalType.Int32 => Take<int>(groups, argument, rows),
            PhysicalType.Int64 => Take<long>(groups, argument, rows),
            PhysicalType.Float32 => Take<float>(groups, argument, rows),
            PhysicalType.Float64 => Take<double>(groups, argument, rows),
            PhysicalType.Null => false,
            _ => throw new UnreachableException(argument.Physical.ToString()),
        };
        if (overflow && mode == EvaluationMode.Ansi)
            throw Overflow();
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        var overflow = TakeTotals(groups, states[0], rows);
        for (var i = 0; i < rows; i++)
            if (Bits.Get(states[1].Values, states[1].Position(i)))
                flags.Pointer[groups[i]] |= Overflowed;
        if (overflow && mode == EvaluationMode.Ansi)
            throw Overflow();
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        var valid = new byte[count];
        var overflowed = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var flag = flags.Pointer[groups[i]];
            valid[i] = (byte)(flag & Seen);
            overflowed[i] = (byte)(flag & Overflowed);
        }

        fixed (byte* v = valid, o = overflowed)
        {
            target.Add(StateVectors.Masked(StateVectors.Of(TSummation.Type, totals.Pointer, null, groups, 0, count, Budget), v, Budget));
            target.Add(StateVectors.OfBytes(DataType.Boolean, o, null, null, 0, count, Budget));
        }
    }

    public override Vector Evaluate(int start, int count)
    {
        var valid = new byte[count];
        for (var i = 0; i < count; i++)
            valid[i] = (byte)(flags.Pointer[start + i] == Seen || (mode == EvaluationMode.Legacy && flags.Pointer[start + i] != 0) ? 1 : 0);
        fixed (byte* v = valid)
        {
            if (result.Physical == PhysicalType.Int32)
                return Narrow(start, count, v);
            var sums = StateVectors.Of(result, totals.Pointer + start, v, null, 0, count, Budget);
            return sums;
        }
    }

    public override void Dispose()
    {
        totals.Dispose();
        flags.Dispose();
        base.Dispose();
    }

    // Year-month intervals are 32 bits: their totals are kept in 64 and checked here.
    private FlatVector Narrow(int start, int count, byte* valid)
    {
        var narrow = new int[count];
        for (var i = 0; i < count; i++)
        {
            var total = (long)(object)totals.Pointer[start + i];
            if (valid[i] != 0 && total != (int)total)
                throw Overflow();
            narrow[i] = (int)total;
        }

        fixed (int* n = narrow)
            return StateVectors.Of(result, n, valid, null, 0, count, Budget);
    }

    private bool Take<T>(int* groups, in ColumnView column, int rows) where T : unmanaged, INumberBase<T>
    {
        var overflow = false;
        RowLoop.Run<T, Kernel<T>>(new Kernel<T> { Totals = totals.Pointer, Flags = flags.Pointer, Overflow = &overflow }, groups, column, rows);
        return overflow;
    }

    private bool TakeTotals(int* groups, in ColumnView column, int rows)
    {
        var overflow = false;
        RowLoop.Run<TSum, MergeKernel>(new MergeKernel { Totals = totals.Pointer, Flags = flags.Pointer, Overflow = &overflow }, groups, column, rows);
        return overflow;
    }

    private SpindleException Overflow() => new(ErrorClasses.ArithmeticOverflow,
        "the sum leaves the range of its type: use try_sum to get NULL instead, or sum a wider type (a decimal)", origin);

    private struct Kernel<T> : IRowKernel<T> where T : unmanaged, INumberBase<T>
    {
        public TSum* Totals;
        public byte* Flags;
        public bool* Overflow;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(int group, T* value)
        {
            Flags[group] |= Seen;
            if (TSummation.Add(ref Totals[group], TSummation.Of(*value)))
            {
                Flags[group] |= Overflowed;
                *Overflow = true;
            }
        }
    }

    private struct MergeKernel : IRowKernel<TSum>
    {
        public TSum* Totals;
        public byte* Flags;
        public bool* Overflow;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(int group, TSum* value)
        {
            Flags[group] |= Seen;
            if (TSummation.Add(ref Totals[group], *value))
            {
                Flags[group] |= Overflowed;
                *Overflow = true;
            }
        }
    }
}
