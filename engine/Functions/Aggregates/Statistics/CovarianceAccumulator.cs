using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates.Statistics;

internal enum CovarianceFunction : byte
{
    Population,
    Sample,
    Correlation,
    RegressionCount,
    RegressionAverageX,
    RegressionAverageY,
    RegressionSlope,
    RegressionIntercept,
    RegressionR2,
    RegressionSxx,
    RegressionSyy,
    RegressionSxy,
}

/// <summary>Co-moments of pairs of doubles in which neither is null; regressions take (y, x).</summary>
internal sealed unsafe class CovarianceAccumulator(CovarianceFunction function, MemoryBudget budget) : Accumulator(budget)
{
    private const int Width = 6;

    private static readonly StructType Columns = new([.. new[] { "n", "x", "y", "xy", "xx", "yy" }.Select(n => new Field(n, DataType.Double, false))]);

    private readonly NativeArray<Comoments> states = new(budget);

    public override StructType State => Columns;

    public override bool TryReserve(int groups) => states.TryEnsure(groups);

    public override void Grow(int groups) => states.Ensure(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        var (first, second) = function >= CovarianceFunction.RegressionCount ? (1, 0) : (0, 1);
        for (var i = 0; i < rows; i++)
            if (!arguments[0].IsNull(i) && !arguments[1].IsNull(i))
                states.Pointer[groups[i]].Merge(new Comoments
                {
                    N = 1,
                    X = ((double*)arguments[first].Values)[arguments[first].Position(i)],
                    Y = ((double*)arguments[second].Values)[arguments[second].Position(i)],
                });
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> columns, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            Comoments other = default;
            for (var k = 0; k < Width; k++)
                (&other.N)[k] = ((double*)columns[k].Values)[columns[k].Position(i)];
            states.Pointer[groups[i]].Merge(other);
        }
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        var buffer = new double[count];
        for (var k = 0; k < Width; k++)
        {
            for (var i = 0; i < count; i++)
                buffer[i] = (&states.Pointer[groups[i]].N)[k];
            fixed (double* b = buffer)
                target.Add(StateVectors.Of(DataType.Double, b, null, null, 0, count, Budget));
        }
    }

    public override Vector Evaluate(int start, int count)
    {
        var valid = new byte[count];
        var results = new double[count];
        for (var i = 0; i < count; i++)
            valid[i] = (byte)(TryResult(states.Pointer[start + i], out results[i]) ? 1 : 0);
        fixed (byte* v = valid)
        {
            if (function == CovarianceFunction.RegressionCount)
            {
                var counts = Array.ConvertAll(results, r => (long)r);
                fixed (long* c = counts)
                    return StateVectors.Of(DataType.Long, c, null, null, 0, count, Budget);
            }

            fixed (double* r = results)
                return StateVectors.Of(DataType.Double, r, v, null, 0, count, Budget);
        }
    }

    public override void Dispose()
    {
        states.Dispose();
        base.Dispose();
    }

    private bool TryResult(in Comoments s, out double result)
    {
        (var known, result) = function switch
        {
            CovarianceFunction.RegressionCount => (true, s.N),
            _ when s.N == 0 => (false, 0),
            CovarianceFunction.Population => (true, s.Xy / s.N),
            CovarianceFunction.Sample => (s.N > 1, s.Xy / (s.N - 1)),
            CovarianceFunction.Correlation => (s.N > 1 && s.Xx != 0 && s.Yy != 0, s.Xy / Math.Sqrt(s.Xx * s.Yy)),
            CovarianceFunction.RegressionAverageX => (true, s.X),
            CovarianceFunction.RegressionAverageY => (true, s.Y),
            CovarianceFunction.RegressionSlope => (s.Xx != 0, s.Xy / s.Xx),
            CovarianceFunction.RegressionIntercept => (s.Xx != 0, s.Y - s.Xy / s.Xx * s.X),
            CovarianceFunction.RegressionR2 => (s.Xx != 0, s.Yy == 0 ? 1 : s.Xy * s.Xy / (s.Xx * s.Yy)),
            CovarianceFunction.RegressionSxx => (true, s.Xx),
            CovarianceFunction.RegressionSyy => (true, s.Yy),
            _ => (true, s.Xy),
        };
        return known;
    }

    private struct Comoments
    {
        public double N;
        public double X;
        public double Y;
        public double Xy;
        public double Xx;
        public double Yy;

        public void Merge(in Comoments b)
        {
            if (b.N == 0)
                return;
            if (N == 0)
            {
                this = b;
                return;
            }

            var n = N + b.N;
            var dx = b.X - X;
            var dy = b.Y - Y;
            var weight = N * b.N / n;
            Xy += b.Xy + dx * dy * weight;
            Xx += b.Xx + dx * dx * weight;
            Yy += b.Yy + dy * dy * weight;
            X += dx * b.N / n;
            Y += dy * b.N / n;
            N = n;
        }
    }
}
