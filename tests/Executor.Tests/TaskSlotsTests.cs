using System.Collections.Concurrent;
using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Protos;
using Spindle.Sources;
using Spindle.Wire.Plans;
using TaskOutputKind = Spindle.Protos.TaskOutputKind;

namespace Spindle.Executor.Tests;

/// <summary>Slots run what they are given, tell of it, and stop it.</summary>
public sealed class TaskSlotsTests : IAsyncLifetime
{
    private static readonly StageId Stage = new() { Query = 9, Stage = 0 };

    private readonly BlockingCollection<ExecutorMessage> said = [];
    private TwoExecutors executors = null!;

    public async Task InitializeAsync() => executors = await TwoExecutors.StartAsync(0);

    public async Task DisposeAsync() => await executors.DisposeAsync();

    [Fact]
    public void A_task_gives_its_rows_inline_or_as_a_block()
    {
        using var slots = Slots(new RangeExec(0, 100_000, 1, "id"), inlineLimit: 10_000);
        slots.Launch(Tasks(new RangeInput(0, 100), new RangeInput(0, 100_000)));
        Assert.Equal(ExecutorMessage.KindOneofCase.TaskStarted, Next().KindCase);
        var small = Next().TaskFinished;
        Assert.Equal((0, 100L), (small.Task.Partition, small.Result.Rows));
        Assert.Single(small.Result.Lengths);
        Next();
        var large = Next().TaskFinished;
        Assert.Equal((1, 100_000L), (large.Task.Partition, large.ResultBlock.Rows));
        Assert.Equal(100_000, executors.Here.Store.Find(new Execution.Blocks.ResultBlockKey(new TaskIdentity(9, 0, 1, 0)))!.TotalRows);
        executors.Here.RemoveQuery(9);
        Assert.Empty(executors.Here.Store.Keys());
    }

    [Fact]
    public void A_cancelled_task_ends_within_a_second_and_frees_its_slot()
    {
        // Pairs without end: nothing but the cancellation stops it.
        var range = new RangeExec(0, 3_000_000, 1, "id");
        var never = new Comparison(ComparisonOperator.Less, new BoundReference(0, DataType.Long, false, "a"), new Literal(-1L, DataType.Long));
        using var slots = Slots(new NestedLoopJoinExec(range, range, JoinKind.Inner, never, false, [0]), inlineLimit: 10_000);
        var launch = new LaunchTasks { Stage = Stage };
        launch.Tasks.Add(new LaunchTask { Partition = 0, Attempt = 0, Inputs = Bytes(new TaskInputs([new RangeInput(0, 3_000_000), new RangeInput(0, 3_000_000)])) });
        slots.Launch(launch);
        var task = Next().TaskStarted.Task;
        Assert.Equal([task], slots.Running);
        var watch = Stopwatch.StartNew();
        slots.Cancel(task);
        var failed = Next().TaskFailed;
        Assert.Equal(FailureKind.Killed, failed.Kind);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"it took {watch.Elapsed}");
        Assert.True(slots.Drain(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Failures_are_told_with_their_kind()
    {
        using var slots = Slots(new RangeExec(0, 10, 1, "id"), inlineLimit: 10_000);
        slots.Launch(new LaunchTasks { Stage = new StageId { Query = 9, Stage = 5 }, Tasks = { new LaunchTask { Inputs = Bytes(new TaskInputs([])) } } });
        Next();
        Assert.Equal(FailureKind.Operational, Next().TaskFailed.Kind);
        var divide = new ProjectExec([new NamedExpression(new Literal(1L, DataType.Long), "x")], new StageInputExec(3, new SinglePartitioning(), TwoExecutors.Schema));
        using var reading = Slots(divide, inlineLimit: 10);
        reading.Launch(Tasks(new PartitionsInput(0, 1)));
        Next();
        var failed = Next().TaskFailed;
        Assert.Equal((FailureKind.Fetch, 3, -1), (failed.Kind, failed.Fetch.Stage.Stage, failed.Fetch.Map));
    }

    private TaskSlots Slots(PhysicalPlan plan, long inlineLimit)
    {
        var stages = new StageTable(executors.Here);
        stages.Add(new LaunchStage { Stage = Stage, Plan = Bytes(new StagePlan(0, plan, null, [])), Output = TaskOutputKind.Result, InlineResultLimit = inlineLimit });
        return new TaskSlots(executors.Here, stages, news => said.Add(news.Header), (_, _) => { });
    }

    private LaunchTasks Tasks(params ReadOnlySpan<TaskInput> inputs)
    {
        var launch = new LaunchTasks { Stage = Stage };
        foreach (var input in inputs)
            launch.Tasks.Add(new LaunchTask { Partition = launch.Tasks.Count, Attempt = 0, Inputs = Bytes(new TaskInputs([input])) });
        return launch;
    }

    private Google.Protobuf.ByteString Bytes(object record) => Google.Protobuf.ByteString.CopyFrom(executors.Here.Codec.Encode(record));

    private ExecutorMessage Next() => said.TryTake(out var message, TimeSpan.FromSeconds(30)) ? message : throw new TimeoutException("nothing was said");
}
