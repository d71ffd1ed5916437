using System.Collections.Frozen;

namespace Spindle.Sql.Parsing.Grammar;

/// <summary>
/// Where a keyword cannot be a name. Spark reserves none; a word that could go on with the statement is then read as that, and must be quoted to be a name.
/// </summary>
internal static class Keywords
{
    /// <summary>Words that never are a column where a value is expected.</summary>
    private static readonly FrozenSet<string> NotAColumn = Set(
        "AND", "AS", "BETWEEN", "ELSE", "END", "EXCEPT", "FROM", "GROUP", "HAVING", "IN", "INTERSECT", "IS", "JOIN", "LATERAL", "LIMIT", "NOT", "ON", "OR", "ORDER",
        "QUALIFY", "SELECT", "THEN", "UNION", "USING", "WHEN", "WHERE");

    /// <summary>Words that are not taken for an alias without AS after a select item.</summary>
    private static readonly FrozenSet<string> NotABareColumnAlias = Set(
        "AND", "AS", "BETWEEN", "CLUSTER", "DISTRIBUTE", "ELSE", "END", "EXCEPT", "FOR", "FROM", "GROUP", "HAVING", "ILIKE", "IN", "INTERSECT", "INTO", "IS", "JOIN", "LATERAL",
        "LIKE", "LIMIT", "MINUS", "NOT", "OFFSET", "ON", "OR", "ORDER", "QUALIFY", "REGEXP", "RLIKE", "SORT", "THEN", "UNION", "USING", "VALUES", "WHEN", "WHERE", "WINDOW", "WITH");

    /// <summary>Words that are not taken for a table's alias without AS.</summary>
    private static readonly FrozenSet<string> NotABareTableAlias = Set(
        "ANTI", "AS", "CLUSTER", "CROSS", "DISTRIBUTE", "EXCEPT", "FULL", "GROUP", "HAVING", "INNER", "INTERSECT", "JOIN", "LATERAL", "LEFT", "LIMIT", "MINUS", "NATURAL", "OFFSET",
        "ON", "ORDER", "PIVOT", "QUALIFY", "RIGHT", "SELECT", "SEMI", "SET", "SORT", "TABLESAMPLE", "UNION", "UNPIVOT", "USING", "VALUES", "WHEN", "WHERE", "WINDOW", "WITH", "INSERT", "FOR", "VERSION",
        "TIMESTAMP", "SYSTEM_TIME", "SYSTEM_VERSION");

    /// <summary>The words that Spark's strict names leave out: they are a table's alias only in quotes.</summary>
    private static readonly FrozenSet<string> StrictlyReserved = Set(
        "ANTI", "CROSS", "EXCEPT", "FULL", "INNER", "INTERSECT", "JOIN", "LATERAL", "LEFT", "MINUS", "NATURAL", "ON", "RIGHT", "SEMI", "UNION", "USING");

    /// <summary>What may follow a complete query, for the error that something else does.</summary>
    public static readonly string[] AfterQuery = ["end of input"];

    public static bool MayBeColumn(string word) => !NotAColumn.Contains(word);

    public static bool MayBeBareColumnAlias(string word) => !NotABareColumnAlias.Contains(word);

    public static bool MayBeBareTableAlias(string word) => !NotABareTableAlias.Contains(word);

    public static bool IsStrictlyReserved(string word) => StrictlyReserved.Contains(word);

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
