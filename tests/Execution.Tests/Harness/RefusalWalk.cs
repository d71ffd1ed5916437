using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Plans.Running;

namespace Spindle.Execution.Tests.Harness;

/// <summary>Runs a plan again and again, each time with another reservation of memory refused.</summary>
internal static class RefusalWalk
{
    /// <param name="every">Refusals that are passed over: 1 tries each.</param>
    public static void Over(string name, QuerySettings settings, int every)
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
