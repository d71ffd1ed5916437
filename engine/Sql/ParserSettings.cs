using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Sql.Parsing;

/// <summary>What of a session the meaning of a text depends on.</summary>
/// <param name="TimeZone">The zone of TIMESTAMP literals that name none.</param>
/// <param name="DoubleQuotedNames">True when <c>"a"</c> is a name and not a string (<c>spark.sql.ansi.doubleQuotedIdentifiers</c>).</param>
public sealed record ParserSettings(TimeZone TimeZone, bool DoubleQuotedNames = false)
{
    /// <summary>True when HAVING without GROUP BY filters rows, as WHERE does (<c>spark.sql.legacy.parser.havingWithoutGroupByAsWhere</c>).</summary>
    public bool HavingAsWhere { get; init; }

    /// <summary>True when TIMESTAMP without more is a local time (<c>spark.sql.timestampType</c> is TIMESTAMP_NTZ).</summary>
    public bool TimestampIsLocal { get; init; }

    public static ParserSettings Default { get; } = new(TimeZone.Utc);

    /// <summary>True inside of a script, where <c>SET a = 1</c> sets a variable.</summary>
    public bool InScript { get; init; }

    /// <summary>True where <c>IDENTIFIER(…)</c> stands only for names of tables, columns, functions and so on that a statement refers to (<c>spark.sql.legacy.identifierClause</c>).</summary>
    public bool NarrowNameClause { get; init; }

    /// <summary>The text of a constant expression inside <c>IDENTIFIER(…)</c>; null where only literals may stand there. It throws what is wrong with the expression.</summary>
    public Func<Expression, string>? NameText { get; init; }

    /// <summary>What <c>:name</c> and <c>?</c> stand for; null where none are given.</summary>
    public StatementParameters? Parameters { get; init; }
}
