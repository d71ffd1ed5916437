using System.Collections.Concurrent;
using Google.Protobuf;
using Spindle.Columnar.Errors;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Driver.Programs;
using Spindle.Driver.Queries;
using Spindle.Protos;
using CancelTask = Spindle.Driver.Actions.CancelTask;
using LaunchTasks = Spindle.Driver.Actions.LaunchTasks;

namespace Spindle.Driver.Cluster;

/// <summary>Does what the job machine decided. Runs on the loop's thread: what takes long is done elsewhere and comes back as an event.</summary>
internal sealed class ActionRunner(EventLoop loop, ExecutorRegistry registry, ExecutorPool pool, CommitAnswers commits, ClusterSettings settings, Action<Announcement> announce)
{
    // Past that many cells sizes travel as a byte each.
    private const long ExactSizes = 100_000;
    private const int WholeDataset = -1;

    /// <summary>Removes from storage what executors put there; null where they have no such place.</summary>
    public FallbackCleaner? Cleaner { get; init; }

    private readonly ConcurrentDictionary<JobId, RunningQuery> queries = new();

    public void Add(RunningQuery query) => queries[query.Job.Id] = query;

    public void Act(DriverAction action)
    {
        switch (action)
        {
            case LaunchTasks launch when registry.Find(launch.Executor) is { } connection && queries.TryGetValue(launch.Job, out var query):
                Launch(connection, query, launch);
                break;
            case PlanStage plan when queries.TryGetValue(plan.Job, out var query):
                Plan(query, plan.Stage);
                break;
            case CancelTask cancel:
                registry.Find(cancel.Executor)?.Send(new DriverMessage { CancelTask = new Protos.CancelTask { Task = Task(cancel.Attempt), Reason = cancel.Reason } });
                break;
            case AnswerCommit answer:
                commits.Answer(answer);
                break;
            case DeliverResult result when queries.TryGetValue(result.Job, out var query):
                query.Execution.Deliver(result);
                break;
            case DeliverValue value when queries.TryGetValue(value.Job, out var query):
                query.Job.Keep(value.Stage, value.Partition, (ResultRows)value.Payload!);
                break;
            case CountTotals totals when queries.TryGetValue(totals.Job, out var query):
                Count(query, totals);
                break;
            case EndJob end when queries.TryGetValue(end.Job, out var query):
                query.Execution.End(end);
                break;
            case RemoveJob remove:
                Remove(remove.Job);
                Cleaner?.Forget(remove);
                break;
            case RemoveDataset remove:
                foreach (var connection in registry.All)
                    connection.Send(RemoveBlocks(remove.Dataset, WholeDataset));
                Cleaner?.Forget(remove);
                break;
            case RemoveCached remove:
                registry.Find(remove.Executor)?.Send(RemoveBlocks(remove.Dataset, remove.Partition));
                break;
            case HandOver leave:
                var drain = new Drain();
                drain.Peers.AddRange(leave.Peers.Select(registry.Find).OfType<ExecutorConnection>().Select(c => c.Address));
                registry.Find(leave.Executor)?.Send(new DriverMessage { Drain = drain });
                break;
            case DropExecutor drop:
                registry.Find(drop.Executor)?.Send(new DriverMessage { Shutdown = new Shutdown { Reason = drop.Reason } });
                pool.Drop(drop.Executor.Id);
                break;
            case ExecutorHolds holds:
                pool.Holds(holds.Executor.Id, holds.Blocks);
                break;
            case Announcement announcement:
                if (announcement is ExecutorsWanted wanted)
                    pool.Resize(wanted.Target);
                else if (announcement is ExecutorDrains drains)
                    pool.Leaves(drains.Executor.Id);
                if (JobOf(announcement) is { } job && queries.TryGetValue(job, out var running))
                    running.Execution.Hear(announcement);
                Cleaner?.Hear(announcement);
                announce(announcement);
                break;
        }
    }

    private static JobId? JobOf(Announcement announcement) => announcement switch
    {
        StageStarted stage => stage.Job,
        TaskEnded task => task.Attempt.Job,
        _ => null,
    };

    private void Plan(RunningQuery query, int stage)
    {
        // What the plan depends on is read here, on the loop; the planning, which may list files, is not done here.
        var sizes = new Dictionary<int, StageSizes>();
        foreach (var watched in query.Job.Watched(stage))
            if (loop.Machine.Locate(query.Job.Id, watched) is { IsComplete: true } outputs)
                sizes.Add(watched, new StageSizes(outputs, query.Job.IsAsComputed(watched)));
        var places = Places(query.Job, stage);
        _ = System.Threading.Tasks.Task.Run(() =>
        {
            try
            {
                loop.Post(query.Job.Plan(stage, sizes) switch
                {
                    PlannedTasks tasks => new StagePlanned(query.Job.Id, stage, tasks.Reads.Count, places.Preferences(tasks.Reads)) { Adaptation = tasks.Adaptation },
                    AbsorbedWork work => new StageAbsorbed(query.Job.Id, stage, work.Reader, work.Inputs, work.After, work.Adaptation),
                    _ => throw new System.Diagnostics.UnreachableException(),
                });
            }
            catch (SpindleException error)
            {
                loop.Post(new StagePlanningFailed(query.Job.Id, stage, new JobError(error.ErrorClass.Name, error.SqlState, error.Message, error.Origin.Start, error.Origin.Stop, error.Parameters)));
            }
            catch (Exception bug)
            {
                loop.Post(new StagePlanningFailed(query.Job.Id, stage, new JobError("INTERNAL_ERROR", "XX000", $"stage {stage} could not be planned: {bug}")));
            }
        });
    }

    private TaskPlaces Places(QueryJob job, int stage)
    {
        var inputs = new List<(int Stage, Scheduling.OutputLocations Outputs)>();
        foreach (var input in job.Inputs(stage))
            if (loop.Machine.Locate(job.Id, input) is { } outputs)
                inputs.Add((input, outputs));
        var kept = inputs.Where(i => job.IsCached(i.Stage)).ToDictionary(i => i.Stage, i => ShuffledPlaces.Executors(i.Outputs));
        var shuffled = settings.ReduceLocality ? inputs.Where(i => !job.IsCached(i.Stage)).Select(i => (i.Stage, Places: ShuffledPlaces.Of(i.Outputs, job.IsAsComputed(i.Stage)))) : [];
        return new TaskPlaces(kept, shuffled.Where(s => s.Places is not null).ToDictionary(s => s.Stage, s => s.Places!));
    }

    private void Count(RunningQuery query, CountTotals totals)
    {
        if (!query.Job.Counts(totals.Stage, totals.Partition))
            return;
        try
        {
            var counted = (TaskTotals)totals.Totals;
            query.Execution.Count(totals.Stage, counted.Operators);
            if (!counted.Keys.IsEmpty)
                query.Job.Collect(totals.Stage, totals.Partition, counted.Keys);
            Totals.Merge(counted.Accumulators);
        }
        catch (Exception thrown)
        {
            // The program's own merging: its failure is the query's.
            loop.Post(new StagePlanningFailed(totals.Job, totals.Stage, new JobError("FAILED_EXECUTE_UDF", "39000", $"an accumulator could not add what a task counted: {thrown.GetType().Name}: {thrown.Message}")));
        }
    }

    private void Launch(ExecutorConnection connection, RunningQuery query, LaunchTasks launch)
    {
        var job = query.Job;
        var planned = job.Planned(launch.Stage);
        var id = new StageId { Query = job.Id.Value, Stage = launch.Stage, Attempt = launch.StageAttempt };
        if (connection.IsNew(id.Query, id.Stage, id.Attempt))
        {
            var message = new LaunchStage { Stage = id, Plan = planned.Plan, Output = planned.Output, SampleRows = settings.SampleRows, InlineResultLimit = Math.Min(settings.MaxDirectResultSize, settings.MaxMessageLength / 2) };
            if (planned.Program is { } program)
            {
                message.Program = program.Id;
                if (connection.IsNew(program.Id))
                    connection.Send(new DriverMessage { Program = program.ToMessage() });
            }

            message.Settings.AddRange(query.Settings.Select(s => new Setting { Key = s.Key, Value = s.Value }));
            Send(connection, job.Id, launch.Stage, "the plan", new DriverMessage { LaunchStage = message });
        }

        foreach (var input in job.Inputs(launch.Stage))
            if (loop.Machine.Locate(job.Id, input) is { } outputs && connection.IsNewer(id.Query, input, outputs.Epoch))
                Send(connection, job.Id, launch.Stage, "the list of its inputs", new DriverMessage { StageOutputs = Outputs(job.Id, input, job.Dataset(input), outputs) });
        var tasks = new Protos.LaunchTasks { Stage = id };
        tasks.Tasks.AddRange(launch.Tasks.Select(t => new LaunchTask { Partition = t.Partition, Attempt = t.Attempt, Inputs = planned.Tasks[t.Partition] }));
        var together = new DriverMessage { LaunchTasks = tasks };
        if (together.CalculateSize() <= settings.MaxMessageLength)
        {
            connection.Send(together);
            return;
        }

        foreach (var task in tasks.Tasks)
            Send(connection, job.Id, launch.Stage, $"task {task.Partition}", new DriverMessage { LaunchTasks = new Protos.LaunchTasks { Stage = id, Tasks = { task } } });
    }

    /// <summary>What is too long to be sent ends its job: to another executor it would be as long.</summary>
    private void Send(ExecutorConnection connection, JobId job, int stage, string what, DriverMessage message)
    {
        if (message.CalculateSize() is var bytes && bytes > settings.MaxMessageLength)
            loop.Post(new StagePlanningFailed(job, stage, Scheduling.SchedulingErrors.MessageTooLong($"{what} of stage {stage}", bytes, settings.MaxMessageLength)));
        else
            connection.Send(message);
    }

    private StageOutputs Outputs(JobId job, int stage, long dataset, Scheduling.OutputLocations outputs)
    {
        var message = new StageOutputs { Stage = new StageId { Query = job.Value, Stage = stage }, Epoch = outputs.Epoch, Partitions = outputs.Partitions, Dataset = dataset };
        var indexes = new Dictionary<ExecutorKey, int>();
        for (var map = 0; map < outputs.Maps; map++)
        {
            var index = -1;
            if (outputs.Place(map) is { } place && !indexes.TryGetValue(place, out index))
            {
                index = indexes[place] = message.Executors.Count;
                message.Executors.Add(registry.Find(place)?.Address ?? new ExecutorAddress { ExecutorId = place.Id });
            }

            message.ExecutorOfMap.Add(index);
        }

        if ((long)outputs.Maps * outputs.Partitions <= ExactSizes)
        {
            for (var map = 0; map < outputs.Maps; map++)
                for (var p = 0; p < outputs.Partitions; p++)
                    message.Sizes.Add(outputs.Size(map, p));
        }
        else
        {
            var coded = new byte[(long)outputs.Maps * outputs.Partitions];
            for (var map = 0; map < outputs.Maps; map++)
                for (var p = 0; p < outputs.Partitions; p++)
                    coded[((long)map * outputs.Partitions) + p] = Scheduling.SizeCode.Encode(outputs.Size(map, p));
            message.LogSizes = UnsafeByteOperations.UnsafeWrap(coded);
        }

        return message;
    }

    private void Remove(JobId job)
    {
        if (queries.TryRemove(job, out var query))
            query.Job.Release();
        foreach (var connection in registry.All)
        {
            connection.Forget(job.Value);
            connection.Send(new DriverMessage { RemoveQuery = new RemoveQuery { Query = job.Value } });
        }
    }

    private static DriverMessage RemoveBlocks(long dataset, int partition)
    {
        var message = new RemoveBlocks();
        message.Blocks.Add(new BlockKey { Cached = new CachedBlock { Dataset = dataset, Partition = partition } });
        return new DriverMessage { RemoveBlocks = message };
    }

    private static TaskId Task(AttemptId attempt) => new() { Query = attempt.Job.Value, Stage = attempt.Stage, Partition = attempt.Partition, Attempt = attempt.Attempt };
}

/// <summary>A query under way: what its tasks are, and who reads its rows.</summary>
internal sealed record RunningQuery(QueryJob Job, ClusterExecution Execution, IReadOnlyDictionary<string, string> Settings);
