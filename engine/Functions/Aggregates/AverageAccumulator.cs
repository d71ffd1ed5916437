using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Functions.Aggregates;

/// <summary><c>avg</c> of numbers that are not decimals: a DOUBLE; and of intervals, rounded half up. Null where a group has no value.</summary>
internal sealed unsafe class AverageAccumulator(DataType result, EvaluationMode mode, Origin origin, MemoryBudget budget) : Accumulator(budget)
{
    private static readonly StructType Columns = new([new Field("sum", DataType.Double, false), new Field("count", DataType.Long, false)]);

    private readonly NativeArray<double> totals = new(budget);
    private readonly NativeArray<long> counts = new(budget);

    public override StructType State => Columns;

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
            case PhysicalType.Int8:
                Take<sbyte>(groups, argument, rows);
                break;
            case PhysicalType.Int16:
                Take<short>(groups, argument, rows);
                break;
            case PhysicalType.Int32:
                Take<int>(groups, argument, rows);
                break;
            case PhysicalType.Int64:
                Take<long>(groups, argument, rows);
                break;
            case PhysicalType.Float32:
                Take<float>(groups, argument, rows);
                break;
            case PhysicalType.Float64:
                Take<double>(groups, argument, rows);
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
            totals.Pointer[groups[i]] += ((double*)states[0].Values)[states[0].Position(i)];
            counts.Pointer[groups[i]] += ((long*)states[1].Values)[states[1].Position(i)];
        }
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        target.Add(StateVectors.Of(DataType.Double, totals.Pointer, null, groups, 0, count, Budget));
        target.Add(StateVectors.Of(DataType.Long, counts.Pointer, null, groups, 0, count, Budget));
    }

    public override Vector Evaluate(int start, int count)
    {
        var means = new double[count];
        var valid = new byte[count];
        for (var i = 0; i < count; i++)
        {
            valid[i] = (byte)(counts.Pointer[start + i] > 0 ? 1 : 0);
            means[i] = totals.Pointer[start + i] / counts.Pointer[start + i];
        }

        fixed (byte* v = valid)
        {
            if (result is DoubleType)
                fixed (double* m = means)
                    return StateVectors.Of(result, m, v, null, 0, count, Budget);
            Check(start, count, v);
            return Intervals(means, v, count);
        }
    }

    public override void Dispose()
    {
        totals.Dispose();
        counts.Dispose();
        base.Dispose();
    }

    /// <summary>The sum of intervals is an interval itself and must fit its type.</summary>
    private void Check(int start, int count, byte* valid)
    {
        var most = result.Physical == PhysicalType.Int32 ? int.MaxValue : (double)long.MaxValue;
        for (var i = 0; i < count; i++)
        {
            if (Math.Abs(totals.Pointer[start + i]) <= most)
                continue;
            if (mode != EvaluationMode.Try)
                throw EvaluationErrors.IntervalOutOfRange(origin);
            valid[i] = 0;
        }
    }

    private FlatVector Intervals(double[] means, byte* valid, int count)
    {
        var wide = new long[count];
        var narrow = new int[count];
        for (var i = 0; i < count; i++)
        {
            wide[i] = valid[i] == 0 ? 0 : (long)Math.Round(means[i], MidpointRounding.AwayFromZero);
            narrow[i] = (int)wide[i];
        }

        fixed (long* w = wide)
        fixed (int* n = narrow)
            return result.Physical == PhysicalType.Int32
                ? StateVectors.Of(result, n, valid, null, 0, count, Budget)
                : StateVectors.Of(result, w, valid, null, 0, count, Budget);
    }

    private void Take<T>(int* groups, in ColumnView column, int rows) where T : unmanaged, INumberBase<T> =>
        RowLoop.Run<T, Kernel<T>>(new Kernel<T> { Totals = totals.Pointer, Counts = counts.Pointer }, groups, column, rows);

    private struct Kernel<T> : IRowKernel<T> where T : unmanaged, INumberBase<T>
    {
        public double* Totals;
        public long* Counts;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(int group, T* value)
        {
            Totals[group] += double.CreateTruncating(*value);
            Counts[group]++;
        }
    }
}
