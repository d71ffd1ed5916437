using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Physical;

/// <summary>Reads a table.</summary>
/// <param name="Columns">Positions in the table's schema.</param>
/// <param name="Filters">Conjuncts over positions in <paramref name="Columns"/>; the scan's output has only the rows that pass all of them.</param>
/// <param name="RuntimeFilters">Filters that joins above make of their build sides before this scan starts.</param>
/// <param name="Output">Positions in <paramref name="Columns"/> that leave the scan (columns that only filters read do not).</param>
public sealed record ScanExec(ITableHandle Table, ValueList<int> Columns, ValueList<Expression> Filters, ValueList<RuntimeFilterTarget> RuntimeFilters,
    ValueList<int> Output, long Limit = -1) : PhysicalPlan
{
    public override StructType Schema => new(Output.Select(i => Table.Schema.Fields[Columns[i]]).ToValueList());
    public override ValueList<PhysicalPlan> Children => [];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this;

    public override IEnumerable<Expression> Expressions => Filters;
    public override string Describe() =>
        $"Scan {Table.DisplayName} [{string.Join(", ", Output.Select(i => Table.Schema.Fields[Columns[i]].Name))}]"
        + (Filters.Count == 0 ? "" : $" where {string.Join(" AND ", Filters.Select(f => f.Sql))}")
        + (RuntimeFilters.Count == 0 ? "" : $" join filters {string.Join(", ", RuntimeFilters.Select(f => $"{Table.Schema.Fields[Columns[f.Column]].Name} in #{f.FilterId}"))}")
        + (Limit < 0 ? "" : $" limit {Limit}");
}

/// <summary>A scan's column must be among the keys of the build side that publishes under the id.</summary>
/// <param name="Column">Position in <see cref="ScanExec.Columns"/>.</param>
public sealed record RuntimeFilterTarget(int FilterId, int Column);

/// <summary>Rows written in the query: every row one literal a column.</summary>
public sealed record ValuesExec(StructType Columns, ValueList<ValueList<Expression>> Rows) : PhysicalPlan
{
    public override StructType Schema => Columns;
    public override ValueList<PhysicalPlan> Children => [];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this;
    public override IEnumerable<Expression> Expressions => Rows.SelectMany(r => r);
    public override string Describe() => $"Values [{string.Join(", ", Columns.Fields.Select(f => f.Name))}] {Rows.Count} rows";
}

public sealed record RangeExec(long Start, long End, long Step, string Name) : PhysicalPlan
{
    /// <summary>Into how many tasks it is cut where there are executors; 0 where that is left to planning.</summary>
    public int Partitions { get; init; }

    public override StructType Schema => new([new Field(Name, DataType.Long, false)]);
    public override ValueList<PhysicalPlan> Children => [];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this;
    public override string Describe() => $"Range {Start} to {End} step {Step}";
}

/// <summary>Reads the rows that <see cref="ShareExec"/> of the same id keeps; how a common subplan runs once and is read several times.</summary>
public sealed record SharedExec(int ShareId, StructType Columns) : PhysicalPlan
{
    public override StructType Schema => Columns;
    public override ValueList<PhysicalPlan> Children => [];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this;
    public override string Describe() => $"Shared #{ShareId}";
}
