using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Plans;

/// <summary>
/// What provably has no rows is not read, nor what is joined with it.
/// <code>Join Inner (A) (Filter false (B))  =>  Values, 0 rows</code>
/// </summary>
internal sealed class RemoveEmptyInputs : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context) => node switch
    {
        Filter { Condition: Literal { Value: null or false } } => Empty(node),
        Limit { Count: Literal { Value: 0 or 0L } } => Empty(node),
        Aggregate { Grouping.Count: 0 } => node,
        Union union => Rewrite(union),
        Join join => Rewrite(join),
        UnaryPlan unary when IsEmpty(unary.Child) => Empty(node),
        _ => node,
    };

    private static LogicalPlan Rewrite(Join join)
    {
        var left = IsEmpty(join.Left);
        var right = IsEmpty(join.Right);
        if (!left && !right)
            return join;
        switch (join.Kind)
        {
            case JoinKind.Inner or JoinKind.Cross or JoinKind.LeftSemi:
            case JoinKind.Left or JoinKind.Single or JoinKind.LeftAnti or JoinKind.Mark when left:
            case JoinKind.Right when right:
            case JoinKind.Full when left && right:
                return Empty(join);
            case JoinKind.LeftAnti:
                return join.Left;
            case JoinKind.Mark:
                return new Project([.. join.Left.Output, new Alias(Literal.False, join.MarkColumn!.Name, join.MarkColumn.Id)], join.Left);
            case JoinKind.Left or JoinKind.Single or JoinKind.Full when right:
                return new Project([.. join.Left.Output, .. Nulls(join.Right)], join.Left);
            default:
                return new Project([.. Nulls(join.Left), .. join.Right.Output], join.Right);
        }
    }

    private static LogicalPlan Rewrite(Union union)
    {
        var inputs = union.Inputs.Where(i => !IsEmpty(i)).ToValueList();
        if (inputs.Count == union.Inputs.Count)
            return union;
        if (inputs.Count == 0)
            return Empty(union);
        if (inputs.Count > 1)
            return union with { Inputs = inputs };
        var only = inputs[0].Output;
        return new Project(union.Columns.Select((c, i) => (Expression)new Alias(only[i], c.Name, c.Id)).ToValueList(), inputs[0]);
    }

    private static IEnumerable<Expression> Nulls(LogicalPlan plan) => plan.Output.Select(c => new Alias(Literal.Null(c.Type), c.Name, c.Id));

    private static bool IsEmpty(LogicalPlan plan) => plan is Values { Rows.Count: 0 };

    private static Values Empty(LogicalPlan plan) => new(plan.Output, []);
}
