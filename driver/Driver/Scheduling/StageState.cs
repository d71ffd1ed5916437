using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

internal enum StageStatus
{
    /// <summary>Inputs are missing, or nobody needs it.</summary>
    Waiting,

    /// <summary>Someone makes its tasks.</summary>
    Planning,

    /// <summary>Tasks are missing.</summary>
    Active,

    /// <summary>Every task's result stands.</summary>
    Complete,

    /// <summary>Its reader does its work.</summary>
    Absorbed,
}

/// <summary>One stage of a job: its tasks, where its outputs are, and how its tries went.</summary>
internal sealed class StageState(JobState job, StageSpec spec)
{
    // The only step back is to Active, when results are lost.
    private static readonly (StageStatus From, StageStatus To)[] Moves =
    [
        (StageStatus.Waiting, StageStatus.Planning),
        (StageStatus.Planning, StageStatus.Active),
        (StageStatus.Planning, StageStatus.Absorbed),
        (StageStatus.Active, StageStatus.Complete),
        (StageStatus.Complete, StageStatus.Active),
    ];

    public JobState Job { get; } = job;

    public StageSpec Spec { get; private set; } = spec;

    public int Id => Spec.Id;

    public StageStatus Status { get; private set; }

    public List<StageState> Consumers { get; } = [];

    public TaskState[] Tasks { get; private set; } = [];

    public PendingTasks Pending { get; private set; } = new(0, []);

    /// <summary>Tasks that are to have a second attempt.</summary>
    public Queue<int> Copies { get; } = new();

    public MapOutputs? Outputs { get; private set; }

    /// <summary>Tasks whose result stands.</summary>
    public int Done { get; private set; }

    /// <summary>All inputs are complete and someone needs it.</summary>
    public bool Runnable { get; set; }

    /// <summary>It is in the list of stages that tasks are placed from.</summary>
    public bool Queued { get; set; }

    /// <summary>Its tasks have never been made, since what they give was there: they are made when some of it is lost.</summary>
    public bool IsUnplanned { get; set; }

    /// <summary>Someone has been asked to make the tasks of an unplanned stage.</summary>
    public bool IsAskedFor { get; set; }

    /// <summary>Grows with every try that lost input ended.</summary>
    public int Attempt { get; private set; }

    public int FetchFailuresInARow { get; set; }

    public long StartedAt { get; set; }

    public RunningMedian Durations { get; } = new();

    public Locality LocalityLevel { get; set; } = Locality.Process;

    public long LocalitySince { get; set; }

    public StageExclusion? Exclusion { get; set; }

    /// <summary>Another job computes the rows that it would keep: it waits for them.</summary>
    public bool IsDeferred { get; set; }

    public bool HasWork => Runnable && (Pending.Count > 0 || Copies.Count > 0);

    /// <summary>The pass over the job's stages that saw it last.</summary>
    public int Visited { get; set; }

    public void MoveTo(StageStatus status)
    {
        if (!Moves.Contains((Status, status)))
            throw new UnreachableException($"stage {Id} of job {Job.Id}: {Status} -> {status}");
        Status = status;
    }

    /// <summary>It reads other stages than it was to; none of its tasks has been made yet.</summary>
    public void Rewire(ValueList<int> inputs, ValueList<int> after)
    {
        if (Status is not (StageStatus.Waiting or StageStatus.Absorbed))
            throw new UnreachableException($"stage {Id} of job {Job.Id} is {Status} and cannot read other stages");
        Spec = Spec with { Inputs = inputs, After = after };
    }

    /// <summary>Takes the tasks that were made for it.</summary>
    public void Plan(int tasks, ValueList<TaskPreference> preferences, SchedulingSettings settings, long now)
    {
        Tasks = new TaskState[tasks];
        for (var i = 0; i < tasks; i++)
            Tasks[i] = new TaskState();
        Pending = new PendingTasks(tasks, preferences);
        for (var i = 0; i < tasks; i++)
            Pending.Add(i);
        if (Spec.Kind == StageKind.Map)
            Outputs = new MapOutputs(tasks, new MapSizes(tasks, Spec.Partitions, settings.CompressSizesFrom, settings.AccurateBlockThreshold));
        LocalitySince = now;
        MoveTo(StageStatus.Active);
    }

    public void SetDone(int task)
    {
        Tasks[task].Done = true;
        Tasks[task].WantsCopy = false;
        Done++;
    }

    /// <summary>The task's result no longer stands: it has to run again.</summary>
    public void SetLost(int task)
    {
        if (!Tasks[task].Done)
            return;
        Tasks[task].Done = false;
        Tasks[task].Authorised = -1;
        Done--;
        Pending.Add(task);
        if (Status != StageStatus.Complete)
            return;
        MoveTo(StageStatus.Active);
        Attempt++;
    }

    public void NextAttempt() => Attempt++;
}
