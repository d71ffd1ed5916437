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
