using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Commands;

/// <summary>A parameter of an SQL function.</summary>
/// <param name="Default">Null where an argument has to be given.</param>
public sealed record RoutineParameter(string Name, DataType Type, Expression? Default, string? Comment);

/// <summary>What an SQL function says of the tables that it reads.</summary>
public enum DataAccess : byte
{
    /// <summary>It says nothing: what its body does is taken.</summary>
    Derived,

    /// <summary><c>CONTAINS SQL</c>: it reads no tables.</summary>
    ContainsSql,

    /// <summary><c>READS SQL DATA</c>.</summary>
    ReadsSqlData,
}

/// <summary>An SQL function as written.</summary>
/// <param name="Returns">The result's type; null where the body says it, and for a table function.</param>
/// <param name="ReturnColumns">A table function's columns; empty where the body says them; null for a scalar function.</param>
/// <param name="Value">The body of a function that returns an expression.</param>
/// <param name="Query">The body of one that returns a query.</param>
/// <param name="BodyText">The body, which the places of its parts point into.</param>
public sealed record RoutineDefinition(
    ValueList<RoutineParameter> Parameters, DataType? Returns, StructType? ReturnColumns, Expression? Value, LogicalPlan? Query, string BodyText, DataAccess Access, string? Comment);

/// <summary><c>CREATE [OR REPLACE] [TEMPORARY] FUNCTION [IF NOT EXISTS] name (parameters) [RETURNS …] RETURN body</c>.</summary>
public sealed record CreateFunction(ValueList<string> Name, RoutineDefinition Definition, bool Temporary, bool OrReplace, bool IfNotExists) : Command
{
    public override string Describe() => $"CreateFunction {string.Join(".", Name)}{(Temporary ? " temporary" : "")}{(OrReplace ? " or replace" : "")}";
}

/// <summary><c>CREATE [OR REPLACE] [TEMPORARY] FUNCTION name AS 'class'</c>: a function of another system, which can be named and not called.</summary>
public sealed record CreateExternalFunction(ValueList<string> Name, string ClassName, bool Temporary, bool OrReplace, bool IfNotExists) : Command
{
    public override string Describe() => $"CreateExternalFunction {string.Join(".", Name)} as {ClassName}";
}

/// <summary><c>DROP [TEMPORARY] FUNCTION [IF EXISTS] name</c>.</summary>
public sealed record DropFunction(ValueList<string> Name, bool Temporary, bool IfExists) : Command
{
    public override string Describe() => $"DropFunction {string.Join(".", Name)}{(IfExists ? " if exists" : "")}";
}

/// <summary><c>REFRESH FUNCTION name</c>.</summary>
public sealed record RefreshFunction(ValueList<string> Name) : Command
{
    public override string Describe() => $"RefreshFunction {string.Join(".", Name)}";
}
