namespace Spindle.Sql;

public sealed partial class DataFrame
{
    private static readonly string[] Described = ["count", "mean", "stddev", "min", "max"];
    private static readonly string[] Summarized = ["count", "mean", "stddev", "min", "25%", "50%", "75%", "max"];

    /// <summary>Statistics over columns.</summary>
    public DataFrameStatFunctions Stat => new(this);

    /// <summary>Count, mean, standard deviation, least and greatest value of columns of numbers and text, all as text: a row each, its name in <c>summary</c>.</summary>
    /// <param name="columns">None for all of these types.</param>
    public DataFrame Describe(params string[] columns) => Stat.Summary(columns, Described);

    /// <summary>As <see cref="Describe"/>, of all columns of numbers and text.</summary>
    /// <param name="statistics"><c>count</c>, <c>mean</c>, <c>stddev</c>, <c>min</c>, <c>max</c>, <c>count_distinct</c>, <c>approx_count_distinct</c>, and percentiles such as <c>75%</c>; none for the first five and the quartiles.</param>
    /// <exception cref="ArgumentException">A statistic that there is not.</exception>
    public DataFrame Summary(params string[] statistics) => Stat.Summary([], statistics.Length == 0 ? Summarized : statistics);

    /// <inheritdoc cref="DataFrameStatFunctions.ApproxQuantile(string, IReadOnlyList{double}, double)"/>
    public IReadOnlyList<double> ApproxQuantile(string column, IReadOnlyList<double> probabilities, double relativeError) => Stat.ApproxQuantile(column, probabilities, relativeError);

    /// <inheritdoc cref="DataFrameStatFunctions.ApproxQuantile(IReadOnlyList{string}, IReadOnlyList{double}, double)"/>
    public IReadOnlyList<IReadOnlyList<double>> ApproxQuantile(IReadOnlyList<string> columns, IReadOnlyList<double> probabilities, double relativeError) =>
        Stat.ApproxQuantile(columns, probabilities, relativeError);

    /// <inheritdoc cref="DataFrameStatFunctions.Corr"/>
    public double Corr(string left, string right, string method = "pearson") => Stat.Corr(left, right, method);

    /// <inheritdoc cref="DataFrameStatFunctions.Cov"/>
    public double Cov(string left, string right) => Stat.Cov(left, right);

    /// <inheritdoc cref="DataFrameStatFunctions.Crosstab"/>
    public DataFrame Crosstab(string left, string right) => Stat.Crosstab(left, right);

    /// <inheritdoc cref="DataFrameStatFunctions.FreqItems"/>
    public DataFrame FreqItems(IReadOnlyList<string> columns, double support = 0.01) => Stat.FreqItems(columns, support);

    /// <inheritdoc cref="DataFrameStatFunctions.SampleBy"/>
    public DataFrame SampleBy<T>(Column column, IReadOnlyDictionary<T, double> fractions, long? seed = null)
        where T : notnull => Stat.SampleBy(column, fractions, seed);
}
