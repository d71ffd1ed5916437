using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Commands;

/// <summary>What CREATE TABLE says of a table beside its columns and rows.</summary>
/// <param name="Format"><c>parquet</c>, <c>csv</c>, <c>json</c> …; null for the session's default.</param>
/// <param name="Location">The folder; null for one in the warehouse.</param>
public sealed record TableSpecification(string? Format, ValueList<KeyValuePair<string, string>> Options, ValueList<string> PartitionedBy, string? Location, string? Comment)
{
    /// <summary>TBLPROPERTIES: what users note about a table.</summary>
    public ValueList<KeyValuePair<string, string>> Properties { get; init; } = [];
}

/// <summary><c>CREATE TABLE [IF NOT EXISTS] name [(columns)] [USING format] …</c>.</summary>
/// <param name="Columns">Empty where the files at the location say them.</param>
public sealed record CreateTable(ValueList<string> Name, StructType Columns, TableSpecification Specification, bool IfNotExists, bool OrReplace) : Command
{
    public override string Describe() => $"CreateTable {string.Join(".", Name)} {Columns.Name} {Specification.Format}{(IfNotExists ? " if not exists" : "")}";
}

/// <summary><c>CREATE TABLE name [USING format] … AS query</c>.</summary>
public sealed record CreateTableAsSelect(ValueList<string> Name, TableSpecification Specification, LogicalPlan Query, bool IfNotExists, bool OrReplace) : Command
{
    public override string Describe() => $"CreateTableAsSelect {string.Join(".", Name)} {Specification.Format}{(IfNotExists ? " if not exists" : "")}";
}

public sealed record DropTable(ValueList<string> Name, bool IfExists) : Command
{
    public override string Describe() => $"DropTable {string.Join(".", Name)}{(IfExists ? " if exists" : "")}";
}

/// <summary>One column of a PARTITION clause; without a value, the rows give it.</summary>
public sealed record PartitionValue(string Column, Expression? Value);

/// <summary><c>INSERT INTO|OVERWRITE [TABLE] name [PARTITION (…)] [(columns)] [BY NAME] query</c>.</summary>
/// <param name="Columns">The columns that the query gives, in its order; null for all.</param>
public sealed record InsertInto(ValueList<string> Table, ValueList<PartitionValue> Partition, ValueList<string>? Columns, bool ByName, bool Overwrite, LogicalPlan Query) : Command
{
    /// <summary>Where the table's name stands.</summary>
    public Origin TableOrigin { get; init; } = Origin.None;

    /// <summary>True to overwrite the partitions that get rows; null for what the session says.</summary>
    public bool? OverwritesWrittenPartitions { get; init; }

    public override string Describe() => $"InsertInto {string.Join(".", Table)}{(Overwrite ? " overwrite" : "")}{(ByName ? " by name" : "")}"
        + (Partition.Count == 0 ? "" : $" partition ({string.Join(", ", Partition.Select(p => p.Value is null ? p.Column : $"{p.Column} = {p.Value.Sql}"))})")
        + (Columns is null ? "" : $" ({string.Join(", ", Columns)})");
}

public sealed record TruncateTable(ValueList<string> Name) : Command
{
    public override string Describe() => $"TruncateTable {string.Join(".", Name)}";
}

/// <summary>Forgets what is known of a table's files.</summary>
public sealed record RefreshTable(ValueList<string> Name) : Command
{
    public override string Describe() => $"RefreshTable {string.Join(".", Name)}";
}

/// <summary><c>CACHE [LAZY] TABLE name [AS query]</c>.</summary>
public sealed record CacheTable(ValueList<string> Name, LogicalPlan? Query, string? QueryText, bool Lazy) : Command
{
    public override string Describe() => $"CacheTable {string.Join(".", Name)}{(Lazy ? " lazy" : "")}";
}

public sealed record UncacheTable(ValueList<string> Name, bool IfExists) : Command
{
    public override string Describe() => $"UncacheTable {string.Join(".", Name)}{(IfExists ? " if exists" : "")}";
}

public sealed record ClearCache : Command;

/// <summary><c>ALTER TABLE|VIEW name RENAME TO name</c>.</summary>
public sealed record RenameEntry(ValueList<string> Name, ValueList<string> To, bool IsView) : Command
{
    public override string Describe() => $"RenameEntry {string.Join(".", Name)} to {string.Join(".", To)}";
}

/// <summary><c>ALTER TABLE|VIEW name SET|UNSET TBLPROPERTIES (…)</c>.</summary>
/// <param name="Removed">Keys to forget.</param>
/// <param name="IfExists">True where a removed key need not be there.</param>
public sealed record ChangeProperties(ValueList<string> Name, ValueList<KeyValuePair<string, string>> Given, ValueList<string> Removed, bool IfExists, bool IsView) : Command
{
    public override string Describe() => $"ChangeProperties {string.Join(".", Name)}";
}

/// <summary><c>ALTER TABLE name ADD COLUMN[S] (…)</c>.</summary>
public sealed record AddColumns(ValueList<string> Name, StructType Columns) : Command
{
    public override string Describe() => $"AddColumns {string.Join(".", Name)} {Columns.Name}";
}
