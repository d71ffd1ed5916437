using Spindle.Columnar.Types;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Events;

/// <summary>Something that happened outside the job machine. Data: the same events at the same times give the same actions.</summary>
public abstract record DriverEvent;

/// <summary>The time that a <see cref="Actions.WakeAt"/> asked for has come.</summary>
public sealed record WokeUp : DriverEvent;

public sealed record JobSubmitted(JobId Job, JobSpec Spec) : DriverEvent;

/// <summary>A stage's tasks, asked for by <see cref="Actions.PlanStage"/>.</summary>
/// <param name="Preferences">One a task; empty where no task prefers a place.</param>
public sealed record StagePlanned(JobId Job, int Stage, int Tasks, ValueList<TaskPreference> Preferences) : DriverEvent
{
    /// <summary>How its plan was changed by what is known of its inputs; null where it was not.</summary>
    public string? Adaptation { get; init; }
}

/// <summary>A stage that was to be planned is not run at all: its only reader, which waits for it, does its work.</summary>
/// <param name="Inputs">The stages that the reader reads from now on.</param>
/// <param name="After">The stages that have to be complete before the reader can be planned.</param>
public sealed record StageAbsorbed(JobId Job, int Stage, int Reader, ValueList<int> Inputs, ValueList<int> After, string Adaptation) : DriverEvent;

public sealed record StagePlanningFailed(JobId Job, int Stage, JobError Error) : DriverEvent;

public sealed record JobCancelled(JobId Job, string Reason) : DriverEvent;

/// <summary>Every job of the group, now; and, where asked for, jobs of it that come later.</summary>
public sealed record GroupCancelled(string Group, string Reason, bool FutureToo = false) : DriverEvent;

/// <summary>Whoever asked for the results has taken this partition's: there is room for more.</summary>
public sealed record ResultConsumed(JobId Job, int Partition) : DriverEvent;

/// <summary>Nobody reads the job's results any more: what executors keep for it can go.</summary>
public sealed record JobReleased(JobId Job) : DriverEvent;

/// <summary>Nobody will read the dataset any more.</summary>
public sealed record DatasetForgotten(long Dataset) : DriverEvent;

/// <summary>There will be no executors any more: every job ends with the error, those that come later too.</summary>
public sealed record ApplicationFailed(JobError Error) : DriverEvent;
