using Spindle.Columnar.Types;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql;

public sealed partial class DataFrame
{
    /// <summary>Every row with every row of the other.</summary>
    public DataFrame CrossJoin(DataFrame other) => With(new Join(Plan, other.Plan, JoinKind.Cross, null));

    /// <summary>Rows of both that are equal in these columns, which the result has once.</summary>
    /// <param name="how"><c>inner</c>, <c>left</c>, <c>right</c>, <c>full</c> (each also with <c>outer</c>), <c>semi</c>, <c>anti</c>, <c>cross</c>.</param>
    public DataFrame Join(DataFrame other, string[] columns, string how = "inner") => With(new UnresolvedUsingJoin(Plan, other.Plan, Kind(how), columns.ToValueList()));

    /// <inheritdoc cref="Join(DataFrame, string[], string)"/>
    public DataFrame Join(DataFrame other, string column, string how = "inner") => Join(other, [column], how);

    /// <summary>Pairs of rows for which the condition is true. Columns that both have are told apart by their frames, <c>a["x"] == b["x"]</c>, or by aliases, <c>Col("a.x") == Col("b.x")</c>.</summary>
    /// <inheritdoc cref="Join(DataFrame, string[], string)" path="/param"/>
    public DataFrame Join(DataFrame other, Column condition, string how = "inner") => With(new Join(Plan, other.Plan, Kind(how), condition.Expression));

    private static JoinKind Kind(string how) => how.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "inner" => JoinKind.Inner,
        "cross" => JoinKind.Cross,
        "left" or "leftouter" => JoinKind.Left,
        "right" or "rightouter" => JoinKind.Right,
        "full" or "outer" or "fullouter" => JoinKind.Full,
        "semi" or "leftsemi" => JoinKind.LeftSemi,
        "anti" or "leftanti" => JoinKind.LeftAnti,
        _ => throw new ArgumentException($"'{how}' is no kind of join; use inner, left, right, full, semi, anti or cross", nameof(how)),
    };
}
