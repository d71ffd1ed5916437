using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Logical;

/// <summary>A table's rows.</summary>
/// <param name="Columns">One reference a column of the table's schema that is read, in schema order.</param>
/// <param name="Ordinals">For each column its position in the table's schema.</param>
public sealed record Relation(ITableHandle Table, ValueList<ColumnReference> Columns, ValueList<int> Ordinals) : LeafPlan
{
    public override ValueList<ColumnReference> Output => Columns;
    public override string Describe() => $"Relation {Table.DisplayName} [{string.Join(", ", Columns.Select(c => c.Name + c.Id))}]";

    /// <summary>All columns of a table, under new ids.</summary>
    public static Relation Of(ITableHandle table, ValueList<string> qualifier) => new(
        table,
        table.Schema.Fields.Select(f => new ColumnReference(ColumnId.Next(), f.Name, f.Type, f.Nullable, qualifier)).ToValueList(),
        Enumerable.Range(0, table.Schema.Fields.Count).ToValueList());
}

/// <summary>Rows written down in the query: <c>VALUES (1, 'a'), (2, 'b')</c>. Every row holds foldable expressions of the columns' types.</summary>
public sealed record Values(ValueList<ColumnReference> Columns, ValueList<ValueList<Expression>> Rows) : LeafPlan
{
    public override ValueList<ColumnReference> Output => Columns;
    public override ValueList<Expression> Expressions => Rows.SelectMany(r => r).ToValueList();

    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with
    {
        Rows = Rows.Select((r, i) => expressions.Skip(i * Columns.Count).Take(Columns.Count).ToValueList()).ToValueList(),
    };

    public override string Describe() => $"Values [{string.Join(", ", Columns.Select(c => c.Name + c.Id))}] {Rows.Count} rows";

    /// <summary>One row of no columns: what a SELECT without FROM reads.</summary>
    public static Values OneRow => new([], [[]]);
}

/// <summary>The numbers start, start + step, … below (above, for a negative step) end: <c>range(start, end, step)</c>.</summary>
public sealed record RangePlan(long Start, long End, long Step, ColumnReference Column) : LeafPlan
{
    /// <summary>Into how many tasks it is cut where there are executors; 0 where that is left to planning.</summary>
    public int Partitions { get; init; }

    public override ValueList<ColumnReference> Output => [Column];
    public override string Describe() => $"Range {Start} to {End} step {Step} [{Column.Name}{Column.Id}]";
}

/// <summary>A named common table expression's rows, read in one of several places; <see cref="With"/> holds its plan.</summary>
public sealed record CommonTableReference(string Name, long CommonTableId, ValueList<ColumnReference> Columns) : LeafPlan
{
    /// <summary>The value of <see cref="RowsWanted"/> where all rows are wanted, however many they are.</summary>
    public const long AllRows = long.MaxValue;

    /// <summary>How many of a recursive table's rows a LIMIT above asks for; null where none says, and the session's limit holds.</summary>
    public long? RowsWanted { get; init; }

    public override ValueList<ColumnReference> Output => Columns;
    public override string Describe() => $"CommonTableReference {Name} #{CommonTableId}";
}
