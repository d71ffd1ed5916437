using Spindle.Analysis.Errors;
using Spindle.Analysis.Plans;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Select;

/// <summary>Generators in the select list: <c>SELECT a, explode(b)</c> → a Generate node below for each, and its columns in the generator's place.</summary>
internal static class GeneratorStage
{
    public static LogicalPlan Apply(LogicalPlan plan, List<SelectItem> items, QueryScope scope)
    {
        var generators = items.Where(i => i.Value is GeneratorCall).ToList();
        if (items.Any(i => i.Value is not GeneratorCall && i.Value.SelfAndDescendants().Any(e => e is GeneratorCall))
            || generators.Any(g => g.Value.Children.Any(c => c.SelfAndDescendants().Any(e => e is GeneratorCall))))
        {
            var nested = items.First(i => i.Value.SelfAndDescendants().Any(e => e is GeneratorCall));
            throw QueryErrors.NestedGenerator(scope.Names.Of(nested.Value), nested.Value.Origin);
        }

        foreach (var item in generators)
        {
            var (call, outer) = Generators.Required(item.Value, scope);
            var columns = Generators.Columns(call, item.GeneratedNames?.ToValueList() ?? [], [], outer, call.Origin);
            var at = items.IndexOf(item);
            items.RemoveAt(at);
            items.InsertRange(at, columns.Select(c => new SelectItem(c, c.Name, c.Id)));
            plan = new Generate(call, outer, columns, plan) { Origin = call.Origin };
        }

        return plan;
    }
}
