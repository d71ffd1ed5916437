using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates.Statistics;

internal enum MomentFunction : byte
{
    VariancePopulation,
    VarianceSample,
    DeviationPopulation,
    DeviationSample,
    Skewness,
    Kurtosis,
}

/// <summary>Count, mean and central moments of doubles, updated one value at a time and merged pairwise (the formulas of Welford and of Chan, Golub and LeVeque, extended by Pébay).</summary>
/// <param name="inBatches">Whether the rows of each batch make a state of their own that is merged; else rows follow one another, as in windows.</param>
internal sealed unsafe class MomentsAccumulator(MomentFunction function, MemoryBudget budget, bool inBatches) : Accumulator(budget)
{
    private static readonly StructType Columns = new([.. new[] { "n", "mean", "m2", "m3", "m4" }.Select(n => new Field(n, DataType.Double, false))]);

    private readonly PartialStates<Moments> states = new(budget);

    public override StructType State => Columns;

    public override bool TryReserve(int groups) => states.TryReserve(groups);

    public override void Grow(int groups) => states.Grow(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        if (arguments[0].Physical == PhysicalType.Null)
            return;
        var values = (double*)arguments[0].Values;
        for (var i = 0; i < rows; i++)
            if (!arguments[0].IsNull(i))
                (inBatches ? states.Partial(groups[i]) : states.Totals + groups[i])->Add(values[arguments[0].Position(i)]);
        foreach (var group in states.Open)
            states.Totals[group].Merge(*states.Partial(group));
        states.Close();
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> columns, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            Moments other = default;
            for (var k = 0; k < 5; k++)
                (&other.N)[k] = ((double*)columns[k].Values)[columns[k].Position(i)];
            states.Totals[groups[i]].Merge(other);
        }
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        var buffer = new double[count];
        for (var k = 0; k < 5; k++)
        {
            for (var i = 0; i < count; i++)
                buffer[i] = (&states.Totals[groups[i]].N)[k];
            fixed (double* b = buffer)
                target.Add(StateVectors.Of(DataType.Double, b, null, null, 0, count, Budget));
        }
    }

    public override Vector Evaluate(int start, int count)
    {
        var results = new double[count];
        var valid = new byte[count];
        for (var i = 0; i < count; i++)
            valid[i] = (byte)(TryResult(states.Totals[start + i], out results[i]) ? 1 : 0);
        fixed (double* r = results)
        fixed (byte* v = valid)
            return StateVectors.Of(DataType.Double, r, v, null, 0, count, Budget);
    }

    public override void Dispose()
    {
        states.Dispose();
        base.Dispose();
    }

    private bool TryResult(in Moments m, out double result)
    {
        var sample = function is MomentFunction.VarianceSample or MomentFunction.DeviationSample;
        result = 0;
        if (m.N == 0 || (sample && m.N == 1))
            return false;
        switch (function)
        {
            case MomentFunction.Skewness or MomentFunction.Kurtosis when m.M2 == 0:
                return false;
            case MomentFunction.Skewness:
                result = Math.Sqrt(m.N) * m.M3 / Math.Sqrt(m.M2 * m.M2 * m.M2);
                return true;
            case MomentFunction.Kurtosis:
                result = m.N * m.M4 / (m.M2 * m.M2) - 3;
                return true;
        }

        var variance = m.M2 / (sample ? m.N - 1 : m.N);
        result = function is MomentFunction.DeviationPopulation or MomentFunction.DeviationSample ? Math.Sqrt(variance) : variance;
        return true;
    }
}
