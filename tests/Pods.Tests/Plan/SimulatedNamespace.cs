using System.Globalization;
using Spindle.Pods.Plan;

namespace Spindle.Pods.Tests.Plan;

/// <summary>A namespace in which chance is at work: pods that are refused, slow, evicted, killed, deleted, forgotten, on nodes that disappear; answers that are lost; and a driver that replaces what ends.</summary>
internal sealed class SimulatedNamespace(int seed, PodLimits limits)
{
    private readonly Random random = new(seed);
    private readonly Random planned = new(seed + 1);
    private readonly Dictionary<string, ObservedPod> pods = [];
    private readonly List<string> wanted = [];
    private readonly HashSet<string> ended = [];
    private readonly Queue<(TimeSpan At, string Executor, Refusal? Refusal)> answers = new();
    private PodPlan plan = null!;
    private TimeSpan now;
    private TimeSpan windowStart;
    private int callsInWindow;
    private int lastId;
    private bool faulty;

    public List<string> Transcript { get; } = [];

    public void Run(int executors, int faultySteps)
    {
        plan = new PodPlan(planned.NextDouble);
        for (var i = 0; i < executors; i++)
            Add();
        faulty = true;
        for (var step = 0; step < faultySteps; step++)
            Step(executors);
        faulty = false;
        for (var step = 0; step < 4_000 && !(wanted.Count == executors && wanted.All(e => pods.TryGetValue(e, out var pod) && pod.Ready) && pods.Count == executors); step++)
            Step(executors);
        Assert.True(wanted.All(e => pods.TryGetValue(e, out var pod) && pod.Ready) && pods.Count == executors,
            $"seed {seed}: {wanted.Count(e => pods.ContainsKey(e))} of {wanted.Count} wanted pods are there, {pods.Values.Count(p => p.Ready)} ready, {pods.Count} pods in all, after {now}");
    }

    public void Idle(int steps)
    {
        for (var i = 0; i < steps; i++)
            Step(wanted.Count);
    }

    private void Add() => wanted.Add((++lastId).ToString(CultureInfo.InvariantCulture));

    private void Step(int executors)
    {
        now += TimeSpan.FromMilliseconds(random.Next(50, 1_500));
        while (answers.TryPeek(out var answer) && answer.At <= now)
            Answer(answers.Dequeue());
        Happen();
        // A list that does not yet show the newest pods, as a cache gives it.
        var shown = faulty && random.Next(20) == 0 ? [] : pods.Values.ToList();
        if (shown.Count < pods.Count && pods.Count > 0)
            return;
        foreach (var action in plan.Reconcile(wanted, shown, now, limits).Actions)
            Act(action);
        Assert.True(pods.Count <= executors + limits.BatchSize + pods.Values.Count(p => p.Deleting || PodAutopsy.Of(p) is not null), $"seed {seed}: {pods.Count} pods for {executors} executors");
    }

    private void Act(PodAction action)
    {
        Transcript.Add($"{now}: {(action is CreatePods create ? $"create {string.Join(',', create.Executors)}" : action)}");
        switch (action)
        {
            case CreatePods wave:
                Assert.InRange(wave.Executors.Count, 1, limits.BatchSize);
                foreach (var executor in wave.Executors)
                    Create(executor);
                break;
            case EndExecutor end:
                Assert.True(ended.Add(end.Executor), $"seed {seed}: executor {end.Executor} ended twice");
                wanted.Remove(end.Executor);
                Add();
                if (end.Delete)
                    Delete(end.Executor);
                break;
            case DeletePod delete:
                Count(1);
                foreach (var pod in pods.Values.Where(p => p.Name == delete.Name).ToList())
                    if (delete.Force)
                        pods.Remove(pod.Executor);
                    else
                        pods[pod.Executor] = pod with { Deleting = true };
                break;
            case StopApplication stop:
                Assert.Fail($"seed {seed}: {stop}");
                break;
        }
    }

    private void Delete(string executor)
    {
        Count(1);
        if (pods.TryGetValue(executor, out var pod))
            pods[executor] = pod with { Deleting = true };
    }

    private void Create(string executor)
    {
        Count(1);
        var at = now + TimeSpan.FromMilliseconds(random.Next(5, 500));
        if (answers.Count > 0 && answers.Last().At > at)
            at = answers.Last().At;
        var luck = faulty ? random.Next(10) : 9;
        if (luck == 0)
        {
            answers.Enqueue((at, executor, new Refusal(403, "exceeded quota")));
            return;
        }

        if (luck == 1)
        {
            answers.Enqueue((at, executor, new Refusal(429, "too many requests", TimeSpan.FromSeconds(random.Next(3)))));
            return;
        }

        pods.TryAdd(executor, new ObservedPod(executor, $"app-exec-{executor}", PodPhase.Pending));
        answers.Enqueue((at, executor, luck == 2 ? new Refusal(0, "the answer was lost") : null));
    }

    private void Answer((TimeSpan At, string Executor, Refusal? Refusal) answer)
    {
        if (answer.Refusal is { } refusal)
            plan.Refused(answer.Executor, refusal, now, limits);
        else
            plan.Created(answer.Executor, now, limits);
    }

    private void Happen()
    {
        foreach (var pod in pods.Values.ToList())
        {
            if (pod.Deleting)
            {
                if (random.Next(3) == 0 && pod.NodeCondition == NodeCondition.Ready)
                    pods.Remove(pod.Executor);
                continue;
            }

            pods[pod.Executor] = faulty && random.Next(60) == 0 ? Misfortune(pod) : PodAutopsy.Of(pod) is null ? Progress(pod) : pod;
            if (faulty && random.Next(400) == 0)
                pods.Remove(pod.Executor);
        }
    }

    private ObservedPod Progress(ObservedPod pod) => (pod.Phase, random.Next(3)) switch
    {
        (PodPhase.Pending, 0) => pod with { Phase = PodPhase.Running, Waiting = null, Node = "node" },
        (PodPhase.Running, 0) => pod with { Ready = true },
        _ => pod,
    };

    private ObservedPod Misfortune(ObservedPod pod) => random.Next(8) switch
    {
        0 => pod with { Phase = PodPhase.Failed, Ready = false, End = new ContainerEnd(137, "OOMKilled", "") },
        1 => pod with { Phase = PodPhase.Failed, Ready = false, Reason = "Evicted" },
        2 => pod with { NodeCondition = NodeCondition.Gone },
        3 => pod with { Phase = PodPhase.Failed, Ready = false, End = new ContainerEnd(1, "Error", "") },
        4 => pod with { Deleting = true },
        5 => pod with { Phase = PodPhase.Succeeded, Ready = false, End = new ContainerEnd(0, "Completed", "") },
        6 when pod.Phase == PodPhase.Pending => pod with { Waiting = new ContainerWait("ErrImagePull", "503 Service Unavailable") },
        _ => pod,
    };

    // Calls within a second, at worst: two waves and two rounds of deletions may touch it.
    private void Count(int calls)
    {
        if (now - windowStart >= limits.BatchDelay)
        {
            windowStart = now;
            callsInWindow = 0;
        }

        callsInWindow += calls;
        Assert.True(callsInWindow <= 4 * limits.BatchSize, $"seed {seed}: {callsInWindow} calls within {limits.BatchDelay}");
    }
}
