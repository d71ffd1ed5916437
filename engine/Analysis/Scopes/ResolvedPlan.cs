using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Scopes;

/// <summary>A resolved plan and the names by which the plan above may call its columns.</summary>
/// <param name="Columns">What <c>*</c> gives, in order, under the names and qualifiers that hold from here on up.</param>
/// <param name="Hidden">Columns that only a qualified name reaches: the other side's key of a USING join.</param>
internal sealed record ResolvedPlan(LogicalPlan Plan, ValueList<ColumnReference> Columns, ValueList<ColumnReference> Hidden)
{
    public static ResolvedPlan Of(LogicalPlan plan) => new(plan, plan.Output, []);

    public ColumnScope Scope(StringComparison comparison) => new(Columns, Hidden, comparison);

    /// <summary>A plan whose output is exactly <see cref="Columns"/>.</summary>
    public LogicalPlan Sealed()
    {
        var output = Plan.Output;
        if (output.Count == Columns.Count && output.Zip(Columns).All(p => p.First.Id == p.Second.Id && p.First.Name == p.Second.Name))
            return Plan;
        return new Project(Columns.Select(c => (Expression)c).ToValueList(), Plan);
    }

    public ResolvedPlan With(LogicalPlan plan) => this with { Plan = plan };
}
