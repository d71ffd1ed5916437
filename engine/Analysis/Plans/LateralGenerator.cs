using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>
/// <c>t, LATERAL explode(t.l)</c> → a Generate over t: a generator that reads the row to its left is no join.
/// </summary>
internal static class LateralGenerator
{
    /// <summary>The plan without a join; null where the right side is more than a generator, or the join could drop the generator's rows of a row that must stay.</summary>
    public static LogicalPlan? Of(Join join)
    {
        var outer = join.Kind == JoinKind.Left;
        if (!join.IsLateral || join.Kind is not (JoinKind.Inner or JoinKind.Cross or JoinKind.Left) || (outer && join.Condition is not null and not Literal { Value: true }))
            return null;
        var items = (join.Right as Project)?.Items;
        if ((join.Right is Project { Child: var below } ? below : join.Right) is not Generate { Child: Values { Columns.Count: 0, Rows.Count: 1 } } generate)
            return null;
        var columns = outer ? generate.Columns.Select(c => c with { IsNullable = true }).ToValueList() : generate.Columns;
        var call = (GeneratorCall)generate.Generator.Transform(e => e is OuterReference own && join.Left.Output.Any(c => c.Id == own.Column.Id) ? own.Column : e);
        LogicalPlan plan = new Generate(call, generate.Outer || outer, columns, join.Left) { Origin = join.Origin };
        if (items is not null)
            plan = new Project([.. join.Left.Output, .. items], plan) { Origin = join.Origin };
        return join.Condition is null or Literal { Value: true } ? plan : new Filter(join.Condition, plan) { Origin = join.Origin };
    }
}
