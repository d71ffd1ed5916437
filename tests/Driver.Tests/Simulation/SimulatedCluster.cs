using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Driver.Scheduling;

namespace Spindle.Driver.Tests.Simulation;

/// <summary>
/// A cluster without threads, clocks or sockets around the job machine: executors that run tasks in simulated time, blocks that die with them, and a network
/// that delays, repeats and reorders what executors say. All chance comes from one seed.
/// </summary>
internal sealed class SimulatedCluster
{
    private readonly Random random;
    private readonly JobMachine machine;
    private readonly Faults faults;
    private readonly Agenda agenda = new();
    private readonly Dictionary<ExecutorKey, SimulatedExecutor> executors = [];
    private readonly Dictionary<string, int> epochs = [];
    private readonly Dictionary<JobId, JobSpec> jobs = [];
    private readonly Dictionary<(JobId, int), int> tasks = [];
    private readonly Dictionary<JobId, List<Product>> results = [];
    private readonly Invariants invariants;
    private long lastJob;
    private int lastExecutor;
    private long lastWake = -1;

    public SimulatedCluster(int seed, SchedulingSettings settings, Faults faults)
    {
        random = new Random(seed);
        machine = new JobMachine(settings);
        this.faults = faults;
        invariants = new Invariants(settings.Speculation);
    }

    public Invariants Invariants => invariants;

    public List<(DriverEvent Event, long Now)> Heard { get; } = [];

    public List<IReadOnlyList<DriverAction>> Said { get; } = [];

    public int Kills { get; private set; }

    /// <summary>Stages whose readers did their work.</summary>
    public int Absorbed { get; private set; }

    private bool Faulty { get; set; } = true;

    /// <summary>Runs until so many events were applied, then without faults until nothing is left to do.</summary>
    public void Run(int steps, int startWith)
    {
        for (var i = 0; i < startWith; i++)
            StartExecutor($"e{++lastExecutor}");
        while (Heard.Count < steps)
        {
            if (jobs.Count - invariants.Ended.Count < 4)
                SubmitJob();
            if (Chance(faults.Disturb))
                Disturb();
            agenda.Step();
        }

        Faulty = false;
        foreach (var executor in executors.Values.Where(e => e.Frozen).ToList())
            executor.Frozen = false;
        StartExecutor($"e{++lastExecutor}");
        StartExecutor($"e{++lastExecutor}");
        var deadline = agenda.Now + 10_000_000;
        while (invariants.Ended.Count < jobs.Count)
        {
            Assert.True(!agenda.IsEmpty && agenda.Now < deadline, $"{jobs.Count - invariants.Ended.Count} jobs never end: {string.Join(", ", jobs.Keys.Except(invariants.Ended.Keys))}");
            agenda.Step();
        }

        foreach (var (job, status) in invariants.Ended)
            if (status == JobStatus.Succeeded)
                Product.Check(jobs[job], stage => tasks[(job, stage)], results[job]);
    }

    private bool Chance(double of) => Faulty && random.NextDouble() < of;

    private void Apply(DriverEvent news)
    {
        Heard.Add((news, agenda.Now));
        var actions = machine.Apply(news, agenda.Now);
        Said.Add(actions);
        invariants.Check(actions);
        foreach (var action in actions)
            Do(action);
    }

    /// <summary>Something an executor says: late, perhaps twice, perhaps after what it says later.</summary>
    private void Say(DriverEvent news)
    {
        agenda.After(random.Next(1, 20) + (Chance(faults.Late) ? random.Next(1_000, 200_000) : 0), () => Apply(news));
        if (Chance(faults.Duplicate))
            agenda.After(random.Next(1, 5_000), () => Apply(news));
    }

    private void Do(DriverAction action)
    {
        switch (action)
        {
            case WakeAt wake when wake.At != lastWake:
                lastWake = wake.At;
                agenda.At(Math.Max(wake.At, agenda.Now + 1), () => Apply(new WokeUp()));
                break;
            case PlanStage plan:
                agenda.After(random.Next(1, 30), () => Plan(plan));
                break;
            case LaunchTasks launch:
                Launch(launch);
                break;
            case CancelTask cancel when executors.TryGetValue(cancel.Executor, out var executor):
                executor.Cancelled.Add(cancel.Attempt);
                agenda.After(random.Next(1, 300), () => Finish(executor, cancel.Attempt, () => new TaskFailed(executor.Key, cancel.Attempt, new TaskFailure(FailureKind.Killed, Error("killed")))));
                break;
            case DeliverResult result:
                results[result.Job].Add((Product)result.Payload!);
                agenda.After(random.Next(1, 50), () => Apply(new ResultConsumed(result.Job, result.Partition)));
                break;
            case DropExecutor drop when executors.TryGetValue(drop.Executor, out var executor):
                agenda.After(random.Next(1, 100), () => Die(executor));
                break;
            case EndJob end:
                agenda.After(100, () => Apply(new JobReleased(end.Job)));
                break;
        }
    }

    private void SubmitJob()
    {
        var id = new JobId(++lastJob);
        var count = random.Next(1, 6);
        var stages = new List<StageSpec>();
        for (var s = 0; s < count; s++)
        {
            var last = s == count - 1;
            var inputs = stages.Where(p => p.Kind == StageKind.Map && (random.Next(2) == 0 || (last && !stages.Any(q => q.Inputs.Contains(p.Id))))).Select(p => p.Id).ToList();
            var after = stages.Where(p => p.Kind == StageKind.Value).Select(p => p.Id).ToList();
            var kind = last ? StageKind.Result : random.Next(6) == 0 ? StageKind.Value : StageKind.Map;
            stages.Add(new StageSpec(s, kind, ValueList.Create<int>([.. inputs]), ValueList.Create<int>([.. after]), Partitions: 3, Commits: last && random.Next(4) == 0, Deterministic: random.NextDouble() >= faults.Nondeterministic));
        }

        var spec = new JobSpec(ValueList.Create<StageSpec>([.. stages]), $"pool {random.Next(3)}", random.Next(5) == 0 ? $"group {random.Next(3)}" : null);
        jobs.Add(id, spec);
        results.Add(id, []);
        Apply(new JobSubmitted(id, spec));
    }

    private void Plan(PlanStage plan)
    {
        if (Chance(faults.PlanFails))
        {
            Apply(new StagePlanningFailed(plan.Job, plan.Stage, Error("no such file")));
            return;
        }

        if (random.Next(4) == 0 && Absorb(plan))
            return;
        var count = random.Next(0, 12);
        tasks[(plan.Job, plan.Stage)] = count;
        var preferences = random.Next(3) == 0
            ? Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? TaskPreference.None : new TaskPreference([$"e{random.Next(lastExecutor) + 1}"], [$"n{random.Next(4)}"])).ToArray()
            : [];
        Apply(new StagePlanned(plan.Job, plan.Stage, count, ValueList.Create<TaskPreference>(preferences)));
    }

    /// <summary>The stage's only reader does its work.</summary>
    private bool Absorb(PlanStage plan)
    {
        var stages = jobs[plan.Job].Stages;
        var readers = stages.Where(s => s.Inputs.Contains(plan.Stage)).ToList();
        if (stages[plan.Stage].Kind != StageKind.Map || readers is not [var reader])
            return false;
        var inputs = reader.Inputs.Where(i => i != plan.Stage).Concat(stages[plan.Stage].Inputs).Distinct().ToValueList();
        var after = reader.After.Concat(stages[plan.Stage].After).Distinct().ToValueList();
        jobs[plan.Job] = jobs[plan.Job] with { Stages = stages.Select(s => s.Id == reader.Id ? s with { Inputs = inputs, After = after } : s.Id == plan.Stage ? s with { Inputs = [], After = [] } : s).ToValueList() };
        Absorbed++;
        Apply(new StageAbsorbed(plan.Job, plan.Stage, reader.Id, inputs, after, "read whole"));
        return true;
    }

    private void Launch(LaunchTasks launch)
    {
        // What the executor knows of its input's places is what the driver knows now.
        var places = jobs[launch.Job].Stages[launch.Stage].Inputs.Select(i => (Stage: i, Places: Places(launch.Job, i))).ToList();
        if (!executors.TryGetValue(launch.Executor, out var executor))
            return;
        foreach (var (partition, number) in launch.Tasks)
        {
            var id = new AttemptId(launch.Job, launch.Stage, partition, number);
            executor.Running.Add(id);
            Assert.True(executor.Running.Count <= executor.Slots, $"{executor.Key} has {executor.Running.Count} tasks on {executor.Slots} slots");
            Say(new TaskStarted(executor.Key, id));
            var duration = random.Next(5, 200) + (Chance(faults.Straggle) ? random.Next(5_000, 60_000) : 0);
            agenda.After(duration, () => Work(executor, id, places));
        }
    }

    private List<ExecutorKey?> Places(JobId job, int stage) =>
        machine.Locate(job, stage) is { } outputs ? [.. Enumerable.Range(0, outputs.Maps).Select(outputs.Place)] : [];

    private void Work(SimulatedExecutor executor, AttemptId id, List<(int Stage, List<ExecutorKey?> Places)> places)
    {
        if (executor.Frozen)
        {
            agenda.After(1_000, () => Work(executor, id, places));
            return;
        }

        if (!executor.Alive || executor.Cancelled.Contains(id) || !executor.Running.Contains(id))
            return;
        var stage = jobs[id.Job].Stages[id.Stage];
        if (stage.Commits && !Chance(0.02))
        {
            Say(new CommitAsked(executor.Key, id, agenda.Order));
            agenda.After(50, () => Publish(executor, id, places));
            return;
        }

        Publish(executor, id, places);
    }

    private void Publish(SimulatedExecutor executor, AttemptId id, List<(int Stage, List<ExecutorKey?> Places)> places)
    {
        if (executor.Alive && !executor.Cancelled.Contains(id))
            Finish(executor, id, () => Chance(faults.TaskFails) ? Failure(executor, id) : Result(executor, id, places));
    }

    private void Finish(SimulatedExecutor executor, AttemptId id, Func<DriverEvent> news)
    {
        if (executor.Alive && executor.Running.Remove(id))
            Say(news());
    }

    private TaskFailed Failure(SimulatedExecutor executor, AttemptId id) =>
        new(executor.Key, id, new TaskFailure(random.Next(20) switch { 0 => FailureKind.User, < 5 => FailureKind.OutOfMemory, < 8 => FailureKind.Refused, _ => FailureKind.Error }, Error("it threw")));

    private DriverEvent Result(SimulatedExecutor executor, AttemptId id, List<(int Stage, List<ExecutorKey?> Places)> inputs)
    {
        var read = new List<Product>();
        foreach (var (source, places) in inputs)
        {
            for (var map = 0; map < places.Count; map++)
            {
                if (places[map] is not { } place)
                    return FetchFailure(executor, id, source, map, "nobody");
                if (!executors[place].Alive || (executors[place].Frozen && !place.Equals(executor.Key)))
                    return FetchFailure(executor, id, source, -1, place.Id);
                if (!executors[place].Blocks.TryGetValue((id.Job, source, map), out var block) || Chance(faults.CorruptBlock))
                    return FetchFailure(executor, id, source, map, place.Id);
                read.Add(block);
            }
        }

        var stage = jobs[id.Job].Stages[id.Stage];
        var value = Product.Expected(id.Stage, id.Partition, read.Select(r => r.Value)) ^ (stage.Deterministic ? 0 : (ulong)random.Next(1, int.MaxValue));
        var product = new Product(id.Stage, id.Partition, value, read);
        if (stage.Kind != StageKind.Map)
            return new TaskSucceeded(executor.Key, id, new DataOutcome(product, 1_000, TaskFigures.None));
        executor.Blocks[(id.Job, id.Stage, id.Partition)] = product;
        return new TaskSucceeded(executor.Key, id, new MapOutcome([1, 2, 3], 6, value, TaskFigures.None));
    }

    private static TaskFailed FetchFailure(SimulatedExecutor executor, AttemptId id, int stage, int map, string from) =>
        new(executor.Key, id, new TaskFailure(FailureKind.Fetch, Error($"stage {stage} map {map} of {from}"), stage, map, from));

    private static JobError Error(string message) => new("SPINDLE_TEST", "58000", message);

    private void Disturb()
    {
        var alive = executors.Values.Where(e => e.Alive && !e.Frozen).ToList();
        switch (random.Next(8))
        {
            case 0 or 1 when alive.Count > 2:
                Kill(alive[random.Next(alive.Count)]);
                break;
            case 2 when alive.Count > 3:
                Freeze(alive[random.Next(alive.Count)]);
                break;
            case 3 when alive.Count > 3:
                Drain(alive[random.Next(alive.Count)]);
                break;
            case 4 when jobs.Count > 0 && random.Next(20) == 0:
                Apply(new JobCancelled(new JobId(random.Next(1, jobs.Count + 1)), "not wanted"));
                break;
            case 5 when random.Next(50) == 0:
                Apply(new GroupCancelled($"group {random.Next(3)}", "not wanted"));
                break;
            case 6 when alive.Count > 0 && alive[random.Next(alive.Count)] is var forgetful && forgetful.Blocks.Count > 0:
                var (job, stage, map) = forgetful.Blocks.Keys.ElementAt(random.Next(forgetful.Blocks.Count));
                forgetful.Blocks.Remove((job, stage, map));
                Say(new OutputsDropped(forgetful.Key, job, stage, [map]));
                break;
            default:
                if (alive.Count < 6)
                    StartExecutor(random.Next(3) == 0 && lastExecutor > 0 ? $"e{random.Next(lastExecutor) + 1}" : $"e{++lastExecutor}");
                break;
        }
    }

    private void StartExecutor(string id)
    {
        if (executors.Values.Any(e => e.Alive && e.Key.Id == id))
            return;
        var epoch = epochs[id] = epochs.GetValueOrDefault(id) + 1;
        var executor = new SimulatedExecutor(new ExecutorKey(id, epoch), $"n{random.Next(4)}", random.Next(1, 5));
        executors.Add(executor.Key, executor);
        Apply(new ExecutorRegistered(executor.Key, executor.Node, executor.Slots, 1 << 30));
        agenda.After(10_000, () => Beat(executor));
    }

    private void Beat(SimulatedExecutor executor)
    {
        if (!executor.Alive)
            return;
        if (!executor.Frozen)
            Apply(new ExecutorHeartbeat(executor.Key));
        agenda.After(10_000, () => Beat(executor));
    }

    private void Kill(SimulatedExecutor executor)
    {
        Kills++;
        Die(executor);
        // Sometimes nobody says so, and only its silence tells.
        if (random.Next(4) != 0)
            Say(new ExecutorLost(executor.Key, random.Next(3) switch { 0 => LossReason.Crashed, 1 => LossReason.Evicted, _ => LossReason.Disconnected }, "gone"));
    }

    private static void Die(SimulatedExecutor executor)
    {
        executor.Alive = false;
        executor.Running.Clear();
        executor.Blocks.Clear();
    }

    private void Freeze(SimulatedExecutor executor)
    {
        executor.Frozen = true;
        agenda.After(random.Next(1_000, 300_000), () => executor.Frozen = false);
    }

    private void Drain(SimulatedExecutor executor)
    {
        executor.Draining = true;
        Say(new ExecutorDraining(executor.Key));
        agenda.After(3_000, () =>
        {
            if (!executor.Alive)
                return;
            Die(executor);
            Say(new ExecutorLost(executor.Key, LossReason.Drained, "drained"));
        });
    }
}
