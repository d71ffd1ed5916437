using Spindle.Columnar.Memory;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Execution.Tests;

/// <summary>Every operator says how many rows and batches left it, how long it worked, and what memory it held at most.</summary>
public class OperatorFiguresTests
{
    public static TheoryData<string> Names => [.. OperatorPlans.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_node_reports_its_rows_time_and_memory(string name)
    {
        var plan = OperatorPlans.All[name]();
        IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> figures = new Dictionary<PhysicalPlan, OperatorMetrics>();
        var budget = new MemoryBudget();
        var rows = Query.Run(plan, new QuerySettings(1), budget, m => figures = m);
        Assert.Equal(rows.Count, figures[plan].Rows);
        foreach (var node in plan.SelfAndDescendants().Where(figures.ContainsKey))
        {
            var found = figures[node];
            Assert.True(found.Rows > 0 == found.Batches > 0, $"{node.Describe()}: {found}");
            Assert.True(found.Nanoseconds > 0 || found.Rows == 0, $"{node.Describe()} took no time");
            Assert.True(found.PeakBytes > 0 || found.Rows == 0 || PassesOn(node), $"{node.Describe()} held no memory");
            Assert.InRange(found.PeakBytes, 0, budget.Peak);
        }
    }

    // Rows pass these as they are: nothing is made of them, or only by their children. A projection of columns makes none either.
    private static bool PassesOn(PhysicalPlan node) => node is CoalesceExec or WriteExec or UnionExec or ShareExec or SharedExec or ProjectExec or LimitExec or UserRowsExec;
}
