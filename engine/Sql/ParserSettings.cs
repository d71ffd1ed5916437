using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Sql.Parsing;

/// <summary>What of a session's settings the meaning of a text depends on.</summary>
/// <param name="TimeZone">The zone of TIMESTAMP literals that name none.</param>
/// <param name="DoubleQuotedNames">True when <c>"a"</c> is a name and not a string (<c>spark.sql.ansi.doubleQuotedIdentifiers</c>).</param>
public sealed record ParserSettings(TimeZone TimeZone, bool DoubleQuotedNames = false)
{
    /// <summary>True when HAVING without GROUP BY filters rows, as WHERE does (<c>spark.sql.legacy.parser.havingWithoutGroupByAsWhere</c>).</summary>
    public bool HavingAsWhere { get; init; }

    public static ParserSettings Default { get; } = new(TimeZone.Utc);
}
