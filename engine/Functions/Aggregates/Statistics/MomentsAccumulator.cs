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
internal sealed unsafe class MomentsAccumulator(MomentFunction function, MemoryBudget budget) : Accumulator(budget)
{
    private static readonly StructType Columns = new([.. new[] { "n", "mean", "m2", "m3", "m4" }.Select(n => new Field(n, DataType.Double, false))]);

    private readonly NativeArray<Moments> states = new(budget);

    public override StructType State => Columns;

    public override bool TryReserve(int groups) => states.TryEnsure(groups);

    public override void Grow(int groups) => states.Ensure(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        if (arguments[0].Physical != PhysicalType.Null)
            RowLoop.Run<double, Kernel>(new Kernel { States = states.Pointer }, groups, arguments[0], rows);
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> columns, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            Moments other = default;
            for (var k = 0; k < 5; k++)
                (&other.N)[k] = ((double*)columns[k].Values)[columns[k].Position(i)];
            states.Pointer[groups[i]].Merge(other);
        }
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        var buffer = new double[count];
        for (var k = 0; k < 5; k++)
        {
            for (var i = 0; i < count; i++)
                buffer[i] = (&states.Pointer[groups[i]].N)[k];
            fixed (double* b = buffer)
                target.Add(StateVectors.Of(DataType.Double, b, null, null, 0, count, Budget));
        }
    }

    public override Vector Evaluate(int start, int count)
    {
        var results = new double[count];
        var valid = new byte[count];
        for (var i = 0; i < count; i++)
            valid[i] = (byte)(TryResult(states.Pointer[start + i], out results[i]) ? 1 : 0);
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

    private struct Kernel : IRowKernel<double>
    {
        public Moments* States;

        public readonly void Apply(int group, double* value) => States[group].Add(*value);
    }

    private struct Moments
    {
        public double N;
        public double Mean;
        public double M2;
        public double M3;
        public double M4;

        public void Add(double value)
        {
            var before = N;
            N++;
            var delta = value - Mean;
            var deltaN = delta / N;
            var term = delta * deltaN * before;
            Mean += deltaN;
            M4 += term * deltaN * deltaN * (N * N - 3 * N + 3) + 6 * deltaN * deltaN * M2 - 4 * deltaN * M3;
            M3 += term * deltaN * (N - 2) - 3 * deltaN * M2;
            M2 += term;
        }

        public void Merge(in Moments b)
        {
            if (b.N == 0)
                return;
            if (N == 0)
            {
                this = b;
                return;
            }

            var n = N + b.N;
            var delta = b.Mean - Mean;
            var d2 = delta * delta;
            M4 += b.M4 + d2 * d2 * N * b.N * (N * N - N * b.N + b.N * b.N) / (n * n * n)
                + 6 * d2 * (N * N * b.M2 + b.N * b.N * M2) / (n * n) + 4 * delta * (N * b.M3 - b.N * M3) / n;
            M3 += b.M3 + delta * d2 * N * b.N * (N - b.N) / (n * n) + 3 * delta * (N * b.M2 - b.N * M2) / n;
            M2 += b.M2 + d2 * N * b.N / n;
            Mean += delta * b.N / n;
            N = n;
        }
    }
}
