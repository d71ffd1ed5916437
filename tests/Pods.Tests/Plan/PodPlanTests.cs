using Spindle.Pods.Plan;

namespace Spindle.Pods.Tests.Plan;

/// <summary>The plan, situation by situation.</summary>
public sealed class PodPlanTests
{
    private static readonly PodLimits Limits = new() { BatchSize = 5, MaxFailures = 2 };

    private readonly PodPlan plan = new(static () => 1);
    private readonly Dictionary<string, ObservedPod> pods = [];
    private List<string> wanted = [.. Enumerable.Range(1, 12).Select(i => $"{i}")];
    private TimeSpan now;

    [Fact]
    public void Pods_come_in_waves_and_the_next_waits_for_the_answers()
    {
        Assert.Equal(5, Asked(Step()).Count);
        now += TimeSpan.FromSeconds(10);
        Assert.Empty(Step());
        Answer("1", "2", "3", "4", "5");
        Assert.Equal(["6", "7", "8", "9", "10"], Asked(Step()));
        Answer("6", "7", "8", "9", "10");
        Assert.Empty(Asked(Step()));
        now += Limits.BatchDelay;
        Assert.Equal(["11", "12"], Asked(Step()));
    }

    [Fact]
    public void So_many_wait_for_nodes_and_no_more()
    {
        var limits = Limits with { MaxPending = 3 };
        Assert.Equal(3, Asked(Step(limits)).Count);
        Answer("1", "2", "3");
        now += limits.BatchDelay;
        Assert.Empty(Asked(Step(limits)));
        pods["1"] = pods["1"] with { Phase = PodPhase.Running, Ready = true };
        Assert.Equal(["4"], Asked(Step(limits)));
    }

    [Fact]
    public void Refusals_are_told_once_and_asked_again_by_one_pod_later_and_later()
    {
        Step();
        Answer("1");
        pods["1"] = pods["1"] with { Phase = PodPhase.Running, Ready = true };
        foreach (var executor in (string[])["2", "3", "4", "5"])
            plan.Refused(executor, new Refusal(403, "exceeded quota: small"), now, Limits);
        Assert.Contains(Step(), a => a is Tell { Message: var text } && text.Contains("exceeded quota: small", StringComparison.Ordinal));
        double[] waits = [1, 2, 4, 8, 16, 30, 30];
        foreach (var wait in waits)
        {
            now += TimeSpan.FromSeconds(wait - 0.5);
            Assert.Empty(Step());
            now += TimeSpan.FromSeconds(0.5);
            Assert.Equal(["2"], Asked(Step()));
            plan.Refused("2", new Refusal(403, "exceeded quota: small"), now, Limits);
        }

        now += TimeSpan.FromSeconds(30);
        Assert.Equal(["2"], Asked(Step()));
        Answer("2");
        now += Limits.BatchDelay;
        Assert.Equal(["3", "4", "5", "6", "7"], Asked(Step()));
    }

    [Theory]
    [InlineData(Rivals.None, true, 0, 25, StopReason.Refused)]
    [InlineData(Rivals.Others, true, 0, 600, StopReason.Refused)]
    [InlineData(Rivals.Senior, false, 0, 600, StopReason.Refused)]
    [InlineData(Rivals.Senior, true, 2, 10, StopReason.WaitsForQuota)]
    [InlineData(Rivals.Senior, false, 1, 660, StopReason.Refused)]
    [InlineData(Rivals.Others, false, 3, 780, StopReason.Refused)]
    public void A_quota_that_others_use_up_is_waited_for_and_a_driver_makes_room_for_one_that_came_before(Rivals rivals, bool mayYield, int juniors, int seconds, StopReason expected)
    {
        const string Full = "pods \"x\" is forbidden: exceeded quota: team, requested: pods=1, used: pods=4, limited: pods=4";
        var limits = Limits with { Rivals = rivals, MayYield = mayYield, Juniors = juniors };
        wanted = ["1"];
        while (stop is null && now.TotalSeconds <= seconds + 1)
        {
            foreach (var executor in Asked(Step(limits)))
                plan.Refused(executor, new Refusal(403, Full), now, limits);
            now += TimeSpan.FromSeconds(1);
        }

        Assert.Equal(expected, stop?.Reason);
        Assert.Contains(Full, stop!.Message, StringComparison.Ordinal);
        Assert.InRange(now.TotalSeconds, seconds, seconds + 2);
    }

    [Fact]
    public void One_that_is_let_in_when_others_made_room_has_its_time_to_start()
    {
        var limits = Limits with { Rivals = Rivals.Others, Juniors = 1 };
        wanted = ["1"];
        var letIn = false;
        while (now < limits.StartDeadline + TimeSpan.FromSeconds(90))
        {
            foreach (var executor in Asked(Step(limits)))
            {
                letIn |= now > limits.StartDeadline;
                if (letIn)
                    Answer(executor);
                else
                    plan.Refused(executor, new Refusal(403, "pods \"x\" is forbidden: exceeded quota: team, requested: pods=1, used: pods=4, limited: pods=4"), now, limits);
            }

            now += TimeSpan.FromSeconds(1);
        }

        Assert.True(letIn);
        Assert.Null(stop);
    }

    [Fact]
    public void A_pod_larger_than_the_quota_is_not_waited_for()
    {
        Assert.True(new Refusal(403, "pods \"x\" is forbidden: exceeded quota: q, requested: cpu=500m,pods=1, used: cpu=3,pods=4, limited: cpu=3200m,pods=4").IsForRoom);
        Assert.False(new Refusal(403, "pods \"x\" is forbidden: exceeded quota: q, requested: requests.memory=2Gi, used: requests.memory=0, limited: requests.memory=1Gi").IsForRoom);
        Assert.False(new Refusal(403, "pods is forbidden: User \"x\" cannot create resource \"pods\"").IsForRoom);
    }

    [Fact]
    public void The_server_may_ask_for_a_longer_wait()
    {
        wanted = ["1"];
        Step();
        plan.Refused("1", new Refusal(429, "slow down", TimeSpan.FromSeconds(20)), now, Limits);
        now += TimeSpan.FromSeconds(19);
        Assert.Empty(Asked(Step()));
        now += TimeSpan.FromSeconds(1);
        Assert.Equal(["1"], Asked(Step()));
    }

    [Fact]
    public void A_quota_with_room_for_none_ends_the_application_with_the_servers_words()
    {
        while (now < TimeSpan.FromSeconds(30))
        {
            foreach (var executor in Asked(Step()))
                plan.Refused(executor, new Refusal(403, "exceeded quota: none"), now, Limits);
            if (stop is not null)
                break;
            now += TimeSpan.FromSeconds(1);
        }

        Assert.Equal(StopReason.Refused, stop?.Reason);
        Assert.Contains("exceeded quota: none", stop!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(422, "spec.containers[0].image: Required value")]
    [InlineData(404, "namespaces \"team-a\" not found")]
    [InlineData(403, "pods is forbidden: User \"x\" cannot create resource \"pods\" in API group \"\" in the namespace \"team-a\"")]
    public void What_will_never_be_let_in_ends_it_at_once(int status, string message)
    {
        Step();
        foreach (var executor in (string[])["1", "2", "3", "4", "5"])
            plan.Refused(executor, new Refusal(status, message), now, Limits);
        Assert.Contains(message, Assert.Single(Step().OfType<StopApplication>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_api_server_that_is_gone_ends_nothing_while_executors_run()
    {
        Running("1", "2", "3");
        wanted = ["1", "2", "3", "4"];
        now += TimeSpan.FromHours(1);
        foreach (var executor in Asked(Step()))
            plan.Refused(executor, new Refusal(0, "connection refused"), now, Limits);
        now += TimeSpan.FromHours(1);
        Assert.Empty(Step().OfType<StopApplication>());
    }

    [Fact]
    public void A_creation_whose_answer_was_lost_is_found_by_looking()
    {
        wanted = ["1"];
        Step();
        plan.Refused("1", new Refusal(0, "timed out"), now, Limits);
        pods["1"] = new ObservedPod("1", "app-exec-1", PodPhase.Pending);
        now += TimeSpan.FromSeconds(60);
        Assert.Empty(Asked(Step()));
    }

    [Fact]
    public void A_pod_that_disappears_is_told_once_and_costs_nothing()
    {
        Running("1", "2");
        pods.Remove("2");
        var end = Assert.Single(Step().OfType<EndExecutor>());
        Assert.Equal(("2", DeathCause.Deleted, false), (end.Executor, end.Death.Cause, end.Death.Counts));
        Assert.Empty(Step().OfType<EndExecutor>());
    }

    [Fact]
    public void A_pod_that_was_created_and_is_never_seen_is_given_up()
    {
        wanted = ["1"];
        Step();
        plan.Created("1", now, Limits);
        now += Limits.MissingAfter - TimeSpan.FromSeconds(1);
        Assert.Empty(Step());
        now += TimeSpan.FromSeconds(1);
        Assert.Equal(DeathCause.Deleted, Assert.Single(Step().OfType<EndExecutor>()).Death.Cause);
    }

    [Fact]
    public void Failures_beyond_the_budget_end_the_application_and_old_ones_are_forgotten()
    {
        var limits = Limits with { FailureWindow = TimeSpan.FromMinutes(1) };
        Running("1", "2", "3", "4", "5", "6");
        foreach (var executor in (string[])["1", "2"])
            Die(executor, limits);
        Assert.Null(stop);
        now += TimeSpan.FromMinutes(2);
        foreach (var executor in (string[])["3", "4"])
            Die(executor, limits);
        Assert.Null(stop);
        Die("5", limits);
        Assert.Equal(StopReason.Failures, stop?.Reason);
        Assert.Contains("exit code 1", stop!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_is_not_there_ends_it_at_once_and_one_that_is_late_after_two_minutes()
    {
        wanted = ["1", "2"];
        Step();
        Answer("1", "2");
        pods["1"] = pods["1"] with { Waiting = new ContainerWait("ErrImagePull", "503 Service Unavailable") };
        Step();
        now += Limits.PullDeadline - TimeSpan.FromSeconds(1);
        Assert.Empty(Step().OfType<StopApplication>());
        now += TimeSpan.FromSeconds(1);
        Assert.Equal(StopReason.Image, Assert.Single(Step().OfType<StopApplication>()).Reason);

        var other = new PodPlanTests { wanted = ["1", "2"] };
        other.Running("1", "2");
        other.wanted.Add("3");
        other.now += Limits.BatchDelay;
        other.Step();
        other.Answer("3");
        other.pods["3"] = other.pods["3"] with { Waiting = new ContainerWait("ErrImagePull", "manifest unknown") };
        Assert.Equal(StopReason.Image, Assert.Single(other.Step().OfType<StopApplication>()).Reason);
    }

    [Fact]
    public void Executors_that_run_and_never_reach_their_driver_are_told_of()
    {
        wanted = ["1", "2"];
        Step();
        Answer("1", "2");
        pods["1"] = pods["1"] with { Phase = PodPhase.Running };
        Step();
        now += Limits.ReachDeadline;
        Assert.Equal(StopReason.Unreached, Assert.Single(Step().OfType<StopApplication>()).Reason);
    }

    [Fact]
    public void Pods_that_no_node_takes_end_it_with_the_schedulers_words()
    {
        wanted = ["1"];
        Step();
        Answer("1");
        pods["1"] = pods["1"] with { Unschedulable = "0/1 nodes are available: 1 Insufficient memory." };
        Step();
        now += Limits.StartDeadline;
        Assert.Contains(Step(), a => a is EndExecutor { Death: { Cause: DeathCause.NotStarted, Message: var text } } && text.Contains("Insufficient memory", StringComparison.Ordinal));
    }

    [Fact]
    public void What_nobody_wants_is_deleted_some_at_a_time()
    {
        wanted = [];
        foreach (var i in Enumerable.Range(1, 12))
            pods[$"{i}"] = new ObservedPod($"{i}", $"old-exec-{i}", PodPhase.Running);
        Assert.Equal(5, Step().OfType<DeletePod>().Count());
        Assert.Empty(Step());
        now += Limits.BatchDelay;
        Assert.Equal(5, Step().OfType<DeletePod>().Count());
    }

    [Fact]
    public void Pods_that_have_ended_may_be_kept()
    {
        var limits = Limits with { DeleteEnded = false };
        Running("1");
        wanted = ["1"];
        pods["1"] = pods["1"] with { Phase = PodPhase.Succeeded, Ready = false, End = new ContainerEnd(0, "Completed", "") };
        Assert.False(Assert.Single(Step(limits).OfType<EndExecutor>()).Delete);
        wanted = [];
        now += limits.BatchDelay;
        Assert.Empty(Step(limits));
    }

    private StopApplication? stop;

    private IReadOnlyList<PodAction> Step(PodLimits? limits = null)
    {
        var actions = plan.Reconcile(wanted, pods.Values, now, limits ?? Limits).Actions;
        stop ??= actions.OfType<StopApplication>().FirstOrDefault();
        return actions;
    }

    private static IReadOnlyList<string> Asked(IEnumerable<PodAction> actions) => [.. actions.OfType<CreatePods>().SelectMany(c => c.Executors)];

    private void Answer(params string[] created)
    {
        foreach (var executor in created)
        {
            plan.Created(executor, now, Limits);
            pods[executor] = new ObservedPod(executor, $"app-exec-{executor}", PodPhase.Pending);
        }
    }

    private void Running(params string[] executors)
    {
        wanted = [.. executors];
        while (pods.Count < executors.Length)
        {
            Answer([.. Asked(Step())]);
            now += Limits.BatchDelay;
        }

        foreach (var executor in executors)
            pods[executor] = pods[executor] with { Phase = PodPhase.Running, Ready = true };
        Step();
    }

    private void Die(string executor, PodLimits limits)
    {
        pods[executor] = pods[executor] with { Phase = PodPhase.Failed, Ready = false, End = new ContainerEnd(1, "Error", "") };
        Step(limits);
        wanted.Remove(executor);
        pods.Remove(executor);
        Step(limits);
    }
}
