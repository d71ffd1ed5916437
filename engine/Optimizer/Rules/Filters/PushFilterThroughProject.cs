using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// <code>
/// Filter y > 1              Project [x + 1 AS y]
///   Project [x + 1 AS y] =>   Filter x + 1 > 1
///     X                         X
/// </code>
/// What raises is not computed twice or earlier; what is not deterministic not at all elsewhere.
/// </summary>
internal sealed class PushFilterThroughProject : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Filter { Child: Project project } filter || !project.Items.All(i => i.IsDeterministic))
            return node;
        var definitions = Substitution.Definitions(project.Items);
        var split = FilterSplit.Of(filter.Condition, c => Predicates.IsMovable(c.Replace(definitions)));
        return split.Down.Count == 0
            ? node
            : FilterSplit.Over(split.Stay, project with { Child = FilterSplit.Over(split.Down.Select(c => c.Replace(definitions)).ToList(), project.Child) });
    }
}
