using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Sql;

public sealed partial class DataFrame
{
    /// <summary>True where this frame has a row: a condition for another one, <c>a.Where(b.Where(b["id"] == a["id"].Outer()).Exists())</c>.</summary>
    public Column Exists() => new(new Exists(Plan));

    /// <summary>The one value of this frame's one column, for another frame; null where there is no row.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">When the query runs: SCALAR_SUBQUERY_TOO_MANY_ROWS.</exception>
    public Column Scalar() => new(new ScalarSubquery(Plan));

    /// <summary>Each row with the rows that the other frame has for it: columns of this one stand there as <see cref="Column.Outer"/>.</summary>
    /// <param name="on">A condition besides; null for none.</param>
    /// <param name="how"><c>inner</c>, <c>left</c> or <c>cross</c>.</param>
    public DataFrame LateralJoin(DataFrame other, Column? on = null, string how = "inner") => Kind(how) is JoinKind.Inner or JoinKind.Left or JoinKind.Cross
        ? With(new Join(Plan, other.Plan, Kind(how), on?.Expression) { IsLateral = true })
        : throw new ArgumentException($"a lateral join is inner, left or cross, and not '{how}'", nameof(how));

    /// <summary>Each row with those rows of the other frame whose ranking expression, over columns of both, is the least (or the greatest). All pairs are ranked.</summary>
    /// <param name="results">How many rows of the other frame a row gets at most, from 1 to 100,000.</param>
    /// <param name="mode"><c>exact</c> or <c>approx</c>; the answer is exact either way.</param>
    /// <param name="direction"><c>distance</c>: the least come first; <c>similarity</c>: the greatest.</param>
    /// <param name="how"><c>inner</c>, or <c>leftouter</c> to keep rows that get none.</param>
    /// <exception cref="Columnar.Errors.SpindleException">NEAREST_BY_JOIN.*: an argument out of range.</exception>
    public DataFrame NearestByJoin(DataFrame other, Column ranking, int results, string mode, string direction, string how = "inner")
    {
        const int Most = 100_000;
        if (mode is not ("exact" or "approx"))
            throw SessionErrors.NearestBy("UNSUPPORTED_MODE", ("mode", mode), ("supported", "'approx', 'exact'"));
        if (direction is not ("distance" or "similarity"))
            throw SessionErrors.NearestBy("UNSUPPORTED_DIRECTION", ("direction", direction), ("supported", "'distance', 'similarity'"));
        if (results is < 1 or > Most)
            throw SessionErrors.NearestBy("NUM_RESULTS_OUT_OF_RANGE", ("numResults", $"{results}"), ("min", "1"), ("max", $"{Most}"));
        var kind = Kind(how);
        if (kind is not (JoinKind.Inner or JoinKind.Left))
            throw SessionErrors.NearestBy("UNSUPPORTED_JOIN_TYPE", ("joinType", how), ("supported", "'INNER', 'LEFT OUTER'"));
        const string Row = "__row", Rank = "__rank";
        var pairs = WithColumn(Row, Functions.MonotonicallyIncreasingId()).Join(other, Functions.Lit(true), how);
        var order = direction == "distance" ? ranking.AscNullsLast() : ranking.DescNullsLast();
        var ranked = pairs.Select([Functions.Col("*"), Functions.RowNumber().Over(Window.PartitionBy(Row).OrderBy(order)).As(Rank)]);
        return ranked.Where(Functions.Col(Rank) <= results).Drop(Row, Rank);
    }
}
