using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Driver.Queries;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>What somebody at a terminal reads while a query runs.</summary>
public sealed class ClusterNewsTests
{
    private static readonly ExecutorKey First = new("1", 1);

    [Fact]
    public void A_lost_executor_is_told_at_once_and_again_when_all_is_well()
    {
        using var output = new StringWriter();
        var news = new ClusterNews(output, everything: true);
        news.Said("1", "ready 0.31 s pid 5121");
        news.Said("1", "anything else");
        news.Hear(new JobStarted(new JobId(1), "", "default", null, 2));
        news.Hear(new ExecutorRemoved(First, LossReason.Crashed, "SIGKILL", 1, 8));
        news.Hear(new JobFinished(new JobId(1), JobStatus.Succeeded, null, 10));
        news.Hear(new ExecutorRemoved(new ExecutorKey("2", 1), LossReason.Crashed, "SIGKILL", 0, 0));
        Assert.Equal(
            """
            executor 1 ready 0.31 s pid 5121
            executor 1 lost (SIGKILL): 1 running tasks and 8 map outputs to compute again
            executor 1 lost (SIGKILL): 8 map outputs recomputed, 0 jobs failed
            executor 2 lost (SIGKILL) while no job ran

            """.ReplaceLineEndings("\n"), output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Stages_count_their_tasks()
    {
        var map = new RangeExec(0, 10, 1, "id");
        var output = new SinglePartitioning();
        var figures = new QueryFigures(new StagedQuery([new StagePlan(0, map, output, []), new StagePlan(1, new StageInputExec(0, output, map.Schema), null, [])]), new Dictionary<PhysicalPlan, PhysicalPlan>());
        Assert.Equal("", figures.Stages());
        figures.Hear(new StageStarted(new JobId(1), 0, 0, 3, 3));
        for (var p = 0; p < 3; p++)
            figures.Hear(new TaskEnded(new AttemptId(new JobId(1), 0, p, 0), First, AttemptStatus.Succeeded, 1, null, false, null));
        figures.Hear(new StageStarted(new JobId(1), 1, 0, 2, 2));
        figures.Hear(new TaskEnded(new AttemptId(new JobId(1), 1, 0, 0), First, AttemptStatus.Succeeded, 1, null, false, null));
        figures.Hear(new TaskEnded(new AttemptId(new JobId(1), 1, 1, 0), First, AttemptStatus.Failed, 1, "no", true, null));
        Assert.Equal("stage 0 map 3/3  stage 1 reduce 1/2", figures.Stages());
        // One map output is lost: it is missing again.
        figures.Hear(new StageStarted(new JobId(1), 0, 1, 3, 1));
        Assert.Equal("stage 0 map 2/3  stage 1 reduce 1/2", figures.Stages());
    }
}
