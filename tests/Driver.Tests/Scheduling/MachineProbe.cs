using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Cluster;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Driver.Scheduling;
using Spindle.Driver.Settings;

namespace Spindle.Driver.Tests.Scheduling;

/// <summary>A job machine under settings as a user gives them, and short words for what happens to it.</summary>
internal sealed class MachineProbe
{
    private readonly JobMachine machine;

    public MachineProbe(params (string Key, string Value)[] settings)
    {
        Warnings = [];
        var standard = new ClusterSettings(2, 1, 1 << 30) { Application = "test" };
        Settings = DriverSettings.Read(standard, settings.Select(s => KeyValuePair.Create(s.Key, s.Value)), Warnings.Add);
        machine = new JobMachine(Settings.Scheduling);
    }

    public ClusterSettings Settings { get; }

    public List<string> Warnings { get; }

    public long Now { get; set; }

    public List<DriverAction> All { get; } = [];

    public IReadOnlyList<DriverAction> Apply(DriverEvent news)
    {
        var actions = machine.Apply(news, Now);
        All.AddRange(actions);
        return actions;
    }

    public IReadOnlyList<DriverAction> After(long milliseconds)
    {
        Now += milliseconds;
        return Apply(new WokeUp());
    }

    public MachineProbe Executor(string id, int slots = 1, string node = "n") => With(new ExecutorRegistered(Key(id), node, slots, 1 << 30));

    /// <summary>A job of one stage with so many tasks, planned.</summary>
    public MachineProbe Job(int id, int tasks, string pool = "default", string? group = null, bool commits = false, params TaskPreference[] preferences)
    {
        Apply(new JobSubmitted(new JobId(id), new JobSpec([new StageSpec(0, StageKind.Result, [], [], Commits: commits)], pool, group)));
        return With(new StagePlanned(new JobId(id), 0, tasks, preferences.ToValueList()));
    }

    /// <summary>A job of a map stage and a reduce stage.</summary>
    public MachineProbe Shuffle(int id, int maps, int reducers, int partitions = 1)
    {
        Apply(new JobSubmitted(new JobId(id), new JobSpec([new StageSpec(0, StageKind.Map, [], [], partitions), new StageSpec(1, StageKind.Result, [0], [])])));
        Apply(new StagePlanned(new JobId(id), 0, maps, []));
        Reducers = reducers;
        return this;
    }

    public int Reducers { get; private set; }

    public MachineProbe With(DriverEvent news)
    {
        Apply(news);
        return this;
    }

    public OutputLocations Outputs(int job, int stage) => machine.Locate(new JobId(job), stage)!.Value;

    public static ExecutorKey Key(string id) => new(id, 1);

    public IReadOnlyList<DriverAction> Succeed(TaskLaunched task, long bytes = 10) => Apply(new TaskSucceeded(task.Executor, task.Attempt, new DataOutcome(null, bytes, TaskFigures.None)));

    public IReadOnlyList<DriverAction> Map(TaskLaunched task, UInt128 checksum = default, params long[] sizes) =>
        Apply(new TaskSucceeded(task.Executor, task.Attempt, new MapOutcome(sizes.Length == 0 ? [1] : sizes, 1, checksum, TaskFigures.None)));

    public IReadOnlyList<DriverAction> Fail(TaskLaunched task, FailureKind kind = FailureKind.Error) =>
        Apply(new TaskFailed(task.Executor, task.Attempt, new TaskFailure(kind, new JobError("SPINDLE_TEST", "58000", "it threw"))));

    public IReadOnlyList<DriverAction> FetchFails(TaskLaunched task, int map, string from) =>
        Apply(new TaskFailed(task.Executor, task.Attempt, new TaskFailure(FailureKind.Fetch, new JobError("SPINDLE_TEST", "58000", "gone"), 0, map, from)));

    /// <summary>Attempts that have been launched and have not ended, in order.</summary>
    public List<TaskLaunched> Live
    {
        get
        {
            var ended = All.OfType<TaskEnded>().Select(e => e.Attempt).ToHashSet();
            return [.. All.OfType<TaskLaunched>().Where(l => !ended.Contains(l.Attempt))];
        }
    }

    public EndJob? End(int job) => All.OfType<EndJob>().SingleOrDefault(e => e.Job.Value == job);
}
