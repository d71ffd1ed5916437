using Spindle.Driver.Allocation;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Allocation;

public sealed class ExecutorAllocationTests
{
    private static readonly AllocationSettings Settings = new() { Enabled = true, Least = 0, Most = 100, IdleTimeout = 60_000, BacklogTimeout = 1_000, SustainedBacklogTimeout = 500 };

    [Fact]
    public void A_backlog_adds_executors_ever_faster_up_to_what_the_tasks_fill()
    {
        var allocation = new ExecutorAllocation(Settings);
        var targets = new List<int>();
        for (var now = 0L; now <= 5_000; now += 500)
            targets.Add(allocation.Decide(40, 0, [], now).Target);
        Assert.Equal([0, 0, 1, 3, 7, 15, 31, 40, 40, 40, 40], targets);
    }

    [Fact]
    public void Fewer_tasks_lower_the_target_at_once_and_the_next_backlog_begins_with_one()
    {
        var allocation = new ExecutorAllocation(Settings with { BacklogTimeout = 0 });
        Assert.Equal(1, allocation.Decide(40, 0, [], 0).Target);
        Assert.Equal(3, allocation.Decide(40, 0, [], 500).Target);
        Assert.Equal(2, allocation.Decide(0, 2, [], 1_000).Target);
        Assert.Equal(3, allocation.Decide(40, 0, [], 1_500).Target);
    }

    [Theory]
    [InlineData(false, false, 1_000)]
    [InlineData(true, false, 20_000)]
    [InlineData(false, true, 30_000)]
    [InlineData(true, true, 30_000)]
    public void What_an_executor_holds_says_how_long_it_may_be_idle(bool rows, bool outputs, long patience)
    {
        var allocation = new ExecutorAllocation(Settings with { IdleTimeout = 1_000, CachedIdleTimeout = 20_000, ShuffleTimeout = 30_000 });
        allocation.Decide(0, 1, [Load("1", busy: true, rows, outputs)], 0);
        Assert.Equal(5 + patience, allocation.Decide(0, 0, [Load("1", busy: false, rows, outputs)], 5).LookAgainAt);
        Assert.Empty(allocation.Decide(0, 0, [Load("1", busy: false, rows, outputs)], 4 + patience).Retire);
        Assert.Equal(["1"], allocation.Decide(0, 0, [Load("1", busy: false, rows, outputs)], 5 + patience).Retire.Select(e => e.Id));
    }

    [Fact]
    public void Nodes_that_are_emptied_whole_go_first_and_those_that_hold_nothing_before_others()
    {
        var allocation = new ExecutorAllocation(Settings with { IdleTimeout = 0, CachedIdleTimeout = 0, ShuffleTimeout = 0 });
        ExecutorLoad[] loads =
        [
            Load("1", busy: true, node: "a"), Load("2", busy: false, node: "a"), Load("3", busy: false, rows: true, node: "b"), Load("4", busy: false, node: "b"), Load("5", busy: false, node: "b"),
        ];
        Assert.Equal(["5", "4", "3", "2"], allocation.Decide(0, 1, loads, 0).Retire.Select(e => e.Id));
        Assert.Equal(["5", "4", "3"], new ExecutorAllocation(Settings with { IdleTimeout = 0, CachedIdleTimeout = 0, Least = 2 }).Decide(0, 1, loads, 0).Retire.Select(e => e.Id));
    }

    [Fact]
    public void One_of_a_node_that_stays_waits_for_those_of_a_node_that_is_emptied_soon()
    {
        var allocation = new ExecutorAllocation(Settings with { IdleTimeout = 1_000, Least = 2 });
        ExecutorLoad[] Loads(bool busy) => [Load("1", busy: true, node: "a"), Load("2", busy: false, node: "a"), Load("3", busy, node: "b"), Load("4", busy, node: "b")];
        allocation.Decide(0, 3, Loads(busy: true), 0);
        Assert.Empty(allocation.Decide(0, 1, Loads(busy: false), 900).Retire);
        var first = allocation.Decide(0, 1, Loads(busy: false), 1_000);
        Assert.Empty(first.Retire);
        Assert.Equal(1_900, first.LookAgainAt);
        Assert.Equal(["4", "3"], allocation.Decide(0, 1, Loads(busy: false), 1_900).Retire.Select(e => e.Id));
        // Where that node is at work again, nobody waits for it.
        var other = new ExecutorAllocation(Settings with { IdleTimeout = 1_000, Least = 2 });
        other.Decide(0, 3, Loads(busy: true), 0);
        Assert.Equal(["2"], other.Decide(0, 3, Loads(busy: true), 1_000).Retire.Select(e => e.Id));
    }

    [Fact]
    public void What_the_application_was_given_is_kept_until_it_has_worked_or_was_idle_for_long()
    {
        var allocation = new ExecutorAllocation(Settings with { Initial = 3 });
        ExecutorLoad[] loads = [Load("1", busy: false), Load("2", busy: false), Load("3", busy: false)];
        Assert.Equal(3, allocation.Decide(0, 0, loads, 0).Target);
        Assert.Equal(3, allocation.Decide(0, 0, loads, 59_999).Target);
        Assert.Equal(3, allocation.Decide(0, 0, loads, 60_000).Retire.Count);
    }

    [Fact]
    public void Between_two_stages_nothing_is_called_off_until_someone_was_idle_for_long()
    {
        var allocation = new ExecutorAllocation(Settings with { Initial = 3 });
        ExecutorLoad[] Loads(bool busy) => [Load("1", busy), Load("2", busy)];
        // The job has begun, its first stage has not; then there is less to do than was asked for.
        Assert.Equal(3, allocation.Decide(0, 0, [], 0, isBetweenStages: true).Target);
        Assert.Equal(2, allocation.Decide(0, 2, Loads(busy: true), 100).Target);
        Assert.Equal(2, allocation.Decide(0, 0, Loads(busy: false), 200, isBetweenStages: true).Target);
        Assert.Equal(60_200, allocation.Decide(0, 0, Loads(busy: false), 60_199, isBetweenStages: true).LookAgainAt);
        var late = allocation.Decide(0, 0, Loads(busy: false), 60_200, isBetweenStages: true);
        Assert.Equal((1, 1), (late.Target, late.Retire.Count));
        // The job is over.
        Assert.Equal(0, allocation.Decide(0, 0, [Load("1", busy: false)], 60_300).Target);
    }

    /// <summary>Executors that start late, tasks that come and go: within the bounds, nobody busy or patient is sent away, and the number follows the work in the end.</summary>
    [Fact]
    public void Whatever_comes_the_number_follows_the_work()
    {
        for (var seed = 0; seed < 300; seed++)
            new SimulatedLoad(seed).Run();
    }

    private static ExecutorLoad Load(string id, bool busy, bool rows = false, bool outputs = false, string node = "n") => new(new ExecutorKey(id, 1), node, busy, rows, outputs);
}
