using Spindle.Driver.Actions;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>The state that the scheduler's parts share, and the actions of the event being applied.</summary>
internal sealed class Schedule(SchedulingSettings settings)
{
    public SchedulingSettings Settings { get; } = settings;

    public ExecutorTable Executors { get; } = new();

    /// <summary>Jobs that run, in the order of their numbers.</summary>
    public SortedDictionary<JobId, JobState> Jobs { get; } = [];

    /// <summary>What executors keep beyond jobs.</summary>
    public CachedDatasets Datasets { get; } = new();

    public Timers Timers { get; } = new();

    public List<DriverAction> Actions { get; private set; } = [];

    public long Now { get; private set; }

    /// <summary>Tasks wait that idle executors have not been offered.</summary>
    public bool OfferAll { get; set; }

    public void Begin(long now)
    {
        // Clocks of the outside may step back; what has been decided does not.
        Now = Math.Max(Now, now);
        Actions = [];
    }

    public void Emit(DriverAction action) => Actions.Add(action);
}
