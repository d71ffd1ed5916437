using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>Puts tasks on slots: first job first, its stages in order, each task as near to its input as the wait allows.</summary>
internal sealed class Placement
{
    private readonly Schedule schedule;
    private readonly Exclusion exclusion;
    private readonly FairOrder fair;
    private readonly Func<int, bool> allowed;
    private readonly List<StageState> stages = [];
    private readonly Dictionary<(ExecutorKey, StageState), List<TaskLaunch>> launches = [];
    private readonly List<(ExecutorKey Executor, StageState Stage)> order = [];
    private readonly List<ExecutorState> refused = [];

    // What the predicate is asked about: fields, so that one delegate serves every pick.
    private StageState stage = null!;
    private ExecutorState executor = null!;

    public Placement(Schedule schedule, Exclusion exclusion)
    {
        this.schedule = schedule;
        this.exclusion = exclusion;
        fair = new FairOrder(schedule.Settings);
        allowed = task => !exclusion.Forbids(stage, task, executor) && !Avoids(task)
            && (stage.Spec.Kind != StageKind.Result || !stage.Job.Results.IsFull || task == stage.Job.Results.Next);
    }

    /// <summary>The stage has tasks that wait; its place in line is that of its job, then its number.</summary>
    public void Add(StageState added)
    {
        if (added.Queued || !added.HasWork)
            return;
        added.Queued = true;
        var at = stages.FindIndex(s => Compare(added, s) < 0);
        stages.Insert(at < 0 ? stages.Count : at, added);
        schedule.OfferAll = true;
    }

    /// <summary>Gives one executor as many tasks as it has free slots.</summary>
    public void Offer(ExecutorState to)
    {
        while (to.FreeSlots > 0 && TryPlace(to))
        {
        }

        schedule.Executors.Enqueue(to);
    }

    /// <summary>Offers every idle executor a task in turn, so that a stage spreads over all of them.</summary>
    public void OfferAll()
    {
        schedule.OfferAll = false;
        refused.Clear();
        while (stages.Count > 0 && schedule.Executors.FreeCount > 0)
        {
            var next = schedule.Executors.Dequeue();
            if (next.FreeSlots <= 0)
                continue;
            if (TryPlace(next))
                schedule.Executors.Enqueue(next);
            else
                refused.Add(next);
        }

        foreach (var idle in refused)
            schedule.Executors.Enqueue(idle);
    }

    /// <summary>Says what has been placed: one action an executor and stage.</summary>
    public void Flush()
    {
        foreach (var (key, of) in order)
            schedule.Emit(new LaunchTasks(key, of.Job.Id, of.Id, of.Attempt, ValueList.Create<TaskLaunch>([.. launches[(key, of)]])));
        order.Clear();
        launches.Clear();
    }

    /// <summary>The task failed on this executor, and there is one that may run it where it has not: what is wrong may be the executor's memory or disk.</summary>
    private bool Avoids(int task) => stage.Tasks[task].Avoided is { } avoided && avoided.Contains(executor.Key.Id)
        && schedule.Executors.Alive.Any(e => !e.Draining && !avoided.Contains(e.Key.Id) && !exclusion.Forbids(e) && !exclusion.Forbids(stage, task, e));

    private int Compare(StageState left, StageState right)
    {
        var byJob = left.Job.Id.CompareTo(right.Job.Id);
        return byJob != 0 ? byJob : left.Id.CompareTo(right.Id);
    }

    private bool TryPlace(ExecutorState on)
    {
        if (exclusion.Forbids(on))
            return false;
        executor = on;
        stages.RemoveAll(static s => s.HasWork && !s.Job.IsFinal ? false : Unqueue(s));
        if (schedule.Settings.FairPools)
            return fair.Of(stages, schedule.Jobs.Values).Any(TryStage);
        for (var i = 0; i < stages.Count; i++)
            if (TryStage(stages[i]))
                return true;
        return false;
    }

    private static bool Unqueue(StageState stage)
    {
        stage.Queued = false;
        return true;
    }

    private bool TryStage(StageState candidate)
    {
        stage = candidate;
        var level = AllowedLevel();
        var (task, locality) = Pick(level);
        if (task >= 0)
        {
            Launch(task, locality, speculative: false);
            return true;
        }

        task = PickCopy();
        if (task < 0)
            return false;
        Launch(task, Locality.Any, speculative: true);
        return true;
    }

    private (int Task, Locality Locality) Pick(Locality level)
    {
        var pending = stage.Pending;
        if (pending.Count == 0)
            return (-1, default);
        if (!pending.HasPreferences)
            return (pending.TakeUnbound(allowed), Locality.NoPreference);
        var task = pending.TakeForExecutor(executor.Key.Id, allowed);
        if (task >= 0)
            return (task, Locality.Process);
        if (level >= Locality.Node && (task = pending.TakeForNode(executor.Node, allowed)) >= 0)
            return (task, Locality.Node);
        if ((task = pending.TakeUnbound(allowed)) >= 0)
            return (task, Locality.NoPreference);
        return (level == Locality.Any ? pending.TakeAny(allowed) : -1, Locality.Any);
    }

    private int PickCopy()
    {
        for (var n = stage.Copies.Count; n > 0; n--)
        {
            var task = stage.Copies.Dequeue();
            var state = stage.Tasks[task];
            if (!state.WantsCopy || state.Done || state.Live.Count != 1)
            {
                state.WantsCopy = false;
                continue;
            }

            if (!ReferenceEquals(state.Live[0].Executor, executor) && allowed(task))
            {
                state.WantsCopy = false;
                return task;
            }

            stage.Copies.Enqueue(task);
        }

        return -1;
    }

    /// <summary>How far from its input a task may run by now: a level is given up when nothing was launched at it for its wait, or when nobody alive is of it.</summary>
    private Locality AllowedLevel()
    {
        if (!stage.Pending.HoldsBack)
            return Locality.Any;
        var settings = schedule.Settings;
        while (stage.LocalityLevel != Locality.Any)
        {
            var atProcess = stage.LocalityLevel == Locality.Process;
            var wait = atProcess ? settings.LocalityWaitProcess : settings.LocalityWaitNode;
            var someone = atProcess ? stage.Pending.PreferredExecutors.Any(id => schedule.Executors.Find(id) is not null) : stage.Pending.PreferredNodes.Any(schedule.Executors.HasNode);
            if (someone && schedule.Now - stage.LocalitySince < wait)
            {
                schedule.Timers.Ask(TimerKind.Locality, stage.LocalitySince + wait);
                return stage.LocalityLevel;
            }

            stage.LocalitySince = someone ? stage.LocalitySince + wait : schedule.Now;
            stage.LocalityLevel = atProcess ? Locality.Node : Locality.Any;
        }

        return Locality.Any;
    }

    private void Launch(int task, Locality locality, bool speculative)
    {
        var state = stage.Tasks[task];
        var id = new AttemptId(stage.Job.Id, stage.Id, task, state.NextAttempt++);
        var attempt = new Attempt(id, stage, executor, schedule.Now, stage.Attempt, stage.Job.Epoch, locality, speculative);
        state.Live.Add(attempt);
        executor.Occupy(attempt);
        stage.Job.RunningTasks++;
        if (locality <= Locality.Node)
        {
            stage.LocalityLevel = locality;
            stage.LocalitySince = schedule.Now;
        }

        if (!launches.TryGetValue((executor.Key, stage), out var batch))
        {
            launches.Add((executor.Key, stage), batch = []);
            order.Add((executor.Key, stage));
        }

        batch.Add(new TaskLaunch(task, id.Attempt));
        schedule.Emit(new TaskLaunched(id, executor.Key, locality, speculative));
    }
}
