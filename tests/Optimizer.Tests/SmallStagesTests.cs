using Spindle.Columnar.Types;
using Spindle.Optimizer.Stages;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Optimizer.Tests;

/// <summary>When a stage that reads little is left to its reader, and what the reader becomes then.</summary>
public sealed class SmallStagesTests
{
    private static readonly StructType Columns = new([new Field("k", DataType.Long), new Field("v", DataType.Long)]);
    private static readonly Expression Key = new BoundReference(0, DataType.Long, true, "k");
    private static readonly SortKey Order = new(Key, false, true);
    private static readonly StageInputExec Input = new(0, new HashPartitioning([Key], 4), Columns);
    private static readonly StagePlan Small = new(1, new FilterExec(new IsNotNull(Key), Input), new RangePartitioning([Order], 4), [new SubqueryStage(0, 7)]);
    private static readonly StageInputExec Read = new(1, new RangePartitioning([Order], 4), Columns);
    private static readonly StagePlan Reader = new(2, new SortExec([Order], Read), null, []);
    private static readonly TaskPlanningSettings Settings = new() { OneTaskBytes = 240, Slots = 4, PartitionBytes = 1, MinimumBytes = 1 };

    /// <summary>A row of two longs takes 24 bytes where it is read, however well it is packed.</summary>
    [Theory]
    [InlineData(10, 80, true)]
    [InlineData(11, 80, false)]
    [InlineData(10, 241, false)]
    public void The_reader_of_a_stage_that_reads_little_does_its_work_in_one_task(long rows, long stored, bool absorbed)
    {
        var told = new List<(PhysicalPlan Made, PhysicalPlan Of)>();
        var merged = SmallStages.Absorb(Reader, Small, _ => new Sizes(rows, stored), Settings, (made, of) => told.Add((made, of)));
        Assert.Equal(absorbed, merged is not null);
        if (merged is null)
            return;
        Assert.Equal(["StageInput #0 broadcast"], merged.Leaves.Select(l => l.Describe()));
        Assert.Equal((2, Reader.Output, Reader.Plan.Schema), (merged.Id, merged.Output, merged.Plan.Schema));
        Assert.Equal([new SubqueryStage(0, 7)], merged.Subqueries);
        // Whatever there is to read by then.
        Assert.Equal([TaskInput.Whole], Assert.Single(TaskPlanning.Plan(merged, _ => [], _ => new Sizes(1_000_000, 1 << 30), Settings)));
        var known = Reader.Plan.SelfAndDescendants().Concat(Small.Plan.SelfAndDescendants()).ToHashSet(ReferenceEqualityComparer.Instance);
        Assert.All(merged.Plan.SelfAndDescendants().Where(n => !known.Contains(n)), n => Assert.Contains(told, t => ReferenceEquals(t.Made, n) && known.Contains(t.Of)));
    }

    [Fact]
    public void Beside_what_every_task_reads_whole_it_is_left_to_the_reader_too()
    {
        var copy = new StageInputExec(5, new BroadcastPartitioning(), Columns);
        Assert.Equal(["StageInput #0 broadcast", "StageInput #5 broadcast"], Absorbed(Reader with { Plan = Join(JoinKind.Inner, Read, copy) }, Small)!.Leaves.Select(l => l.Describe()));
    }

    public static TheoryData<string> Others => ["join", "union", "copied", "kept", "keys", "counted", "more rows", "scan", "off"];

    [Theory]
    [MemberData(nameof(Others))]
    public void Others_are_left_as_they_are(string what)
    {
        var (reader, small, settings) = what switch
        {
            // The other side lies by the same keys.
            "join" => (Reader with { Plan = Join(JoinKind.Inner, Read, new StageInputExec(5, new HashPartitioning([Key], 4), Columns)) }, Small, Settings),
            "union" => (Reader with { Plan = new UnionExec([Read, new StageInputExec(5, new BroadcastPartitioning(), Columns)], Columns) }, Small, Settings),
            "copied" => (Reader with { Plan = Read with { Partitioning = new BroadcastPartitioning() } }, Small with { Output = new BroadcastPartitioning() }, Settings),
            "kept" => (Reader, Small with { Cached = new CachedDataset(1, KeepLevel.MemoryOnly) }, Settings),
            "keys" => (Reader, Small with { Collected = [new KeyCollection(1, 0, DataType.Long)] }, Settings),
            "counted" => (Reader with { Plan = Read with { Partitioning = Read.Partitioning with { IsExact = true } } }, Small, Settings),
            "more rows" => (Reader, Small with { Plan = Join(JoinKind.Inner, Input, Input with { StageId = 6 }) }, Settings),
            "scan" => (Reader, Small with { Plan = new ScanExec(new TestTable("t", Columns, TableStatistics.Unknown(2)), [0, 1], [], [], [0, 1]) }, Settings),
            _ => (Reader, Small, Settings with { Adaptive = false }),
        };
        Assert.Null(Absorbed(reader, small, settings));
    }

    private static StagePlan? Absorbed(StagePlan reader, StagePlan small, TaskPlanningSettings? settings = null) => SmallStages.Absorb(reader, small, _ => new Sizes(1, 8), settings ?? Settings, (_, _) => { });

    private static HashJoinExec Join(JoinKind kind, PhysicalPlan left, PhysicalPlan right) => new(left, right, kind, [Key], [Key], [false], null, false, [0, 1], [-1]);

    /// <summary>All in the first of four partitions, from one map.</summary>
    private sealed class Sizes(long rows, long stored) : IStageSizes
    {
        public int Maps => 1;

        public long Rows => rows;

        public long Bytes(int partition) => partition == 0 ? stored : 0;

        public long Bytes(int map, int partition) => Bytes(partition);
    }
}
