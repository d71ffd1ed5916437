using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Exchanges;

/// <summary>Plans over rows that stand in the query itself: any task can make them.</summary>
internal static class WrittenRows
{
    public static bool Only(PhysicalPlan plan) => plan.Children.Count == 0 ? plan is ValuesExec : plan is not Plans.Stages.ExchangeExec && plan.Children.All(Only);
}
