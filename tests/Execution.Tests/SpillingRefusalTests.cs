using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Running;
using Spindle.Testing;

namespace Spindle.Execution.Tests;

/// <summary>
/// Refuses one reservation of memory after the other while everything spills, over a plan for every operator: whatever is refused, the query either does without or ends in one clear error, and everything is given back.
/// </summary>
public class SpillingRefusalTests
{
    public static TheoryData<string> Names => [.. OperatorPlans.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_refusal_while_spilling_leaves_nothing_behind(string name) => RefusalWalk.Over(name, new QuerySettings(1, BatchRows: 64) { SpillEverything = true }, TestTiers.Choose(199, 5, 1));
}
