using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Mandatory;

/// <summary>
/// <code>Distinct(X)  =>  Aggregate [all columns] [all columns] (X)</code>
/// </summary>
internal sealed class ReplaceDistinct : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) => plan.TransformDeep(node =>
        node is Distinct distinct ? Of(distinct.Child) : node);

    public static Aggregate Of(LogicalPlan plan)
    {
        var columns = plan.Output.Cast<Expression>().ToValueList();
        return new Aggregate(columns, columns, plan);
    }
}
