using Spindle.Columnar.Types;
using Spindle.Optimizer.Stages;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Optimizer.Tests;

/// <summary>When a side of a join turns out to be small, and what the stage becomes then.</summary>
public sealed class RuntimeBroadcastTests
{
    private static readonly StructType Columns = new([new Field("k", DataType.Long), new Field("v", DataType.Long)]);
    private static readonly Expression Key = new BoundReference(0, DataType.Long, true, "k");
    private static readonly ScanExec Scan = new(new TestTable("t", Columns, TableStatistics.Unknown(2)), [0, 1], [], [], [0, 1]);
    private static readonly StagePlan Probe = new(0, new FilterExec(new IsNotNull(Key), Scan), new HashPartitioning([Key], 4), []);
    private static readonly TaskPlanningSettings Settings = new() { BroadcastBytes = 100, Slots = 4, PartitionBytes = 100, MinimumBytes = 1 };

    [Theory]
    [InlineData(JoinKind.Inner, 1_000, 50, "left")]
    [InlineData(JoinKind.Inner, 50, 1_000, "right")]
    [InlineData(JoinKind.Inner, 1_000, 101, "none")]
    [InlineData(JoinKind.Inner, 60, 50, "left")]
    [InlineData(JoinKind.Left, 1_000, 50, "left")]
    [InlineData(JoinKind.Left, 50, 1_000, "none")]
    [InlineData(JoinKind.Right, 50, 1_000, "right")]
    [InlineData(JoinKind.Right, 1_000, 50, "none")]
    [InlineData(JoinKind.LeftSemi, 1_000, 50, "left")]
    [InlineData(JoinKind.RightAnti, 50, 1_000, "right")]
    [InlineData(JoinKind.Full, 1_000, 50, "none")]
    [InlineData(JoinKind.Mark, 1_000, 50, "left")]
    public void The_large_side_is_read_as_it_lies_where_the_kind_allows_it(JoinKind kind, long left, long right, string read)
    {
        var stage = Stage(Join(kind));
        var adapted = RuntimeBroadcast.OfComplete(stage, id => new Sizes(id == 0 ? left : right), Settings, (_, _) => { });
        var expected = read switch
        {
            "left" => new[] { "StageInput #0 ungrouped 4", "StageInput #1 broadcast" },
            "right" => ["StageInput #1 ungrouped 4", "StageInput #0 broadcast"],
            _ => null,
        };
        Assert.Equal(expected, adapted?.Leaves.Select(l => l.Describe()));
        Assert.Equal(stage.Plan.Schema, (adapted ?? stage).Plan.Schema);
    }

    [Theory]
    [InlineData(JoinStrategy.Any, true)]
    [InlineData(JoinStrategy.Broadcast, true)]
    [InlineData(JoinStrategy.Merge, false)]
    [InlineData(JoinStrategy.ShuffleHash, false)]
    public void A_hint_that_wants_both_sides_dealt_out_holds_at_run_time_too(JoinStrategy strategy, bool copied)
    {
        var stage = Stage(Join(JoinKind.Inner) with { Strategy = strategy });
        Assert.Equal(copied, RuntimeBroadcast.OfComplete(stage, id => new Sizes(id == 0 ? 1_000 : 50), Settings, (_, _) => { }) is not null);
        Assert.Equal(copied, RuntimeBroadcast.Absorb(stage, Probe, id => id == 1 ? new Sizes(50) : null, Settings, (_, _) => { }) is not null);
    }

    /// <summary>A row of two longs takes 24 bytes where it is read.</summary>
    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void A_side_that_is_packed_well_is_small_only_where_its_rows_are(long rows, bool small)
    {
        var adapted = RuntimeBroadcast.OfComplete(Stage(Join(JoinKind.Left)), id => new Sizes(id == 0 ? 1_000 : 10, rows), Settings, (_, _) => { });
        Assert.Equal(small, adapted is not null);
    }

    [Fact]
    public void Maps_are_read_whole_and_each_by_one_task()
    {
        var adapted = RuntimeBroadcast.OfComplete(Stage(Join(JoinKind.Inner)), id => new Sizes(id == 0 ? 1_000 : 50), Settings, (_, _) => { })!;
        var tasks = TaskPlanning.Plan(adapted, _ => [], id => new Sizes(id == 0 ? 1_000 : 50), Settings);
        Assert.Equal(10, tasks.Count);
        Assert.Equal(Enumerable.Range(0, 10), tasks.Select(t => ((PartitionsInput)t[0]).FirstMap));
        Assert.All(tasks, t => Assert.Equal((0, 4, TaskInput.Whole), (((PartitionsInput)t[0]).From, ((PartitionsInput)t[0]).To, t[1])));
    }

    [Fact]
    public void A_stage_that_has_not_begun_is_done_by_its_reader()
    {
        var told = new List<(PhysicalPlan Made, PhysicalPlan Of)>();
        var stage = Stage(new FilterExec(new IsNotNull(Key), Join(JoinKind.Inner)));
        var merged = RuntimeBroadcast.Absorb(stage, Probe, id => id == 1 ? new Sizes(50) : null, Settings, (made, of) => told.Add((made, of)))!;
        Assert.Equal(["Scan t [k, v]", "StageInput #1 broadcast"], merged.Leaves.Select(l => l.Describe()));
        Assert.Equal([1], merged.Inputs);
        // Every node that is new stands for one of the reader's.
        var known = stage.Plan.SelfAndDescendants().Concat(Probe.Plan.SelfAndDescendants()).ToHashSet(ReferenceEqualityComparer.Instance);
        Assert.All(merged.Plan.SelfAndDescendants().Where(n => !known.Contains(n)), n => Assert.Contains(told, t => ReferenceEquals(t.Made, n) && known.Contains(t.Of)));
        var tasks = TaskPlanning.Plan(merged, _ => [new Part(0), new Part(1)], _ => new Sizes(50), Settings);
        Assert.All(tasks, t => Assert.True(t[0] is SplitsInput && t[1] is WholeInput));
    }

    [Fact]
    public void Nothing_is_changed_where_rows_are_needed_together_or_a_number_of_partitions_was_asked_for()
    {
        var grouped = new AggregateExec([new NamedExpression(Key, "k")], [], AggregateMode.Complete, Join(JoinKind.Inner));
        Assert.Null(Complete(Stage(grouped)));
        Assert.NotNull(Complete(Stage(grouped with { Mode = AggregateMode.Partial })));
        var join = Join(JoinKind.Inner);
        var exact = (HashJoinExec)join.Transform(n => n is StageInputExec i ? i with { Partitioning = i.Partitioning with { IsExact = true } } : n);
        Assert.Null(Complete(Stage(exact)));
        // A third side that lies by the same keys and is not small.
        var third = new HashJoinExec(join, new StageInputExec(3, new HashPartitioning([Key], 4), Columns), JoinKind.Inner, [Key], [Key], [false], null, false, [0], [-1]);
        Assert.Null(RuntimeBroadcast.OfComplete(Stage(third), id => new Sizes(id == 1 ? 50 : 1_000), Settings, (_, _) => { }));
        Assert.NotNull(RuntimeBroadcast.OfComplete(Stage(third), id => new Sizes(id == 0 ? 1_000 : 50), Settings, (_, _) => { }));
        Assert.Null(RuntimeBroadcast.OfComplete(Stage(join), _ => new Sizes(50), Settings with { Adaptive = false }, (_, _) => { }));
        Assert.Null(Complete(Stage(join) with { Cached = new CachedDataset(1, KeepLevel.MemoryOnly) }));
        // What is sampled first would be computed twice.
        var ranged = Stage(join) with { Output = new RangePartitioning([new SortKey(Key, false, true)], 4) };
        Assert.Null(RuntimeBroadcast.Absorb(ranged, Probe, id => id == 1 ? new Sizes(50) : null, Settings, (_, _) => { }));
        Assert.Null(RuntimeBroadcast.Absorb(Stage(join), Probe, _ => null, Settings, (_, _) => { }));
    }

    private static StagePlan? Complete(StagePlan stage) => RuntimeBroadcast.OfComplete(stage, id => new Sizes(id == 0 ? 1_000 : 50), Settings, (_, _) => { });

    private static StagePlan Stage(PhysicalPlan plan) => new(4, plan, new SinglePartitioning(), []);

    private static HashJoinExec Join(JoinKind kind) => new(
        new StageInputExec(0, new HashPartitioning([Key], 4), Columns), new StageInputExec(1, new HashPartitioning([Key], 4), Columns),
        kind, [Key], [Key], [false], null, false, kind == JoinKind.Mark ? [0, 1, 4] : [0, 1], [-1]);

    private sealed record Part(int Number) : Split(100, 1_000);

    /// <summary>Ten maps and four partitions, all alike.</summary>
    private sealed class Sizes(long bytes, long rows = 0) : IStageSizes
    {
        public int Maps => 10;

        public long Rows => rows;

        public long Bytes(int partition) => bytes / 4 + (partition == 0 ? bytes % 4 : 0);

        public long Bytes(int map, int partition) => Bytes(partition) / 10;
    }
}
