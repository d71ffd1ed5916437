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
public sealed record StagePlanned(JobId Job, int Stage, int Tasks, ValueList<TaskPreference> Preferences) : DriverEvent;

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
