using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Running;
using Spindle.Testing;

namespace Spindle.Execution.Tests;

/// <summary>
/// Refuses one reservation of memory after the other, over a plan for every operator: whatever is refused, the query either does without or ends in one clear error, and everything is given back.
/// </summary>
public class RefusalTests
{
    public static TheoryData<string> Names => [.. OperatorPlans.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_refusal_is_one_clear_error_and_leaves_nothing_behind(string name) => RefusalWalk.Over(name, new QuerySettings(1, BatchRows: 64), TestTiers.Choose(2, 1, 1));
}
