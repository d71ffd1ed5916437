using Spindle.Analysis.Plans;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Select;

/// <summary>A generator in the select list: <c>SELECT a, explode(b)</c> → a Generate node below, and its columns in the generator's place.</summary>
internal static class GeneratorStage
{
    public static LogicalPlan Apply(LogicalPlan plan, List<SelectItem> items, QueryScope scope)
    {
        var generators = items.Where(i => i.Value is GeneratorCall).ToList();
        if (items.Any(i => i.Value is not GeneratorCall && i.Value.SelfAndDescendants().Any(e => e is GeneratorCall)) is true
            || generators.Any(g => g.Value.Children.Any(c => c.SelfAndDescendants().Any(e => e is GeneratorCall))))
        {
            var nested = items.First(i => i.Value.SelfAndDescendants().Any(e => e is GeneratorCall));
            throw new SpindleException(new ErrorClass("UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS", "42K0E"),
                $"A function that gives rows cannot stand inside an expression: {scope.Names.Of(nested.Value)}; give it a column of its own in a subquery.", nested.Value.Origin,
                parameters: Errors.NameErrors.Parameters(("expression", $"\"{scope.Names.Of(nested.Value)}\"")));
        }

        if (generators.Count == 0)
            return plan;
        if (generators.Count > 1)
        {
            throw new SpindleException(new ErrorClass("UNSUPPORTED_GENERATOR.MULTI_GENERATOR", "42K0E"),
                $"A select list holds at most one function that gives rows, not {generators.Count}; use LATERAL VIEW for the others.", generators[1].Value.Origin,
                parameters: Errors.NameErrors.Parameters(("num", $"{generators.Count}"), ("generators", string.Join(", ", generators.Select(g => $"\"{scope.Names.Of(g.Value)}\"")))));
        }

        var item = generators[0];
        var (call, outer) = Generators.Required(item.Value, scope);
        var columns = Generators.Columns(call, item.GeneratedNames?.ToValueList() ?? [], [], outer, call.Origin);
        var at = items.IndexOf(item);
        items.RemoveAt(at);
        items.InsertRange(at, columns.Select(c => new SelectItem(c, c.Name, c.Id)));
        return new Generate(call, outer, columns, plan) { Origin = call.Origin };
    }
}
