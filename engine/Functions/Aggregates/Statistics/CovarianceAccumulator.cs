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
/// <param name="inBatches">As for <see cref="MomentsAccumulator"/>.</param>
internal sealed unsafe class CovarianceAccumulator(CovarianceFunction function, MemoryBudget budget, bool inBatches) : Accumulator(budget)
{
    private const int Width = 6;

    private static readonly StructType Columns = new([.. new[] { "n", "x", "y", "xy", "xx", "yy" }.Select(n => new Field(n, DataType.Double, false))]);

    private readonly PartialStates<Comoments> states = new(budget);

    public override StructType State => Columns;

    public override bool TryReserve(int groups) => states.TryReserve(groups);

    public override void Grow(int groups) => states.Grow(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        var (first, second) = function is >= CovarianceFunction.RegressionCount and not CovarianceFunction.RegressionSxy ? (1, 0) : (0, 1);
        if (arguments[0].Physical == PhysicalType.Null || arguments[1].Physical == PhysicalType.Null)
            return;
        for (var i = 0; i < rows; i++)
        {
            if (!arguments[0].IsNull(i) && !arguments[1].IsNull(i))
            {
                (inBatches ? states.Partial(groups[i]) : states.Totals + groups[i])->Add(
                    ((double*)arguments[first].Values)[arguments[first].Position(i)], ((double*)arguments[second].Values)[arguments[second].Position(i)]);
            }
        }

        foreach (var group in states.Open)
            states.Totals[group].Merge(*states.Partial(group));
        states.Close();
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> columns, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            Comoments other = default;
            for (var k = 0; k < Width; k++)
                (&other.N)[k] = ((double*)columns[k].Values)[columns[k].Position(i)];
            states.Totals[groups[i]].Merge(other);
        }
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        var buffer = new double[count];
        for (var k = 0; k < Width; k++)
        {
            for (var i = 0; i < count; i++)
                buffer[i] = (&states.Totals[groups[i]].N)[k];
            fixed (double* b = buffer)
                target.Add(StateVectors.Of(DataType.Double, b, null, null, 0, count, Budget));
        }
    }

    public override Vector Evaluate(int start, int count)
    {
        var valid = new byte[count];
        var results = new double[count];
        for (var i = 0; i < count; i++)
            valid[i] = (byte)(TryResult(states.Totals[start + i], out results[i]) ? 1 : 0);
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

    private static double Square(double value) => value * value;

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
            CovarianceFunction.RegressionR2 => (s.Xx != 0, s.Yy == 0 ? 1 : Square(s.Xy / Math.Sqrt(s.Xx * s.Yy))),
            CovarianceFunction.RegressionSxx => (true, s.Xx),
            CovarianceFunction.RegressionSyy => (true, s.Yy),
            _ => (true, s.Xy),
        };
        return known;
    }
}
