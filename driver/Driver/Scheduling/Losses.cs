using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>Map outputs that are gone, and those who built on them.</summary>
internal sealed class Losses(Schedule schedule, Placement placement, JobProgress progress)
{
    /// <summary>
    /// A task could not read its input. The map outputs it names are lost, unless they were computed anew since it started: then its news is old. The stage's
    /// try ends, once for all tasks that fail in it.
    /// </summary>
    public void FetchFailed(Attempt attempt, TaskFailure failure)
    {
        var (stage, job) = (attempt.Stage, attempt.Stage.Job);
        if (!job.Stages.TryGetValue(failure.FetchStage, out var source) || failure.FetchFrom is null || schedule.Executors.FindHolder(failure.FetchFrom) is not { } holder)
            return;
        // Who is out of reach is so for all that the stage reads there: found out input by input, one loss would use up the stage's tries.
        var sources = failure.FetchMap >= 0 ? [source] : stage.Spec.Inputs.Select(i => job.Stages[i]).Prepend(source).Distinct();
        var lost = sources.Sum(s => LoseUnread(attempt, s, failure, holder));
        if (lost == 0 || attempt.StageAttempt != stage.Attempt)
            return;
        stage.NextAttempt();
        if (++stage.FetchFailuresInARow >= schedule.Settings.StageMaxConsecutiveAttempts)
            progress.End(job, JobStatus.Failed, SchedulingErrors.StageFailed(stage, stage.FetchFailuresInARow, failure.Error));
    }

    /// <returns>How many outputs of the stage are lost.</returns>
    private int LoseUnread(Attempt attempt, StageState source, TaskFailure failure, ExecutorState holder)
    {
        if (source.Outputs is not { } outputs)
            return 0;
        var lost = failure.FetchMap < 0 ? outputs.On(holder)
            : failure.FetchMap < outputs.Maps && ReferenceEquals(outputs.Place(failure.FetchMap), holder) ? [failure.FetchMap]
            : [];
        lost.RemoveAll(map => outputs.Since(map) > attempt.JobEpoch);
        if (lost.Count == 0)
            return 0;
        // Computed there again, the rows could be as unreadable: a peer out of reach, a bad disk.
        foreach (var map in lost)
            (source.Tasks[map].Avoided ??= new(StringComparer.Ordinal)).Add(holder.Key.Id);
        Lose(source, lost, holder, $"task {attempt.Id} could not fetch: {failure.Error.Message}");
        return lost.Count;
    }

    /// <summary>All outputs that an executor held are gone with it.</summary>
    /// <returns>How many there were.</returns>
    public int LoseAll(ExecutorState executor, string reason)
    {
        var total = 0;
        foreach (var (dataset, partitions) in schedule.Datasets.LoseAll(executor))
            schedule.Emit(new CachedLost(dataset, ValueList.Create<int>([.. partitions]), executor.Key, reason));
        foreach (var job in schedule.Jobs.Values)
        {
            foreach (var stage in job.Stages.Values)
            {
                if (stage.Outputs?.On(executor) is not { Count: > 0 } maps)
                    continue;
                total += maps.Count;
                Lose(stage, maps, executor, reason);
            }
        }

        return total;
    }

    public void Drop(CachedDropped news)
    {
        if (schedule.Executors.Find(news.Executor) is not { } executor)
            return;
        schedule.Datasets.Lose(news.Dataset, news.Partitions, executor);
        schedule.Emit(new CachedLost(news.Dataset, news.Partitions, news.Executor, "memory was wanted"));
        foreach (var job in schedule.Jobs.Values.ToList())
            foreach (var stage in job.Stages.Values.Where(s => s.Spec.Dataset == news.Dataset && s.Outputs is not null).ToList())
                Drop(stage, news.Partitions, executor);
    }

    public void Drop(OutputsDropped news)
    {
        if (schedule.Executors.Find(news.Executor) is not { } executor || !schedule.Jobs.TryGetValue(news.Job, out var job)
            || !job.Stages.TryGetValue(news.Stage, out var stage) || stage.Outputs is null)
        {
            return;
        }

        Drop(stage, news.Maps, executor);
    }

    private void Drop(StageState stage, ValueList<int> maps, ExecutorState executor)
    {
        var outputs = stage.Outputs!;
        var lost = maps.Where(m => m >= 0 && m < outputs.Maps && ReferenceEquals(outputs.Place(m), executor)).ToList();
        if (lost.Count == 0)
            return;
        Lose(stage, lost, executor, "the executor no longer has them");
        progress.Advance(stage.Job);
    }

    public void Move(OutputsMoved news)
    {
        if (schedule.Executors.Find(news.From) is not { } from || schedule.Executors.FindHolder(news.To) is not { } to
            || !schedule.Jobs.TryGetValue(news.Job, out var job) || !job.Stages.TryGetValue(news.Stage, out var stage) || stage.Outputs is null)
        {
            return;
        }

        Move(stage, news.Maps, from, to);
        schedule.Emit(new BlocksHandedOver(news.From, news.To, news.Job, news.Stage, 0, news.Maps));
    }

    public void Move(CachedMoved news)
    {
        if (schedule.Executors.Find(news.From) is not { } from || schedule.Executors.FindHolder(news.To) is not { } to)
            return;
        schedule.Datasets.Move(news.Dataset, news.Partitions, from, to);
        foreach (var stage in schedule.Jobs.Values.SelectMany(j => j.Stages.Values).Where(s => s.Spec.Dataset == news.Dataset && s.Outputs is not null))
            Move(stage, news.Partitions, from, to);
        schedule.Emit(new BlocksHandedOver(news.From, news.To, null, -1, news.Dataset, news.Partitions));
    }

    private static void Move(StageState stage, ValueList<int> maps, ExecutorState from, ExecutorState to)
    {
        var outputs = stage.Outputs!;
        stage.Job.Epoch++;
        foreach (var map in maps)
            if (map >= 0 && map < outputs.Maps && ReferenceEquals(outputs.Place(map), from))
                outputs.Move(map, to, stage.Job.Epoch);
    }

    /// <summary>
    /// A map computed again gave other rows. Whatever read the former ones, or what was made of them, and stands beside what reads the new ones would make an answer of two halves: all tasks of
    /// the stages downstream run again, or the job fails where their results have left. Those that read it at second hand too: the stage between may be needed by nobody else, and then not run again.
    /// </summary>
    public void RollBackConsumers(StageState source, int map)
    {
        var downstream = Downstream(source);
        foreach (var consumer in downstream)
        {
            var handedOn = consumer.Spec.Kind switch
            {
                StageKind.Result => consumer.Job.Results.Next > 0,
                StageKind.Value => consumer.Done > 0,
                _ => false,
            };
            if (!handedOn)
                continue;
            progress.End(consumer.Job, JobStatus.Failed, SchedulingErrors.RolledBackTooLate(source, consumer));
            return;
        }

        foreach (var consumer in downstream)
            RollBack(consumer, $"map {map} of stage {source.Id} gave other rows when computed again");
    }

    /// <summary>The stages with tasks that read a stage's rows, or what others made of them; nearer ones first.</summary>
    private static List<StageState> Downstream(StageState source)
    {
        var found = new List<StageState>();
        if (source.Job.IsFinal)
            return found;
        for (var next = -1; next < found.Count; next++)
            foreach (var consumer in (next < 0 ? source : found[next]).Consumers)
                if (consumer.Status is StageStatus.Active or StageStatus.Complete && !found.Contains(consumer))
                    found.Add(consumer);
        return found;
    }

    /// <summary>
    /// A partition of a dataset computed again gave other rows: those that were kept before are of another run, and rows could be missing or stand there twice. All of it is computed again.
    /// </summary>
    public void RollBackDataset(StageState stage, int partition)
    {
        var parts = schedule.Datasets.Find(stage.Spec.Dataset)!;
        for (var other = 0; other < parts.Maps; other++)
            parts.Forget(other);
        RollBack(stage, $"partition {partition} of dataset {stage.Spec.Dataset} gave other rows when computed again");
        RollBackConsumers(stage, partition);
    }

    private void RollBack(StageState stage, string reason)
    {
        var (job, tasks) = (stage.Job, 0);
        job.Epoch++;
        for (var task = 0; task < stage.Tasks.Length; task++)
        {
            var state = stage.Tasks[task];
            tasks += state.Done || state.Live.Count > 0 ? 1 : 0;
            while (state.Live.Count > 0)
                progress.Kill(state.Live[^1], reason);
            stage.Outputs?.Lose(task, job.Epoch);
            stage.SetLost(task);
            if (!state.Done)
                stage.Pending.Add(task);
        }

        if (stage.Spec.Kind == StageKind.Result)
            job.Results.Drop();
        if (tasks == 0)
            return;
        schedule.Emit(new StageRolledBack(job.Id, stage.Id, tasks, reason));
        placement.Add(stage);
        schedule.OfferAll = true;
    }

    private void Lose(StageState stage, List<int> maps, ExecutorState from, string reason)
    {
        var job = stage.Job;
        job.Epoch++;
        foreach (var map in maps)
        {
            stage.Outputs!.Lose(map, job.Epoch);
            stage.SetLost(map);
        }

        if (stage.Spec.Dataset != 0)
            schedule.Datasets.Lose(stage.Spec.Dataset, maps, from);
        schedule.Emit(new OutputsLost(job.Id, stage.Id, ValueList.Create<int>([.. maps]), from.Key, reason));
    }
}
