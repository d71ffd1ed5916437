using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Commands;

/// <summary>A variable's name as a statement writes it: <c>a</c>, <c>session.a</c>, <c>system.session.a</c>, or <c>label.a</c> in a script.</summary>
public sealed record VariableName(ValueList<string> Parts, Origin Origin)
{
    public override string ToString() => string.Join(".", Parts);
}

/// <summary><c>DECLARE [OR REPLACE] [VARIABLE] a, b [type] [DEFAULT value]</c>.</summary>
/// <param name="Type">Null to take the default value's.</param>
/// <param name="Default">Null for NULL.</param>
/// <param name="DefaultText">The default value as written.</param>
public sealed record DeclareVariable(ValueList<VariableName> Names, DataType? Type, Expression? Default, string DefaultText, bool OrReplace) : Command
{
    public override string Describe() => $"DeclareVariable {string.Join(", ", Names)} {Type?.Sql}{(Default is null ? "" : $" = {Default.Sql}")}";
}

/// <summary><c>SET VARIABLE a = 1, b = a + 1</c>, or <c>SET VARIABLE (a, b) = (query)</c>.</summary>
/// <param name="Values">One a name; empty where <paramref name="Query"/> gives them.</param>
/// <param name="Query">A query whose one row has a column a name; no row is NULLs.</param>
public sealed record SetVariable(ValueList<VariableName> Names, ValueList<Expression> Values, LogicalPlan? Query) : Command
{
    public override string Describe() => $"SetVariable {string.Join(", ", Names)}";
}

/// <summary><c>DROP TEMPORARY VARIABLE [IF EXISTS] a</c>.</summary>
public sealed record DropVariable(VariableName Name, bool IfExists) : Command
{
    public override string Describe() => $"DropVariable {Name}{(IfExists ? " if exists" : "")}";
}

/// <summary>A value that EXECUTE IMMEDIATE gives to a parameter of its statement.</summary>
/// <param name="Name">Null for one given without AS.</param>
public sealed record ParameterArgument(Expression Value, string? Name, string Text);

/// <summary><c>EXECUTE IMMEDIATE text [INTO a, b] [USING value [AS name], …]</c>.</summary>
public sealed record ExecuteImmediate(Expression Statement, ValueList<VariableName> Into, ValueList<ParameterArgument> Using) : Command
{
    public override string Describe() => $"ExecuteImmediate {Statement.Sql}";
}
