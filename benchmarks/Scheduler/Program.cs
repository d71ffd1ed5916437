using System.Diagnostics;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Driver.Scheduling;

// The scheduler alone: simulated executors that finish every task at once. Prints tasks a second by the number of executors, and what a job of 10,000 maps and 1,000 reducers holds.
//   dotnet run -c Release --project benchmarks/Scheduler
const int tasks = 100_000;
foreach (var executors in new[] { 10, 10, 100, 1_000 })
{
    var machine = Cluster(executors);
    var watch = Stopwatch.StartNew();
    var done = Run(machine, new JobSpec([new StageSpec(0, StageKind.Result, [], [])]), _ => tasks, partitions: 0);
    Console.WriteLine($"{executors,5} executors  {done,7:N0} tasks  {done / watch.Elapsed.TotalSeconds,9:N0} tasks/s");
}

const int maps = 10_000, reducers = 1_000;
var before = GC.GetTotalMemory(forceFullCollection: true);
var large = Cluster(100);
var timed = Stopwatch.StartNew();
long held = 0;
Run(large, new JobSpec([new StageSpec(0, StageKind.Map, [], [], reducers), new StageSpec(1, StageKind.Result, [0], [])]), stage => stage == 0 ? maps : reducers, reducers,
    onPlan: stage => held = stage == 1 ? GC.GetTotalMemory(forceFullCollection: true) - before : held);
Console.WriteLine($"{maps:N0} x {reducers:N0} partitions: {held >> 20} MiB held, process peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB, {timed.Elapsed.TotalSeconds:0.0} s");
return held < 1L << 30 ? 0 : 1;

static JobMachine Cluster(int executors)
{
    var machine = new JobMachine(SchedulingSettings.Default with { MaxResultSize = 0 });
    for (var i = 0; i < executors; i++)
        machine.Apply(new ExecutorRegistered(new ExecutorKey($"e{i}", 1), $"n{i % 50}", 4, 1L << 30), 0);
    return machine;
}

static int Run(JobMachine machine, JobSpec spec, Func<int, int> tasksOf, int partitions, Action<int>? onPlan = null)
{
    var (job, done, now) = (new JobId(1), 0, 0L);
    var random = new Random(1);
    var events = new Queue<DriverEvent>([new JobSubmitted(job, spec)]);
    while (events.TryDequeue(out var next))
    {
        foreach (var action in machine.Apply(next, now++ / 100))
        {
            switch (action)
            {
                case PlanStage plan:
                    onPlan?.Invoke(plan.Stage);
                    events.Enqueue(new StagePlanned(job, plan.Stage, tasksOf(plan.Stage), []));
                    break;
                case LaunchTasks launch:
                    foreach (var (partition, attempt) in launch.Tasks)
                    {
                        var id = new AttemptId(job, launch.Stage, partition, attempt);
                        events.Enqueue(new TaskStarted(launch.Executor, id));
                        events.Enqueue(new TaskSucceeded(launch.Executor, id, Outcome(spec.Stages[launch.Stage].Kind)));
                    }

                    break;
                case DeliverResult result:
                    events.Enqueue(new ResultConsumed(job, result.Partition));
                    break;
                case TaskEnded:
                    done++;
                    break;
            }
        }
    }

    return done;

    TaskOutcome Outcome(StageKind kind)
    {
        if (kind != StageKind.Map)
            return new DataOutcome(null, 100, TaskFigures.None);
        var sizes = new long[partitions];
        for (var p = 0; p < partitions; p++)
            sizes[p] = random.Next();
        return new MapOutcome(sizes, 1, 1, TaskFigures.None);
    }
}
