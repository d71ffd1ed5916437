using Spindle.Analysis.Errors;
using Spindle.Analysis.Expressions;
using Spindle.Analysis.Routines;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>LATERAL VIEW → a Generate node, whose columns the view's alias qualifies.</summary>
internal sealed class ResolveLateralView : PlanRule<UnresolvedLateralView>
{
    protected override ResolvedPlan Resolve(UnresolvedLateralView plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        var generator = Generators.Required(scope.Over(child.Scope(scope.Session.NameComparison)).Resolve(plan.Generator), scope);
        var columns = Generators.Columns(generator.Call, plan.Names, plan.Alias.Length == 0 ? [] : [plan.Alias], plan.Outer || generator.Outer, plan.Origin);
        var made = new Generate(generator.Call, plan.Outer || generator.Outer, columns, child.Plan) { Origin = plan.Origin };
        return new ResolvedPlan(made, [.. child.Columns, .. columns], child.Hidden);
    }
}

/// <summary>A function in FROM → a range, or a Generate over one row.</summary>
internal sealed class ResolveTableFunction : PlanRule<UnresolvedTableFunction>
{
    protected override ResolvedPlan Resolve(UnresolvedTableFunction plan, QueryScope scope)
    {
        var name = plan.Parts[^1].ToLowerInvariant();
        var entry = plan.Parts.Count == 1 || ResolveFunction.IsBuiltIn(plan.Parts) ? scope.Run.Functions.Find(name) : null;
        var arguments = scope.Over(new ColumnScope([], [], scope.Session.NameComparison));
        if (entry is { Id: "range" })
            return ResolvedPlan.Of(RangeOf(plan, arguments));
        if (entry is { Kind: FunctionKind.Table } && FixedTables.Of(entry.Id, arguments.Site(name, plan.Arguments, plan.Origin)) is { } rows)
            return ResolvedPlan.Of(rows with { Origin = plan.Origin });
        if (entry is null && scope.Run.FindFunction(plan.Parts) is { } routine)
            return RoutineBinding.Table(routine, plan, arguments);
        if (entry is { Kind: not (FunctionKind.Generator or FunctionKind.Table) })
            throw RoutineErrors.NotTable($"`{entry.Id}`", plan.Origin);
        if (entry is null)
        {
            throw new SpindleException(new ErrorClass("UNRESOLVABLE_TABLE_VALUED_FUNCTION", "42883"), $"There is no function {NameErrors.Quoted(plan.Parts)} that gives rows.", plan.Origin,
                parameters: NameErrors.Parameters(("name", NameErrors.Quoted(plan.Parts))));
        }

        var call = entry.Kind == FunctionKind.Generator ? arguments.Resolve(new UnresolvedFunction(plan.Parts, plan.Arguments) { Origin = plan.Origin })
            : entry.Bind(arguments.Site(name, BuiltInArguments.Of(entry, name, plan.Arguments, plan.Origin).Select(arguments.Resolve).ToValueList(), plan.Origin));
        var generator = Generators.Required(call, scope);
        var columns = Generators.Columns(generator.Call, [], [], generator.Outer, plan.Origin);
        return new ResolvedPlan(new Generate(generator.Call, generator.Outer, columns, Values.OneRow) { Origin = plan.Origin }, columns, []);
    }

    private static RangePlan RangeOf(UnresolvedTableFunction plan, ExpressionScope scope)
    {
        var numbers = plan.Arguments.Select(a => Number(scope.Resolve(a is NamedArgument named ? named.Value : a))).ToList();
        var column = new ColumnReference(ColumnId.Next(), "id", DataType.Long, false, []);
        return numbers switch
        {
            [var end] => new RangePlan(0, end, 1, column),
            [var start, var end] => new RangePlan(start, end, 1, column),
            [var start, var end, var step] => new RangePlan(start, end, Step(step, plan.Origin), column),
            [var start, var end, var step, var partitions] => new RangePlan(start, end, Step(step, plan.Origin), column) { Partitions = (int)Math.Clamp(partitions, 0, int.MaxValue) },
            _ => throw Functions.Catalog.Binding.BindingErrors.WrongNumberOfArguments(scope.Site("range", [], plan.Origin), "[1, 2, 3, 4]"),
        };
    }

    private static long Step(long step, Origin origin) => step != 0 ? step
        : throw new SpindleException(new ErrorClass("_LEGACY_ERROR_TEMP_1114", "42K09"), "range takes no step of 0.", origin);

    private static long Number(Expression argument) => Functions.Catalog.Coercion.Conversion.LiteralOf(argument)?.Value switch
    {
        int n => n,
        long n => n,
        short n => n,
        sbyte n => n,
        _ => throw new SpindleException(new ErrorClass("NON_FOLDABLE_ARGUMENT", "42K08"), $"range takes constant whole numbers, not {argument.Sql}.", argument.Origin),
    };
}

/// <summary>What the rules about generators share.</summary>
internal static class Generators
{
    /// <summary>The generator under its names and aliases; OUTER for the <c>_outer</c> forms.</summary>
    public static (GeneratorCall Call, bool Outer) Required(Expression expression, QueryScope scope) => expression is GeneratorCall call
        ? (call, call.Name.EndsWith("_outer", StringComparison.OrdinalIgnoreCase))
        : throw new SpindleException(new ErrorClass("UNSUPPORTED_GENERATOR.NOT_GENERATOR", "42K0E"), $"{scope.Names.Of(expression)} gives no rows.", expression.Origin);

    /// <summary>The columns of a generator's rows, under the given names where there are any.</summary>
    public static ValueList<ColumnReference> Columns(GeneratorCall call, ValueList<string> names, ValueList<string> qualifier, bool outer, Origin origin)
    {
        var fields = call.Output.Fields;
        if (names.Count > 0 && names.Count != fields.Count)
        {
            throw new SpindleException(new ErrorClass("UDTF_ALIAS_NUMBER_MISMATCH", "42802"), $"{call.Name} gives {fields.Count} column(s), the alias names {names.Count}.", origin,
                parameters: NameErrors.Parameters(("aliasesSize", $"{fields.Count}"), ("aliasesNames", string.Join(",", names))));
        }

        return fields.Select((f, i) => new ColumnReference(ColumnId.Next(), names.Count > 0 ? names[i] : f.Name, f.Type, f.Nullable || outer, qualifier)).ToValueList();
    }
}
