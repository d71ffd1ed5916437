namespace Spindle.Optimizer.Statistics;

/// <summary>What is believed of a column at some point of a plan.</summary>
/// <param name="Distinct">Distinct values among the rows.</param>
/// <param name="Domain">Distinct values that the column could have: filters on other columns do not lessen it. Join estimates divide by it.</param>
/// <param name="SourceRows">Rows of the table that the column comes from, before any filter.</param>
/// <param name="Min">On a scale on which values of the type are ordered; null where unknown.</param>
internal sealed record ColumnEstimate(double Distinct, double Domain, double SourceRows, double? Min, double? Max, double NullFraction)
{
    public static ColumnEstimate Unknown(double rows) => new(Math.Max(1, rows / 10), Math.Max(1, rows / 10), rows, null, null, 0);

    /// <summary>The column after a filter elsewhere left some of its rows (drawn without regard to this column).</summary>
    public ColumnEstimate Thinned(double before, double after)
    {
        if (after >= before || before <= 0)
            return this;
        var perValue = before / Math.Max(1, Distinct);
        var left = Distinct * (1 - Math.Pow(1 - (after / before), Math.Max(1, perValue)));
        return this with { Distinct = Math.Clamp(left, Math.Min(1, after), Math.Max(1, Math.Min(Distinct, after))) };
    }
}
