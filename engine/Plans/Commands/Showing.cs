using Spindle.Columnar.Types;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Commands;

/// <summary><c>SHOW TABLES [IN database] [[LIKE] 'pattern']</c>.</summary>
public sealed record ShowTables(ValueList<string>? Database, string? Pattern) : Command
{
    public override string Describe() => $"ShowTables{(Database is null ? "" : $" in {string.Join(".", Database)}")}{(Pattern is null ? "" : $" like '{Pattern}'")}";
}

/// <summary><c>SHOW TABLE EXTENDED [IN database] LIKE 'pattern'</c>: each with its details.</summary>
public sealed record ShowTableExtended(ValueList<string>? Database, string Pattern) : Command
{
    public override string Describe() => $"ShowTableExtended like '{Pattern}'";
}

public sealed record ShowViews(ValueList<string>? Database, string? Pattern) : Command
{
    public override string Describe() => $"ShowViews{(Database is null ? "" : $" in {string.Join(".", Database)}")}{(Pattern is null ? "" : $" like '{Pattern}'")}";
}

public sealed record ShowColumns(ValueList<string> Table, ValueList<string>? Database) : Command
{
    public override string Describe() => $"ShowColumns {string.Join(".", [.. Database ?? [], .. Table])}";
}

/// <summary><c>SHOW [USER|SYSTEM|ALL] FUNCTIONS [[LIKE] name]</c>.</summary>
public sealed record ShowFunctions(string Scope, string? Pattern) : Command
{
    public override string Describe() => $"ShowFunctions {Scope}{(Pattern is null ? "" : $" like '{Pattern}'")}";
}

public sealed record ShowDatabases(string? Pattern) : Command
{
    public override string Describe() => $"ShowDatabases{(Pattern is null ? "" : $" like '{Pattern}'")}";
}

public sealed record ShowCreateTable(ValueList<string> Table) : Command
{
    public override string Describe() => $"ShowCreateTable {string.Join(".", Table)}";
}

public sealed record ShowPartitions(ValueList<string> Table) : Command
{
    public override string Describe() => $"ShowPartitions {string.Join(".", Table)}";
}

public sealed record ShowTableProperties(ValueList<string> Table, string? Key) : Command
{
    public override string Describe() => $"ShowTableProperties {string.Join(".", Table)}{(Key is null ? "" : $" {Key}")}";
}

public sealed record ShowCatalogs(string? Pattern) : Command;

public sealed record ShowCurrentDatabase : Command;

/// <summary><c>DESCRIBE [TABLE] [EXTENDED] name [column]</c>.</summary>
public sealed record DescribeTable(ValueList<string> Table, ValueList<string>? Column, bool Extended) : Command
{
    public override string Describe() => $"DescribeTable {string.Join(".", Table)}{(Column is null ? "" : $" {string.Join(".", Column)}")}{(Extended ? " extended" : "")}";
}

/// <summary><c>DESCRIBE [QUERY] query</c>: its columns.</summary>
public sealed record DescribeQuery(LogicalPlan Query) : Command;

public sealed record DescribeFunction(ValueList<string> Function, bool Extended) : Command
{
    public override string Describe() => $"DescribeFunction {string.Join(".", Function)}{(Extended ? " extended" : "")}";
}

public sealed record DescribeDatabase(ValueList<string> Database, bool Extended) : Command
{
    public override string Describe() => $"DescribeDatabase {string.Join(".", Database)}{(Extended ? " extended" : "")}";
}

public enum ExplainMode : byte
{
    /// <summary>The physical plan.</summary>
    Simple,

    /// <summary>Every form: as written, resolved, optimised, physical.</summary>
    Extended,

    /// <summary>The physical plan with its nodes' details.</summary>
    Formatted,

    /// <summary>Runs the query and shows what each operator did.</summary>
    Analyze,

    /// <summary>The optimised plan with its estimates.</summary>
    Cost,
    Codegen,
}

public sealed record Explain(ExplainMode Mode, LogicalPlan Statement) : Command
{
    public override string Describe() => $"Explain {Mode}";
}
