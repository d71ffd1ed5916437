using System.Diagnostics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Aggregates;

/// <summary>
/// <c>sum</c> and <c>avg</c> of decimals. Totals are 128 bits wide, so that 64-bit values never overflow them; the result's precision is checked at the end.
/// A total that leaves 128 bits is remembered as a negative count.
/// </summary>
internal sealed unsafe class DecimalSumAccumulator(DecimalType input, DecimalType result, bool average, EvaluationMode mode, Origin origin, MemoryBudget budget)
    : Accumulator(budget)
{
    private const long Overflowed = long.MinValue / 2;

    private readonly NativeArray<Int128> totals = new(budget);
    private readonly NativeArray<long> counts = new(budget);
    private readonly DecimalShape sumShape = DecimalTypeRules.Sum(new DecimalShape(input.Precision, input.Scale));

    public override StructType State { get; } =
        new([new Field("sum", new DecimalType(DecimalType.MaxPrecision, input.Scale), false), new Field("count", DataType.Long, false)]);

    public override bool TryReserve(int groups) => totals.TryEnsure(groups) && counts.TryEnsure(groups);

    public override void Grow(int groups)
    {
        totals.Ensure(groups);
        counts.Ensure(groups);
    }

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        ref readonly var argument = ref arguments[0];
        switch (argument.Physical)
        {
            case PhysicalType.Int64:
                RowLoop.Run<long, AddLong>(new AddLong { Totals = (ulong*)totals.Pointer, Counts = counts.Pointer }, groups, argument, rows);
                break;
            case PhysicalType.Int128:
                RowLoop.Run<Int128, AddWide>(new AddWide { Totals = totals.Pointer, Counts = counts.Pointer }, groups, argument, rows);
                break;
            case PhysicalType.Null:
                break;
            default:
                throw new UnreachableException(argument.Physical.ToString());
        }
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            var group = groups[i];
            var total = ((Int128*)states[0].Values)[states[0].Position(i)];
            var sum = unchecked(totals.Pointer[group] + total);
            var overflow = ((totals.Pointer[group] ^ sum) & (total ^ sum)) < 0;
            totals.Pointer[group] = sum;
            var count = ((long*)states[1].Values)[states[1].Position(i)];
            counts.Pointer[group] = overflow || count < 0 || counts.Pointer[group] < 0 ? Overflowed : counts.Pointer[group] + count;
        }
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        target.Add(StateVectors.Of(State.Fields[0].Type, totals.Pointer, null, groups, 0, count, Budget));
        target.Add(StateVectors.Of(DataType.Long, counts.Pointer, null, groups, 0, count, Budget));
    }

    public override Vector Evaluate(int start, int count)
    {
        var valid = new byte[count];
        var wide = new Int128[count];
        for (var i = 0; i < count; i++)
        {
            if (counts.Pointer[start + i] == 0)
                continue;
            if (TryResult(start + i, out wide[i]))
                valid[i] = 1;
            else if (mode == EvaluationMode.Ansi)
                throw new SpindleException(ErrorClasses.ArithmeticOverflow,
                    $"the {(average ? "average" : "sum")} of decimals does not fit {result.Sql}: use try_{(average ? "avg" : "sum")} to get NULL instead", origin);
        }

        fixed (byte* v = valid)
        {
            if (result.Physical == PhysicalType.Int128)
                fixed (Int128* w = wide)
                    return StateVectors.Of(result, w, v, null, 0, count, Budget);
            var narrow = new long[count];
            for (var i = 0; i < count; i++)
                narrow[i] = (long)wide[i];
            fixed (long* n = narrow)
                return StateVectors.Of(result, n, v, null, 0, count, Budget);
        }
    }

    public override void Dispose()
    {
        totals.Dispose();
        counts.Dispose();
        base.Dispose();
    }

    private bool TryResult(int group, out Int128 value)
    {
        value = totals.Pointer[group];
        var count = counts.Pointer[group];
        if (count < 0 || !PowersOfTen.Fits(value, sumShape.Precision))
            return false;
        return average ? DecimalArithmetic.TryDivide(value, input.Scale, count, 0, result.Precision, result.Scale, out value) : PowersOfTen.Fits(value, result.Precision);
    }

    private struct AddLong : IRowKernel<long>
    {
        // Limbs as they lie in memory: low, then high.
        public ulong* Totals;
        public long* Counts;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(int group, long* value)
        {
            var limbs = Totals + 2L * group;
            var low = unchecked(limbs[0] + (ulong)*value);
            limbs[1] = unchecked(limbs[1] + (ulong)(*value >> 63) + (low < limbs[0] ? 1UL : 0UL));
            limbs[0] = low;
            Counts[group]++;
        }
    }

    private struct AddWide : IRowKernel<Int128>
    {
        public Int128* Totals;
        public long* Counts;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(int group, Int128* value)
        {
            var sum = unchecked(Totals[group] + *value);
            Counts[group] = ((Totals[group] ^ sum) & (*value ^ sum)) < 0 ? Overflowed : Counts[group] + 1;
            Totals[group] = sum;
        }
    }
}
