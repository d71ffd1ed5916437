using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Routines;

/// <summary>DECLARE, SET and DROP of variables.</summary>
internal sealed class VariableChanges(Session session, string text)
{
    private readonly Evaluation evaluation = new(session, text);

    private SessionNames Names => session.State.Names;

    public void Declare(DeclareVariable command)
    {
        var names = command.Names.Select(n => Names.InBlock && n.Parts.Count == 1 ? n.Parts[0] : SessionNames.SessionName(n.Parts) ?? throw Unresolved(n)).ToList();
        if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new SpindleException(SessionErrors.DuplicateVariable, $"the variable {twice.Key} is declared twice",
                parameters: new Dictionary<string, string> { ["variableName"] = SessionNames.Quoted(twice.Key.ToLowerInvariant()) });
        }

        if (command.Default is { } given && !Evaluation.IsConstant(given))
        {
            throw new SpindleException(SessionErrors.DefaultWithSubquery, "the default of a variable cannot be a query; set the variable afterwards",
                parameters: new Dictionary<string, string> { ["statement"] = "DECLARE VARIABLE", ["colName"] = SessionNames.Quoted(names[0]), ["defaultValue"] = command.DefaultText });
        }

        var value = Default(command.Default, command.Type, command.Origin);
        foreach (var name in names)
        {
            if (!Names.Declare(new Variable(name, command.Type ?? value.Type, value, command.Default), command.OrReplace))
            {
                throw new SpindleException(SessionErrors.VariableExists, $"there is a variable {name} already; use DECLARE OR REPLACE",
                    parameters: new Dictionary<string, string> { ["variableName"] = SessionNames.Quoted(name) });
            }
        }
    }

    public void Set(SetVariable command)
    {
        var targets = Targets(command.Names);
        if (command.Query is null)
        {
            Assign(command.Names, evaluation.Values(command.Values.Select((v, i) => Cast(WithDefault(v, targets[i]), targets[i].Type, command.Origin))));
            return;
        }

        SetRow(command.Names, targets, command.Query, command.Origin);
    }

    /// <summary>Fills variables from the one row of a query; with NULLs where it has no row.</summary>
    public void Fill(ValueList<VariableName> names, LogicalPlan query, Origin origin) => SetRow(names, Targets(names), query, origin);

    public void Drop(DropVariable command)
    {
        if (SessionNames.SessionName(command.Name.Parts) is null)
            throw Unresolved(command.Name);
        if (!Names.DropVariable(command.Name.Parts) && !command.IfExists)
        {
            throw new SpindleException(SessionErrors.VariableNotFound, $"there is no variable {command.Name}",
                parameters: new Dictionary<string, string> { ["variableName"] = SessionNames.Quoted(command.Name.Parts[^1]) });
        }
    }

    private List<Variable> Targets(ValueList<VariableName> names)
    {
        var targets = names.Select(n => Names.Variable(n.Parts) ?? throw Unresolved(n)).ToList();
        var twice = names.GroupBy(n => n.Parts[^1], StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"`{g.Key.ToLowerInvariant()}`").ToList();
        return twice.Count == 0 ? targets : throw new SpindleException(SessionErrors.DuplicateAssignments, $"{string.Join(", ", twice)} is set more than once",
            parameters: new Dictionary<string, string> { ["nameList"] = string.Join(", ", twice) });
    }

    private void SetRow(ValueList<VariableName> names, List<Variable> targets, LogicalPlan query, Origin origin)
    {
        query = DefaultsInQuery.Replaced(query, targets, q => session.State.Compiler.Analyze(q, text));
        var given = session.State.Compiler.Analyze(query, text).Output.Count;
        if (given != targets.Count)
        {
            throw new SpindleException(SessionErrors.AssignmentArity, $"{targets.Count} variables are set from {given} columns",
                parameters: new Dictionary<string, string> { ["numTarget"] = $"{targets.Count}", ["numExpr"] = $"{given}" });
        }

        var columns = Enumerable.Range(0, given).Select(i => $"_{i}").ToValueList();
        var items = targets.Select((t, i) => (Expression)new UnresolvedAlias(Cast(new UnresolvedColumn([columns[i]]), t.Type, origin), [columns[i]])).ToValueList();
        var row = evaluation.Row(new Project(items, new SubqueryAlias("_row", columns, query)));
        Assign(names, row ?? [.. targets.Select(t => Literal.Null(t.Type))]);
    }

    private void Assign(ValueList<VariableName> names, IReadOnlyList<Literal> values)
    {
        for (var i = 0; i < values.Count; i++)
            Names.Set(names[i].Parts, values[i]);
    }

    private Literal Default(Expression? value, DataType? type, Origin origin) =>
        value is null ? Literal.Null(type!) : evaluation.Value(type is null ? value : Cast(value, type, origin));

    private static Expression WithDefault(Expression value, Variable target)
    {
        if (DefaultsInQuery.IsDefault(value))
            return target.Default ?? Literal.Null(target.Type);
        return value.SelfAndDescendants().Any(DefaultsInQuery.IsDefault) ? throw DefaultsInQuery.Misplaced() : value;
    }

    private static Expression Cast(Expression value, DataType type, Origin origin) => type is NullType ? value : new UnresolvedCast(value, type, Try: false) { Origin = origin };

    private static SpindleException Unresolved(VariableName name) => new(SessionErrors.UnresolvedVariable, $"there is no variable {name}", name.Origin,
        parameters: new Dictionary<string, string> { ["variableName"] = string.Join(".", name.Parts.Select(p => $"`{p}`")), ["searchPath"] = "[`system`.`session`]" });
}
