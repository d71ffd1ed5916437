using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Scheduling;

/// <summary>Each setting of the scheduler, given under Spark's name, changes what the machine does.</summary>
public sealed class SettingEffectTests
{
    [Theory]
    [InlineData("4", 4)]
    [InlineData("2", 2)]
    public void Task_maxFailures_is_the_number_of_failures_that_end_the_job(string value, int failures)
    {
        var probe = new MachineProbe(("spark.task.maxFailures", value)).Executor("a").Job(1, 1);
        for (var i = 1; i < failures; i++)
            probe.Fail(probe.Live.Single());
        Assert.Null(probe.End(1));
        probe.Fail(probe.Live.Single());
        Assert.Equal(JobStatus.Failed, probe.End(1)!.Status);
        Assert.Contains("task 0 of stage 0 failed", probe.End(1)!.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 4)]
    [InlineData("2", 2)]
    public void Task_cpus_is_how_many_cores_a_task_takes(string value, int running) =>
        Assert.Equal(running, new MachineProbe(("spark.task.cpus", value)).Executor("a", 4).Job(1, 10).Live.Count);

    [Theory]
    [InlineData("4", 4)]
    [InlineData("2", 2)]
    public void Stage_maxConsecutiveAttempts_is_how_often_lost_input_may_end_a_stage(string value, int attempts)
    {
        var probe = new MachineProbe(("spark.stage.maxConsecutiveAttempts", value)).Executor("a").Shuffle(1, 1, 1);
        for (var i = 0; i < attempts; i++)
        {
            Assert.Null(probe.End(1));
            probe.Map(probe.Live.Single());
            if (i == 0)
                probe.Apply(new StagePlanned(new JobId(1), 1, 1, []));
            probe.FetchFails(probe.Live.Single(), 0, "a");
        }

        Assert.Equal("STAGE_MATERIALIZATION_MULTIPLE_FAILURES", probe.End(1)!.Error!.ErrorClass);
    }

    [Theory]
    [InlineData("FIFO", "1")]
    [InlineData("FAIR", "2")]
    public void Scheduler_mode_says_who_gets_the_next_slot(string value, string next)
    {
        var probe = new MachineProbe(("spark.scheduler.mode", value)).Job(1, 5, "a").Job(2, 5, "b").Executor("x", 1).Executor("y", 1);
        Assert.Equal(["1", next], probe.Live.Select(l => l.Attempt.Job.ToString()));
    }

    /// <summary>Six slots and three pools with more tasks than that.</summary>
    [Theory]
    [InlineData("", "", "", "2 2 2 0")]
    [InlineData("<weight>4</weight>", "", "", "4 1 1 0")]
    [InlineData("", "<minShare>4</minShare>", "", "1 4 1 0")]
    [InlineData("", "", "<schedulingMode>FAIR</schedulingMode>", "2 2 1 1")]
    public void Scheduler_allocation_file_says_what_each_pool_gets(string a, string b, string c, string tasks)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"<?xml version=\"1.0\"?><allocations><pool name=\"a\">{a}</pool><pool name=\"b\">{b}</pool><pool name=\"c\">{c}</pool></allocations>");
            var probe = new MachineProbe(("spark.scheduler.mode", "FAIR"), ("spark.scheduler.allocation.file", file)).Job(1, 9, "a").Job(2, 9, "b").Job(3, 9, "c").Job(4, 9, "c").Executor("x", 6);
            Assert.Equal(tasks, string.Join(" ", Enumerable.Range(1, 4).Select(job => probe.Live.Count(l => l.Attempt.Job.Value == job))));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("1000", JobStatus.Cancelled)]
    [InlineData("1", JobStatus.Running)]
    public void NumCancelledJobGroupsToTrack_is_how_many_groups_are_remembered(string value, JobStatus status)
    {
        var probe = new MachineProbe(("spark.scheduler.numCancelledJobGroupsToTrack", value)).Executor("a");
        probe.With(new GroupCancelled("g1", "no", true)).With(new GroupCancelled("g2", "no", true)).Job(1, 1, group: "g1");
        Assert.Equal(status, probe.End(1)?.Status ?? JobStatus.Running);
    }

    [Theory]
    [InlineData("spark.locality.wait", "3s", 2_999, 0)]
    [InlineData("spark.locality.wait", "1s", 2_999, 1)]
    [InlineData("spark.locality.wait.process", "1s", 1_500, 0)]
    [InlineData("spark.locality.wait.process", "0", 3_500, 1)]
    [InlineData("spark.locality.wait.node", "0", 3_500, 1)]
    public void Locality_wait_is_how_long_a_task_waits_for_its_place(string key, string value, long waited, int running)
    {
        var probe = new MachineProbe((key, value)).Executor("held", 1, "n1").Executor("n1too", 1, "n1").Executor("far", 1, "n2");
        // Both near executors are taken by a first job, so that only the far one is free.
        probe.Job(1, 2, preferences: [new TaskPreference(["held"], []), new TaskPreference(["n1too"], [])]).Job(2, 1, preferences: [new TaskPreference(["held"], ["n1"])]);
        Assert.Equal(2, probe.Live.Count);
        for (var t = 0L; t < waited; t += 500)
            probe.After(Math.Min(500, waited - t));
        Assert.Equal(2 + running, probe.Live.Count);
    }

    [Fact]
    public void A_place_that_is_not_worth_waiting_for_is_taken_where_it_is_free()
    {
        // Two of four tasks would rather run on b; b takes them, and a takes one of them when nothing else is left.
        TaskPreference[] places = [new(["b"], []) { IsWorthWaiting = false }, TaskPreference.None, new(["b"], []) { IsWorthWaiting = false }, new(["b"], []) { IsWorthWaiting = false }];
        var probe = new MachineProbe().Executor("a", 2).Executor("b", 2).Job(1, 4, preferences: places);
        Assert.Equal(4, probe.Live.Count);
        Assert.Equal(2, probe.Live.Count(l => l.Executor.Id == "b" && l.Locality == Locality.Process));
        Assert.Equal(2, probe.Live.Count(l => l.Executor.Id == "a" && l.Locality == Locality.NoPreference));
    }

    [Theory]
    [InlineData("spark.speculation", "false", 0)]
    [InlineData("spark.speculation", "true", 1)]
    [InlineData("spark.speculation.quantile", "1", 0)]
    [InlineData("spark.speculation.multiplier", "100", 0)]
    [InlineData("spark.speculation.minTaskRuntime", "1h", 0)]
    [InlineData("spark.speculation.interval", "1h", 0)]
    public void Speculation_gives_a_straggler_a_copy(string key, string value, int copies)
    {
        var probe = new MachineProbe(("spark.speculation", "true"), (key, value)).Executor("a", 5).Executor("b", 5).Job(1, 10);
        probe.Now += 100;
        foreach (var task in probe.Live.Take(9).ToList())
            probe.Succeed(task);
        probe.After(1_000);
        Assert.Equal(copies, probe.Live.Count(l => l.Speculative));
    }

    [Fact]
    public void The_first_of_two_attempts_wins_and_the_other_is_cancelled()
    {
        var probe = new MachineProbe(("spindle.speculation", "true"), ("spindle.speculation.quantile", "0.5")).Executor("a").Executor("b").Job(1, 2);
        probe.Now += 200;
        probe.Succeed(probe.Live[0]);
        probe.After(2_000);
        var (slow, copy) = (probe.Live.Single(l => !l.Speculative), probe.Live.Single(l => l.Speculative));
        Assert.NotEqual(slow.Executor, copy.Executor);
        Assert.Contains(probe.Succeed(copy), a => a is CancelTask cancel && cancel.Attempt == slow.Attempt);
        probe.Succeed(slow);
        Assert.Equal(2, probe.All.OfType<DeliverResult>().Count());
    }

    [Theory]
    [InlineData("false", 1)]
    [InlineData("true", 0)]
    public void ExcludeOnFailure_keeps_a_task_away_from_where_it_failed(string value, int running)
    {
        var probe = new MachineProbe(("spark.excludeOnFailure.enabled", value)).Executor("a").Job(1, 1);
        probe.Fail(probe.Live.Single());
        Assert.Equal(running, probe.Live.Count);
    }

    [Theory]
    [InlineData("spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor", "2", 1)]
    [InlineData("spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor", "1", 0)]
    public void A_task_may_fail_so_often_on_one_executor(string key, string value, int running)
    {
        var probe = new MachineProbe(("spark.excludeOnFailure.enabled", "true"), (key, value)).Executor("a").Job(1, 1);
        probe.Fail(probe.Live.Single());
        Assert.Equal(running, probe.Live.Count);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("2", 1)]
    public void A_task_may_fail_so_often_on_one_node(string value, int running)
    {
        var probe = new MachineProbe(("spark.excludeOnFailure.enabled", "true"), ("spark.excludeOnFailure.task.maxTaskAttemptsPerNode", value)).Executor("a").Job(1, 1).Executor("b");
        probe.Fail(probe.Live.Single());
        Assert.Equal(running, probe.Live.Count);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("2", 1)]
    public void So_many_tasks_of_a_stage_may_fail_on_one_executor(string value, int running)
    {
        var probe = new MachineProbe(("spark.excludeOnFailure.enabled", "true"), ("spark.excludeOnFailure.stage.maxFailedTasksPerExecutor", value)).Executor("a").Job(1, 2);
        probe.Fail(probe.Live.Single());
        Assert.Equal(running, probe.Live.Count);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("2", 1)]
    public void So_many_executors_of_a_node_may_be_excluded_for_a_stage(string value, int running)
    {
        var probe = new MachineProbe(("spark.excludeOnFailure.enabled", "true"), ("spark.excludeOnFailure.stage.maxFailedTasksPerExecutor", "1"), ("spark.excludeOnFailure.stage.maxFailedExecutorsPerNode", value))
            .Executor("a").Job(1, 2);
        probe.Fail(probe.Live.Single());
        probe.Executor("b");
        Assert.Equal(running, probe.Live.Count);
    }

    [Theory]
    [InlineData("1", "1h", 0)]
    [InlineData("2", "1h", 2)]
    [InlineData("1", "1s", 2)]
    public void An_executor_that_failed_tasks_of_finished_stages_is_excluded_for_a_time(string tasks, string timeout, int running)
    {
        var probe = new MachineProbe(("spark.excludeOnFailure.enabled", "true"), ("spark.excludeOnFailure.application.maxFailedTasksPerExecutor", tasks), ("spark.excludeOnFailure.timeout", timeout))
            .Executor("bad", 2).Job(1, 1);
        probe.Fail(probe.Live.Single());
        probe.Executor("good", 1, "other");
        probe.Succeed(probe.Live.Single());
        probe.With(new ExecutorLost(MachineProbe.Key("good"), LossReason.Drained, "")).Job(2, 2);
        probe.After(5_000);
        Assert.Equal(running, probe.Live.Count);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("2", 1)]
    public void A_node_is_excluded_with_so_many_of_its_executors(string value, int running)
    {
        var probe = new MachineProbe(("spark.excludeOnFailure.enabled", "true"), ("spark.excludeOnFailure.application.maxFailedTasksPerExecutor", "1"), ("spark.excludeOnFailure.application.maxFailedExecutorsPerNode", value))
            .Executor("bad").Job(1, 1);
        probe.Fail(probe.Live.Single());
        probe.Executor("good", 1, "other");
        probe.Succeed(probe.Live.Single());
        probe.With(new ExecutorLost(MachineProbe.Key("good"), LossReason.Drained, "")).Job(2, 2).Executor("neighbour");
        Assert.Equal(running, probe.Live.Count);
    }

    [Theory]
    [InlineData("120s", false)]
    [InlineData("10s", true)]
    public void A_task_that_nobody_may_run_fails_its_job_in_time(string value, bool failed)
    {
        var probe = new MachineProbe(("spark.excludeOnFailure.enabled", "true"), ("spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout", value)).Executor("a").Job(1, 1);
        probe.Fail(probe.Live.Single());
        probe.After(20_000);
        Assert.Equal(failed, probe.End(1) is not null);
    }

    [Theory]
    [InlineData("120s", false)]
    [InlineData("10s", true)]
    public void Network_timeout_is_how_long_an_executor_may_be_silent(string value, bool dropped)
    {
        var probe = new MachineProbe(("spark.network.timeout", value)).Executor("a").Job(1, 1);
        Assert.Equal(dropped, probe.After(20_000).OfType<DropExecutor>().Any());
    }

    [Theory]
    [InlineData("1g", false)]
    [InlineData("1k", true)]
    public void Driver_maxResultSize_caps_all_results_of_a_job(string value, bool failed)
    {
        var probe = new MachineProbe(("spark.driver.maxResultSize", value)).Executor("a").Job(1, 3);
        probe.Succeed(probe.Live.Single(), 600);
        probe.Succeed(probe.Live.Single(), 600);
        Assert.Equal(failed, probe.End(1)?.Error?.ErrorClass == "SPINDLE_RESULT_TOO_LARGE");
    }

    [Theory]
    [InlineData("spark.shuffle.minNumPartitionsToHighlyCompress", "2000", true)]
    [InlineData("spark.shuffle.minNumPartitionsToHighlyCompress", "2", false)]
    [InlineData("spark.shuffle.accurateBlockThreshold", "100m", true)]
    public void Sizes_are_exact_up_to_so_many_partitions(string key, string value, bool exact)
    {
        var probe = new MachineProbe((key, value)).Executor("a").Shuffle(1, 1, 1, partitions: 3);
        probe.Map(probe.Live.Single(), 0, 1_234_567, 0, 5);
        Assert.Equal(exact, probe.Outputs(1, 0).Size(0, 0) == 1_234_567);
        Assert.InRange(probe.Outputs(1, 0).Size(0, 0), 1_234_567, 1_234_567 * 11 / 10);
        Assert.Equal(0, probe.Outputs(1, 0).Size(0, 1));
    }

    [Fact]
    public void Outliers_stay_exact_past_the_threshold()
    {
        var probe = new MachineProbe(("spark.shuffle.minNumPartitionsToHighlyCompress", "2"), ("spark.shuffle.accurateBlockThreshold", "1m")).Executor("a").Shuffle(1, 1, 1, partitions: 3);
        probe.Map(probe.Live.Single(), 0, 1_234_567, 0, 5);
        Assert.Equal(1_234_567, probe.Outputs(1, 0).Size(0, 0));
    }

    [Theory]
    [InlineData("true", 2)]
    [InlineData("false", 0)]
    public void A_map_that_gave_other_rows_the_second_time_reruns_its_readers(string value, int rolledBack)
    {
        var probe = new MachineProbe(("spark.sql.shuffle.orderIndependentChecksum.enabled", value)).Executor("a", 1).Executor("b", 3).Shuffle(1, 2, 3);
        foreach (var map in probe.Live.ToList())
            probe.Map(map, 7);
        probe.Apply(new StagePlanned(new JobId(1), 1, 4, []));
        // Partition 0 runs on, so that nothing has been delivered yet.
        foreach (var done in probe.Live.Where(l => l.Attempt.Partition is 1 or 2).ToList())
            probe.Succeed(done);
        var first = probe.Live.Single(l => l.Attempt.Partition == 0);
        probe.With(new ExecutorLost(first.Executor.Id == "a" ? MachineProbe.Key("b") : MachineProbe.Key("a"), LossReason.Evicted, "gone"));
        foreach (var map in probe.Live.Where(l => l.Attempt.Stage == 0).ToList())
            probe.Map(map, 8);
        Assert.Equal(rolledBack > 0, probe.All.OfType<StageRolledBack>().Any());
    }
}
