using Spindle.Driver.Actions;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Simulation;

/// <summary>What has to hold of the actions, whatever the events were.</summary>
internal sealed class Invariants(bool speculating)
{
    private readonly Dictionary<AttemptId, AttemptStatus> attempts = [];
    private readonly Dictionary<(JobId, int, int), HashSet<int>> live = [];
    private readonly Dictionary<(JobId, int, int), int> authorised = [];
    private readonly Dictionary<JobId, int> delivered = [];
    private readonly Dictionary<JobId, JobStatus> ended = [];
    private readonly HashSet<JobId> started = [];

    public IReadOnlyDictionary<JobId, JobStatus> Ended => ended;

    public SortedDictionary<string, int> Reasons { get; } = new(StringComparer.Ordinal);

    public int Started => started.Count;

    public int Launched { get; private set; }

    public int Lost { get; private set; }

    public int Copies { get; private set; }

    public int RolledBack { get; private set; }

    public void Check(IReadOnlyList<DriverAction> actions)
    {
        foreach (var action in actions)
            Check(action);
    }

    public int Delivered(JobId job) => delivered.GetValueOrDefault(job);

    private void Check(DriverAction action)
    {
        switch (action)
        {
            case JobStarted job:
                Assert.True(started.Add(job.Job), $"job {job.Job} started twice");
                break;
            case EndJob end:
                Assert.True(ended.TryAdd(end.Job, end.Status), $"job {end.Job} ended twice");
                Assert.NotEqual(JobStatus.Running, end.Status);
                if (end.Error is { } error)
                    Reasons[error.ErrorClass] = Reasons.GetValueOrDefault(error.ErrorClass) + 1;
                foreach (var (task, of) in live.Where(l => l.Key.Item1 == end.Job))
                    Assert.True(of.Count == 0, $"{task} has live attempts after its job");
                break;
            case TaskLaunched launch:
                Launch(launch);
                break;
            case TaskEnded end:
                Assert.True(attempts.TryGetValue(end.Attempt, out var before) && before == AttemptStatus.Launched, $"{end.Attempt} ended, but was {before}");
                Assert.True(end.Status > AttemptStatus.Running);
                attempts[end.Attempt] = end.Status;
                live[Task(end.Attempt)].Remove(end.Attempt.Attempt);
                if (end.Status != AttemptStatus.Succeeded && authorised.GetValueOrDefault(Task(end.Attempt), -1) == end.Attempt.Attempt)
                    authorised.Remove(Task(end.Attempt));
                break;
            case AnswerCommit { Authorised: true } answer:
                Assert.Equal(AttemptStatus.Launched, attempts[answer.Attempt]);
                Assert.True(authorised.TryAdd(Task(answer.Attempt), answer.Attempt.Attempt) || authorised[Task(answer.Attempt)] == answer.Attempt.Attempt, $"two attempts at {answer.Attempt} may commit");
                break;
            case DeliverResult result:
                Assert.Equal(delivered.GetValueOrDefault(result.Job), result.Partition);
                Assert.Equal(AttemptStatus.Succeeded, attempts[new AttemptId(result.Job, ((Product)result.Payload!).Stage, result.Partition, result.Attempt)]);
                delivered[result.Job] = result.Partition + 1;
                break;
            case OutputsLost lost:
                Lost += lost.Maps.Count;
                break;
            case StageRolledBack back:
                RolledBack++;
                foreach (var key in authorised.Keys.Where(k => k.Item1 == back.Job && k.Item2 == back.Stage).ToList())
                    authorised.Remove(key);
                break;
        }
    }

    private void Launch(TaskLaunched launch)
    {
        Assert.True(attempts.TryAdd(launch.Attempt, AttemptStatus.Launched), $"{launch.Attempt} was launched twice");
        Assert.DoesNotContain(launch.Attempt.Job, ended.Keys);
        if (!live.TryGetValue(Task(launch.Attempt), out var of))
            live.Add(Task(launch.Attempt), of = []);
        of.Add(launch.Attempt.Attempt);
        Assert.True(of.Count <= (speculating ? 2 : 1), $"{launch.Attempt} has {of.Count} live attempts");
        Launched++;
        Copies += launch.Speculative ? 1 : 0;
    }

    private static (JobId, int, int) Task(AttemptId attempt) => (attempt.Job, attempt.Stage, attempt.Partition);
}
