using Spindle.Driver.Allocation;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Allocation;

/// <summary>Executors that come some time after they were asked for, and tasks of random lengths, around the decider. All chance comes from one seed.</summary>
internal sealed class SimulatedLoad
{
    private readonly Random random;
    private readonly AllocationSettings settings;
    private readonly ExecutorAllocation allocation;
    private readonly List<SimulatedExecutor> executors = [];
    private int waiting;
    private int lastId;
    private long now;

    public SimulatedLoad(int seed)
    {
        random = new Random(seed);
        var least = random.Next(3);
        settings = new AllocationSettings
        {
            Enabled = true,
            Least = least,
            Most = least + random.Next(1, 20),
            Initial = random.Next(5),
            IdleTimeout = random.Next(1, 30) * 1_000,
            CachedIdleTimeout = random.Next(2) == 0 ? long.MaxValue : random.Next(1, 60) * 1_000,
            ShuffleTimeout = random.Next(1, 60) * 1_000,
            BacklogTimeout = random.Next(1, 6) * 500,
            Ratio = random.Next(1, 5) / 4.0,
            Slots = random.Next(1, 4),
        };
        allocation = new ExecutorAllocation(settings);
    }

    public void Run()
    {
        for (var step = 0; step < 400; step++)
            Step(arrivals: random.Next(20) == 0 ? random.Next(60) : 0);
        // Work without end: as many executors as it fills. Their number at most doubles, once a time-out.
        for (var step = 0; step < 200; step++)
            Step(arrivals: waiting < 500 ? 500 : 0);
        Assert.True(executors.Count(e => e.ReadyAt <= now) == settings.Most, $"{executors.Count} of {settings.Most} executors for {waiting} tasks");
        // None: those that nothing keeps are gone.
        waiting = 0;
        for (var step = 0; step < 400; step++)
            Step(arrivals: 0);
        var kept = settings.CachedIdleTimeout == long.MaxValue ? executors.Count(e => e.HoldsRows) : 0;
        Assert.InRange(executors.Count, settings.Least, Math.Max(settings.Least, kept));
    }

    private void Step(int arrivals)
    {
        now += random.Next(200, 1_000);
        waiting += arrivals;
        foreach (var executor in executors.Where(e => e.ReadyAt <= now))
        {
            executor.Tasks.RemoveAll(until => until <= now);
            while (executor.Tasks.Count < settings.Slots && waiting > 0)
            {
                waiting--;
                executor.Tasks.Add(now + random.Next(100, 5_000));
                executor.HoldsRows |= random.Next(20) == 0;
                executor.HoldsOutputs = random.Next(2) == 0;
            }

            executor.IdleSince = executor.Tasks.Count > 0 ? long.MaxValue : Math.Min(executor.IdleSince, now);
        }

        var ready = executors.Where(e => e.ReadyAt <= now).ToList();
        var decision = allocation.Decide(waiting, ready.Sum(e => e.Tasks.Count), [.. ready.Select(e => new ExecutorLoad(e.Key, e.Node, e.Tasks.Count > 0, e.HoldsRows, e.HoldsOutputs))], now);
        Assert.InRange(decision.Target, settings.Least, settings.Most);
        Assert.True(decision.LookAgainAt > now, "it looks again at once, for ever");
        foreach (var key in decision.Retire)
        {
            var executor = ready.Single(e => e.Key == key);
            var patience = Math.Max(executor.HoldsRows ? settings.CachedIdleTimeout : 0, executor.HoldsOutputs ? settings.ShuffleTimeout : executor.HoldsRows ? 0 : settings.IdleTimeout);
            Assert.True(executor.Tasks.Count == 0 && now - executor.IdleSince >= patience, $"{executor.Key} was not idle for {patience} ms");
            executors.Remove(executor);
        }

        Assert.True(decision.Retire.Count == 0 || ready.Count - decision.Retire.Count >= decision.Target, "more leave than are too many");
        // What has not started is called off, what is missing is asked for.
        executors.RemoveAll(e => e.ReadyAt > now && executors.Count > decision.Target);
        while (executors.Count < decision.Target)
            executors.Add(new SimulatedExecutor(new ExecutorKey($"{++lastId}", 1), $"n{random.Next(4)}", now + random.Next(500, 8_000)));
    }

    private sealed class SimulatedExecutor(ExecutorKey key, string node, long readyAt)
    {
        public ExecutorKey Key => key;

        public string Node => node;

        public long ReadyAt => readyAt;

        public List<long> Tasks { get; } = [];

        public bool HoldsRows { get; set; }

        public bool HoldsOutputs { get; set; }

        public long IdleSince { get; set; } = long.MaxValue;
    }
}
