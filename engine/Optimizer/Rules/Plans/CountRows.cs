using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Plans;

/// <summary>
/// Counting a column that is never null counts rows: the column need not be read.
/// <code>count(id)  =>  count(1)</code>
/// </summary>
internal sealed class CountRows : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context) =>
        node is Aggregate aggregate ? aggregate.MapExpressions(e => e is Alias { Child: AggregateCall call } alias && IsRowCount(call) ? alias with { Child = OfRows(call) } : e) : node;

    private static bool IsRowCount(AggregateCall call) => call is { Function: "count", Distinct: false, Arguments: [ColumnReference { Nullable: false }] };

    private static AggregateCall OfRows(AggregateCall call) => call with { Arguments = [Literal.Of(1)] };
}
