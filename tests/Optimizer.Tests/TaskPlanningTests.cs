using Spindle.Columnar.Types;
using Spindle.Optimizer.Stages;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Optimizer.Tests;

/// <summary>What each task reads.</summary>
public sealed class TaskPlanningTests
{
    private static readonly StructType Columns = new([new Field("k", DataType.Long), new Field("v", DataType.Long)]);
    private static readonly Expression Key = new BoundReference(0, DataType.Long, true, "k");
    private static readonly ScanExec Scan = new(new TestTable("t", Columns, TableStatistics.Unknown(2)), [0, 1], [], [], [0, 1]);

    private static readonly TaskPlanningSettings Settings = new() { Slots = 4, ScanBytes = 100, PartitionBytes = 100, MinimumBytes = 10, SkewBytes = 300 };

    [Fact]
    public void Splits_are_shared_out_in_order_and_about_equally()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var splits = Enumerable.Range(0, random.Next(1, 60)).Select(i => (Split)new Part(i, random.Next(1, 50))).ToValueList();
            var tasks = TaskPlanning.Plan(new StagePlan(0, Scan, null, []), _ => splits, _ => throw new InvalidOperationException(), Settings);
            var runs = tasks.Select(t => ((SplitsInput)t[0]).Splits).ToList();
            Assert.Equal(splits, runs.SelectMany(r => r));
            Assert.All(runs, r => Assert.NotEmpty(r));
            var total = splits.Sum(s => s.Bytes);
            Assert.All(runs, r => Assert.True(r.Sum(s => s.Bytes) <= 100 + 50 + 25, $"{r.Sum(s => s.Bytes)} of {total} bytes in a task of {runs.Count}"));
        }
    }

    [Fact]
    public void Splits_are_cut_where_whole_ones_would_leave_slots_uneven()
    {
        // Two slots would read two row groups of three, and one.
        var three = TaskPlanning.Plan(new StagePlan(0, Scan, null, []), _ => [new Rowed(0, 100), new Rowed(100, 200), new Rowed(200, 300)], _ => null!, Settings with { Slots = 2, ScanBytes = 200 });
        Assert.Equal([[new Rowed(0, 100), new Rowed(100, 150)], [new Rowed(150, 200), new Rowed(200, 300)]], three.Select(t => ((SplitsInput)t[0]).Splits.Cast<Rowed>()));

        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var ends = Enumerable.Range(0, random.Next(2, 12)).Select(_ => random.Next(1, 10_000)).Append(0).Distinct().Order().ToList();
            var splits = ends.Zip(ends.Skip(1), (from, to) => (Split)new Rowed(from, to)).ToValueList();
            var slots = random.Next(1, 6);
            var runs = TaskPlanning.Plan(new StagePlan(0, Scan, null, []), _ => splits, _ => null!, Settings with { Slots = slots, ScanBytes = 1 << 20 }).Select(t => ((SplitsInput)t[0]).Splits).ToList();
            var read = runs.SelectMany(r => r).Cast<Rowed>().ToList();
            Assert.Equal((0, ends[^1]), (read[0].From, read[^1].To));
            Assert.All(read.Zip(read.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
            if (runs.Count < slots)
                continue;
            var share = (double)ends[^1] / runs.Count;
            Assert.All(runs, r => Assert.True(r.Sum(s => s.Bytes) <= 1.3 * share + 2, $"{r.Sum(s => s.Bytes)} of {ends[^1]} in one of {runs.Count} tasks, round {round}"));
            Assert.True(read.Count <= splits.Count + runs.Count - 1);
        }
    }

    [Fact]
    public void Small_scans_are_one_task_and_no_split_is_one_task_too()
    {
        Assert.Single(TaskPlanning.Plan(new StagePlan(0, Scan, null, []), _ => [new Part(0, 4), new Part(1, 5)], _ => null!, Settings));
        var none = Assert.Single(TaskPlanning.Plan(new StagePlan(0, Scan, null, []), _ => [], _ => null!, Settings));
        Assert.Empty(((SplitsInput)none[0]).Splits);
    }

    [Theory]
    [InlineData(0, 10, 1, 4)]
    [InlineData(0, 10, 3, 25)]
    [InlineData(10, -7, -2, 5)]
    [InlineData(5, 5, 1, 3)]
    public void A_range_is_cut_into_as_many_tasks_as_were_asked_for(long start, long end, long step, int partitions)
    {
        var range = new RangeExec(start, end, step, "id") { Partitions = partitions };
        var parts = TaskPlanning.Plan(new StagePlan(0, range, null, []), _ => [], _ => null!, Settings).Select(t => (RangeInput)t[0]).ToList();
        Assert.Equal(partitions, parts.Count);
        Assert.Equal(Numbers(start, end), parts.SelectMany(p => Numbers(p.Start, p.End)));

        IEnumerable<long> Numbers(long from, long to)
        {
            for (var n = from; step > 0 ? n < to : n > to; n += step)
                yield return n;
        }
    }

    [Fact]
    public void Neighbouring_partitions_are_put_together_alike_on_both_sides()
    {
        var tasks = Plan(Join(JoinKind.Inner, 8), [10, 10, 10, 80, 0, 0, 100, 5], [0, 5, 5, 5, 0, 0, 20, 5]);
        Assert.True(tasks.Count is >= 3 and <= 5, $"{tasks.Count} tasks");
        Assert.All(tasks, t => Assert.Equal(t[0], t[1]));
        Assert.Equal(Enumerable.Range(0, 8), tasks.SelectMany(t => Partitions(t[0])));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(25, 8)]
    [InlineData(1_000, 16)]
    public void Rows_stored_in_few_bytes_are_as_many_tasks_as_they_are_worth_when_read(long rows, int expected)
    {
        var input = new StageInputExec(0, new HashPartitioning([Key], 16), Columns);
        var bytes = Enumerable.Repeat(20L, 16).ToArray();
        var tasks = TaskPlanning.Plan(new StagePlan(1, input, null, []), _ => [], _ => new Sizes(bytes, rows), Settings);
        Assert.Equal(expected, tasks.Count);
        Assert.Equal(Enumerable.Range(0, 16), tasks.SelectMany(t => Partitions(t[0])));
    }

    [Fact]
    public void Partitions_stay_apart_where_the_user_named_their_number_or_nothing_adapts()
    {
        var exact = new StageInputExec(0, new HashPartitioning([Key], 8) { IsExact = true }, Columns);
        Assert.Equal(8, TaskPlanning.Plan(new StagePlan(1, exact, null, []), _ => [], _ => new Sizes([1, 1, 1, 1, 1, 1, 1, 1]), Settings).Count);
        Assert.Equal(8, Plan(Join(JoinKind.Inner, 8), new long[8], new long[8], Settings with { Adaptive = false }).Count);
    }

    [Fact]
    public void A_skewed_partition_is_read_in_parts_each_with_the_whole_of_the_other_side()
    {
        var tasks = Plan(Join(JoinKind.Left), [10, 1_000, 10, 10], [10, 10, 10, 10]);
        var cut = tasks.Where(t => Partitions(t[0]).Contains(1)).ToList();
        Assert.Equal(10, cut.Count);
        Assert.All(cut, t => Assert.Equal(new PartitionsInput(1, 2), t[1]));
        Assert.Equal(Enumerable.Range(0, 10), cut.SelectMany(t => Maps((PartitionsInput)t[0])));
        Assert.Equal([0, 2, 3], tasks.Except(cut).SelectMany(t => Partitions(t[0])));
    }

    [Theory]
    [InlineData(JoinKind.Inner, true, true)]
    [InlineData(JoinKind.Left, true, false)]
    [InlineData(JoinKind.LeftSemi, true, false)]
    [InlineData(JoinKind.LeftAnti, true, false)]
    [InlineData(JoinKind.Mark, true, false)]
    [InlineData(JoinKind.Right, false, true)]
    [InlineData(JoinKind.RightSemi, false, true)]
    [InlineData(JoinKind.RightAnti, false, true)]
    [InlineData(JoinKind.Full, false, false)]
    public void Only_a_side_whose_rows_are_each_looked_at_alone_is_cut(JoinKind kind, bool left, bool right)
    {
        long[] skewed = [10, 1_000, 10, 10];
        long[] even = [10, 10, 10, 10];
        Assert.Equal(left, Plan(Join(kind), skewed, even).Any(t => ((PartitionsInput)t[0]).LastMap >= 0));
        Assert.Equal(right, Plan(Join(kind), even, skewed).Any(t => ((PartitionsInput)t[1]).LastMap >= 0));
    }

    [Fact]
    public void Two_skewed_sides_meet_part_by_part()
    {
        var tasks = Plan(Join(JoinKind.Inner), [10, 1_000, 10, 10], [10, 500, 10, 10]);
        var pairs = tasks.Where(t => Partitions(t[0]).Contains(1)).SelectMany(t => Maps((PartitionsInput)t[0]).SelectMany(l => Maps((PartitionsInput)t[1]).Select(r => (l, r)))).ToList();
        Assert.Equal(100, pairs.Count);
        Assert.Equal(100, pairs.Distinct().Count());
    }

    [Fact]
    public void Nothing_is_cut_below_what_needs_its_groups_whole()
    {
        var grouped = new AggregateExec([new NamedExpression(Key, "k")], [], AggregateMode.Complete, Join(JoinKind.Inner));
        Assert.All(Plan(grouped, [10, 1_000, 10, 10], [10, 10, 10, 10]), t => Assert.All(t, i => Assert.Equal(-1, ((PartitionsInput)i).LastMap)));
        var partial = grouped with { Mode = AggregateMode.Partial };
        Assert.Contains(Plan(partial, [10, 1_000, 10, 10], [10, 10, 10, 10]), t => ((PartitionsInput)t[0]).LastMap >= 0);
    }

    [Fact]
    public void Each_task_of_a_union_reads_one_of_its_inputs()
    {
        var union = new UnionExec([Scan, new StageInputExec(0, new SinglePartitioning(), Columns), new ProjectExec([new NamedExpression(Key, "k"), new NamedExpression(Key, "v")], new RangeExec(0, 1_000_000, 1, "k"))], Columns);
        var tasks = TaskPlanning.Plan(new StagePlan(1, union, null, []), _ => [new Part(0, 100), new Part(1, 100)], _ => new Sizes([5]), Settings);
        Assert.All(tasks, t => Assert.Single(t, i => i is not NoInput));
        Assert.Equal(2, tasks.Count(t => t[0] is SplitsInput));
        Assert.Single(tasks, t => t[1] is PartitionsInput { From: 0, To: 1 });
        var ranges = tasks.Select(t => t[2]).OfType<RangeInput>().ToList();
        Assert.Equal(4, ranges.Count);
        Assert.Equal((0, 1_000_000), (ranges[0].Start, ranges[^1].End));
        Assert.All(ranges.Zip(ranges.Skip(1)), p => Assert.Equal(p.First.End, p.Second.Start));
    }

    [Fact]
    public void A_copy_is_whole_in_every_task()
    {
        var join = new HashJoinExec(Scan, new StageInputExec(0, new BroadcastPartitioning(), Columns), JoinKind.Inner, [Key], [Key], [false], null, false, [0, 1, 2, 3], [-1]);
        var tasks = TaskPlanning.Plan(new StagePlan(1, join, null, []), _ => [new Part(0, 100), new Part(1, 100)], _ => new Sizes([5]), Settings);
        Assert.Equal(2, tasks.Count);
        Assert.All(tasks, t => Assert.Equal(TaskInput.Whole, t[1]));
    }

    [Fact]
    public void Coalesced_work_is_in_no_more_tasks_than_asked_for()
    {
        var union = new UnionExec([Scan, Scan with { }], Columns);
        var splits = Enumerable.Range(0, 20).Select(i => (Split)new Part(i, 100)).ToValueList();
        for (var count = 1; count < 6; count++)
        {
            var tasks = TaskPlanning.Plan(new StagePlan(0, new CoalesceExec(count, union), null, []), _ => splits, _ => null!, Settings);
            Assert.Equal(count, tasks.Count);
            Assert.Equal(splits, tasks.SelectMany(t => t[0] is SplitsInput s ? s.Splits : []));
            Assert.Equal(splits, tasks.SelectMany(t => t[1] is SplitsInput s ? s.Splits : []));
        }
    }

    private static IReadOnlyList<ValueList<TaskInput>> Plan(PhysicalPlan plan, long[] left, long[] right, TaskPlanningSettings? settings = null)
    {
        var stage = new StagePlan(2, plan, null, []);
        var tasks = TaskPlanning.Plan(stage, _ => [], id => new Sizes(id == 0 ? left : right), settings ?? Settings);
        Assert.Equal(tasks, TaskPlanning.Plan(stage, _ => [], id => new Sizes(id == 0 ? left : right), settings ?? Settings));
        return tasks;
    }

    private static HashJoinExec Join(JoinKind kind, int partitions = 4) => new(
        new StageInputExec(0, new HashPartitioning([Key], partitions), Columns), new StageInputExec(1, new HashPartitioning([Key], partitions), Columns),
        kind, [Key], [Key], [false], null, false, kind == JoinKind.Mark ? [0, 1, 4] : [0, 1], [-1]);

    private static IEnumerable<int> Partitions(TaskInput input) => input is PartitionsInput p ? Enumerable.Range(p.From, p.To - p.From) : [];

    private static IEnumerable<int> Maps(PartitionsInput input) => Enumerable.Range(input.FirstMap, (input.LastMap < 0 ? 10 : input.LastMap) - input.FirstMap);

    private sealed record Part(int Number, long Bytes) : Split(100, Bytes);

    /// <summary>Rows of a file, which may be cut anywhere.</summary>
    private sealed record Rowed(int From, int To) : Split(To - From, To - From)
    {
        public override (Split First, Split Second)? Cut(double share) => From + (int)(share * Rows) is var at && at > From && at < To ? (new Rowed(From, at), new Rowed(at, To)) : null;
    }

    /// <summary>Ten maps, each with a tenth of every partition.</summary>
    private sealed class Sizes(long[] partitions, long rows = 0) : IStageSizes
    {
        public int Maps => 10;

        public long Rows => rows;

        public long Bytes(int partition) => partition < partitions.Length ? partitions[partition] : 0;

        public long Bytes(int map, int partition) => Bytes(partition) / 10;
    }
}
