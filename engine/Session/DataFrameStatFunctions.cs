using Spindle.Columnar.Types;
using Spindle.Sql.Statistics;

namespace Spindle.Sql;

/// <summary>Statistics over columns: <c>frame.Stat.Corr("height", "weight")</c>.</summary>
public sealed class DataFrameStatFunctions
{
    private const double LeastSupport = 1e-4;

    private readonly DataFrame frame;

    internal DataFrameStatFunctions(DataFrame frame) => this.frame = frame;

    /// <summary>Values of a numeric column below which these shares of its rows lie; nulls and NaN do not count.</summary>
    /// <param name="probabilities">Each from 0 (the least value) to 1 (the greatest).</param>
    /// <param name="relativeError">By how much a share may be wrong, 0 or more. The answer is exact, which every bound holds.</param>
    /// <returns>A value a probability; none for a column without values.</returns>
    /// <exception cref="ArgumentException">A probability or the error is out of range, or the column is not numeric.</exception>
    public IReadOnlyList<double> ApproxQuantile(string column, IReadOnlyList<double> probabilities, double relativeError) => ApproxQuantile([column], probabilities, relativeError)[0];

    /// <inheritdoc cref="ApproxQuantile(string, IReadOnlyList{double}, double)"/>
    /// <returns>For each column a value a probability.</returns>
    public IReadOnlyList<IReadOnlyList<double>> ApproxQuantile(IReadOnlyList<string> columns, IReadOnlyList<double> probabilities, double relativeError)
    {
        if (probabilities.Any(p => p is not (>= 0 and <= 1)))
            throw new ArgumentException("a probability is between 0 and 1", nameof(probabilities));
        if (!(relativeError >= 0))
            throw new ArgumentException("a relative error is 0 or more", nameof(relativeError));
        if (columns.Count == 0 || probabilities.Count == 0)
            return [.. columns.Select(_ => System.Array.Empty<double>())];
        var shares = Functions.Array([.. probabilities.Select(p => Functions.Lit(p))]);
        var row = frame.Select([.. columns.Select((c, i) => Present(Number(c, "a quantile")).As($"c{i}"))])
            .Agg(Functions.Lit(1).As("row"), [.. columns.Select((_, i) => Functions.PercentileApprox($"c{i}", shares).As($"q{i}"))]).Collect()[0];
        return [.. columns.Select((_, i) => row.IsNullAt(i + 1) ? [] : row.Get<double[]>(i + 1))];
    }

    /// <summary>The correlation of two numeric columns, a null counting as 0; NaN where it is not defined.</summary>
    /// <param name="method"><c>pearson</c>, the only one that there is.</param>
    /// <exception cref="ArgumentException">Another method, or a column that is not numeric.</exception>
    public double Corr(string left, string right, string method = "pearson")
    {
        if (method != "pearson")
            throw new ArgumentException($"'{method}' is no method; only pearson is there", nameof(method));
        return frame.Agg(Functions.Coalesce(Functions.Corr(OrZero(left, "a correlation"), OrZero(right, "a correlation")), Functions.Lit(double.NaN)).As("corr")).Collect()[0].Get<double>(0);
    }

    /// <summary>The covariance of two numeric columns in a sample, a null counting as 0; 0 where it is not defined.</summary>
    /// <exception cref="ArgumentException">A column is not numeric.</exception>
    public double Cov(string left, string right) =>
        frame.Agg(Functions.Coalesce(Functions.CovarSamp(OrZero(left, "a covariance"), OrZero(right, "a covariance")), Functions.Lit(0.0)).As("cov")).Collect()[0].Get<double>(0);

    /// <summary>How often pairs of values are met: a row for each value of the left column, first, called <c>left_right</c>; a column for each value of the right one.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">The right column has more values than spark.sql.pivotMaxValues.</exception>
    public DataFrame Crosstab(string left, string right)
    {
        var name = $"{left}_{right}";
        var counts = frame.Select(Text(left).As(name), Functions.RegexpReplace(Text(right), "`", "").As("value")).GroupBy(name).Pivot("value").Count();
        return counts.Na.Fill(0L, [.. counts.Columns.Skip(1)]);
    }

    /// <summary>One row of arrays <c>column_freqItems</c>: the values that at least that share of the rows has, null among them. Nothing is there by mistake, as Spark's may be.</summary>
    /// <param name="support">From 0.0001 to 1.</param>
    /// <exception cref="ArgumentException">A support out of range.</exception>
    public DataFrame FreqItems(IReadOnlyList<string> columns, double support = 0.01)
    {
        if (support is not (>= LeastSupport and <= 1))
            throw new ArgumentException($"a support is between {LeastSupport} and 1", nameof(support));
        var total = frame.Agg(Functions.Count(Functions.Lit(1)).As("total")).Scalar();
        return frame.Session.Range(1).Select([.. columns.Select(column =>
        {
            var counts = frame.Select(new Column(DataFrame.Existing(column)).As("item")).GroupBy("item").Count();
            var items = counts.Where(Functions.Col("count") >= total * support).Agg(Functions.CollectList(Functions.Struct("item")).As("items"));
            return Functions.Transform(items.Scalar(), item => item.GetField("item")).As($"{column}_freqItems");
        })]);
    }

    /// <summary>Rows chosen by chance, for each value of a column with a chance of its own; values that are not named are left out.</summary>
    /// <param name="fractions">Each from 0 to 1.</param>
    /// <exception cref="ArgumentException">A fraction is out of range.</exception>
    public DataFrame SampleBy<T>(Column column, IReadOnlyDictionary<T, double> fractions, long? seed = null)
        where T : notnull
    {
        if (fractions.Values.Any(f => f is not (>= 0 and <= 1)))
            throw new ArgumentException("a fraction is between 0 and 1", nameof(fractions));
        Column? chance = null;
        foreach (var (value, fraction) in fractions)
            chance = chance is null ? Functions.When(column == (object)value, fraction) : chance.When(column == (object)value, fraction);
        return chance is null ? frame.Limit(0) : frame.Where(Functions.Rand(seed) < chance.Otherwise(0.0));
    }

    internal DataFrame Summary(IReadOnlyList<string> columns, IReadOnlyList<string> statistics) => new Summary(frame, columns).Of(statistics);

    private static Column Present(Column number) => Functions.When(!number.IsNaN(), number);

    private static Column Text(string column)
    {
        var value = new Column(DataFrame.Existing(column));
        return Functions.When(value.IsNull(), "null").Otherwise(value.Cast(DataType.String));
    }

    private Column OrZero(string column, string what) => Functions.Coalesce(Number(column, what), Functions.Lit(0.0));

    private Column Number(string column, string what)
    {
        var value = new Column(DataFrame.Existing(column));
        return frame.Select(value).Schema.Fields[0].Type is NumericType ? value.Cast(DataType.Double) : throw new ArgumentException($"{column} is no number, of which {what} can be made", nameof(column));
    }
}
