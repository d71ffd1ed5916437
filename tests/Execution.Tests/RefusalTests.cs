using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
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
    public void A_refusal_is_one_clear_error_and_leaves_nothing_behind(string name) => Walk(name, new QuerySettings(1, BatchRows: 64), TestTiers.Choose(2, 1, 1));

    [Theory, MemberData(nameof(Names))]
    public void A_refusal_while_spilling_leaves_nothing_behind(string name) => Walk(name, new QuerySettings(1, BatchRows: 64) { SpillEverything = true }, TestTiers.Choose(199, 5, 1));

    [Theory, MemberData(nameof(Names))]
    public void A_refusal_on_one_of_two_threads_leaves_nothing_behind(string name) => Walk(name, new QuerySettings(2, BatchRows: 64), TestTiers.Choose(29, 7, 1));

    private static void Walk(string name, QuerySettings settings, int every)
    {
        var plan = OperatorPlans.All[name]();
        var whole = Query.Unordered(Query.Run(plan, settings, new MemoryBudget()));
        // Later reservations repeat the first ones batch by batch: quicker tiers take larger steps.
        for (var refused = 1L; ; refused += refused < 150 ? every : 3 * every)
        {
            var asked = 0L;
            var wanted = refused;
            try
            {
                var rows = Query.Run(plan, settings, new MemoryBudget(refuses: _ => Interlocked.Increment(ref asked) == wanted));
                if (asked < refused)
                    return;
                // What functions of the rows' order give depends on which thread was first.
                if (settings.Threads == 1)
                    Assert.Equal(whole, Query.Unordered(rows));
            }
            catch (SpindleException error)
            {
                Assert.Equal("UNABLE_TO_ACQUIRE_MEMORY", error.ErrorClass.Name);
            }
        }
    }
}
