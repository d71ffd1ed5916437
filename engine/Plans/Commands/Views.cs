using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Commands;

public enum ViewScope : byte
{
    /// <summary>Kept in the catalog.</summary>
    Persistent,

    /// <summary>Known to this session, under one name.</summary>
    Temporary,

    /// <summary>Known to all sessions of the process, in the schema <c>global_temp</c>.</summary>
    GlobalTemporary,
}

/// <summary><c>CREATE [OR REPLACE] [[GLOBAL] TEMPORARY] VIEW name [(columns)] AS query</c>.</summary>
/// <param name="ColumnNames">New names of the query's columns; null to keep them.</param>
/// <param name="QueryText">The query as written.</param>
public sealed record CreateView(ValueList<string> Name, ValueList<string>? ColumnNames, LogicalPlan Query, string QueryText, ViewScope Scope, bool OrReplace, bool IfNotExists) : Command
{
    /// <summary>What the view does when its tables change; null for the session's own way.</summary>
    public ViewSchemaMode? SchemaMode { get; init; }

    /// <summary>Where WITH SCHEMA stands.</summary>
    public Origin SchemaModeOrigin { get; init; }

    public string? Comment { get; init; }

    /// <summary>Comments of <see cref="ColumnNames"/>, null where there is none.</summary>
    public ValueList<string?> ColumnComments { get; init; } = [];

    public ValueList<KeyValuePair<string, string>> Properties { get; init; } = [];

    public override string Describe() => $"CreateView {string.Join(".", Name)}{(Scope == ViewScope.Persistent ? "" : $" {Scope}")}{(OrReplace ? " or replace" : "")}";
}

/// <summary><c>CREATE TEMPORARY VIEW name [(columns)] USING format OPTIONS (…)</c>: a view of files.</summary>
public sealed record CreateViewUsing(ValueList<string> Name, StructType? Columns, string Format, ValueList<KeyValuePair<string, string>> Options, ViewScope Scope, bool OrReplace) : Command
{
    public override string Describe() => $"CreateViewUsing {string.Join(".", Name)} {Format}";
}

public sealed record DropView(ValueList<string> Name, bool IfExists) : Command
{
    public override string Describe() => $"DropView {string.Join(".", Name)}{(IfExists ? " if exists" : "")}";
}

/// <summary><c>ALTER VIEW name AS query</c>.</summary>
public sealed record AlterViewQuery(ValueList<string> Name, LogicalPlan Query, string QueryText) : Command
{
    public override string Describe() => $"AlterViewQuery {string.Join(".", Name)}";
}

/// <summary><c>ALTER VIEW name WITH SCHEMA mode</c>.</summary>
public sealed record AlterViewSchema(ValueList<string> Name, ViewSchemaMode Mode, Origin ModeOrigin) : Command
{
    public override string Describe() => $"AlterViewSchema {string.Join(".", Name)} {Mode}";
}
