using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Sql.Merging;
using Spindle.Sql.Parsing;

namespace Spindle.Sql;

/// <summary>
/// Merges a DataFrame, the source, into a table of the catalog, the target: rows of both that match change or remove the target's, rows of one alone are added, changed or removed.
/// Of the clauses of a kind the first whose condition is true acts. The table's rows are written anew, and appear whole or not at all.
/// <code>updates.As("u").MergeInto("sales", Col("sales.id") == Col("u.id")).WhenMatched().UpdateAll().WhenNotMatched().InsertAll().Merge();</code>
/// </summary>
public sealed class MergeIntoWriter
{
    private readonly DataFrame source;
    private readonly ValueList<string> table;
    private readonly Column condition;
    private readonly List<MergeClause> clauses = [];
    private bool evolves;

    internal MergeIntoWriter(DataFrame source, string table, Column condition)
    {
        this.source = source;
        this.table = SqlParser.ParseName(table);
        this.condition = condition;
    }

    /// <summary>What becomes of the target's rows that match.</summary>
    /// <param name="condition">Over columns of both; null for all.</param>
    public WhenMatched WhenMatched(Column? condition = null) => new(this, MergeKind.Matched, condition);

    /// <summary>What becomes of the source's rows that match none.</summary>
    /// <param name="condition">Over the source's columns; null for all.</param>
    public WhenNotMatched WhenNotMatched(Column? condition = null) => new(this, condition);

    /// <summary>What becomes of the target's rows that match none.</summary>
    /// <param name="condition">Over the target's columns; null for all.</param>
    public WhenMatched WhenNotMatchedBySource(Column? condition = null) => new(this, MergeKind.NotMatchedBySource, condition);

    /// <summary>Adds columns that only the source has to the target.</summary>
    public MergeIntoWriter WithSchemaEvolution()
    {
        evolves = true;
        return this;
    }

    /// <summary>Does it.</summary>
    /// <exception cref="SpindleException">MERGE_CARDINALITY_VIOLATION: a row of the target matches several of the source; TABLE_OR_VIEW_NOT_FOUND; UNRESOLVED_COLUMN; INCOMPATIBLE_DATA_FOR_TABLE.*</exception>
    /// <exception cref="InvalidOperationException">There is no clause.</exception>
    public void Merge()
    {
        if (clauses.Count == 0)
            throw new InvalidOperationException("a merge has at least one clause: WhenMatched, WhenNotMatched or WhenNotMatchedBySource");
        new TableMerge(source, table, condition, clauses, evolves).Run();
    }

    internal MergeIntoWriter With(MergeClause clause)
    {
        clauses.Add(clause);
        return this;
    }
}
