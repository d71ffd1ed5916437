using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Running;
using Spindle.Testing;

namespace Spindle.Execution.Tests;

/// <summary>
/// Refuses one reservation of memory after the other on either of two threads, over a plan for every operator: whatever is refused, the query either does without or ends in one clear error, and everything is given back.
/// </summary>
public class ThreadedRefusalTests
{
    public static TheoryData<string> Names => [.. OperatorPlans.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_refusal_on_one_of_two_threads_leaves_nothing_behind(string name) => RefusalWalk.Over(name, new QuerySettings(2, BatchRows: 64), TestTiers.Choose(29, 7, 1));
}
