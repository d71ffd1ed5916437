using System.Globalization;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Plans.Stages;

namespace Spindle.Driver.Queries;

/// <summary>How far a query is: its operators' figures of the tasks that were accepted, and its stages' tasks. Written by the loop, read by anyone.</summary>
/// <param name="origins">For each node of the stages, the node of the query's plan that it stands for.</param>
internal sealed class QueryFigures(StagedQuery query, Dictionary<PhysicalPlan, PhysicalPlan> origins)
{
    private readonly Lock gate = new();
    private readonly StagePlan[] plans = [.. query.Stages];
    private readonly Dictionary<int, OperatorMetrics?[]> operators = [];
    private readonly SortedDictionary<int, (int Done, int All)> stages = [];

    /// <summary>A task's figures, in the order of its stage's nodes. What samples of keys count comes again with the stage itself.</summary>
    public void Count(int stage, IReadOnlyList<Protos.OperatorFigures> figures)
    {
        if (stage >= plans.Length)
            return;
        lock (gate)
        {
            if (!operators.TryGetValue(stage, out var sums))
                operators.Add(stage, sums = new OperatorMetrics?[figures.Count]);
            for (var i = 0; i < Math.Min(sums.Length, figures.Count); i++)
            {
                var f = figures[i];
                var one = new OperatorMetrics(f.Rows, f.Batches, f.Nanoseconds, f.PeakBytes, f.SpilledBytes) { Splits = f.Splits, SplitsRead = f.SplitsRead };
                sums[i] = sums[i]?.With(one) ?? one;
            }
        }
    }

    /// <summary>A stage runs another plan than it was to.</summary>
    /// <param name="nodes">Nodes of the new plan, and those of the former that they stand for.</param>
    public void Adapt(StagePlan plan, IReadOnlyList<(PhysicalPlan Made, PhysicalPlan Of)> nodes)
    {
        lock (gate)
        {
            plans[plan.Id] = plan;
            foreach (var (made, of) in nodes)
                if (origins.TryGetValue(of, out var origin))
                    origins.TryAdd(made, origin);
        }
    }

    public void Hear(Announcement announcement)
    {
        lock (gate)
        {
            if (announcement is StageStarted started)
                stages[started.Stage] = (started.Tasks - started.Missing, started.Tasks);
            else if (announcement is TaskEnded { Status: AttemptStatus.Succeeded } ended && stages.TryGetValue(ended.Attempt.Stage, out var stage))
                stages[ended.Attempt.Stage] = (Math.Min(stage.Done + 1, stage.All), stage.All);
        }
    }

    /// <summary>By node of the query's plan.</summary>
    public IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> Metrics()
    {
        var metrics = new Dictionary<PhysicalPlan, OperatorMetrics>(ReferenceEqualityComparer.Instance);
        lock (gate)
        {
            foreach (var (stage, sums) in operators)
            {
                var i = 0;
                foreach (var node in plans[stage].Plan.SelfAndDescendants())
                    if (i < sums.Length && sums[i++] is { } figures && origins.TryGetValue(node, out var origin))
                        metrics[origin] = metrics.TryGetValue(origin, out var known) ? known.With(figures) : figures;
            }
        }

        return metrics;
    }

    /// <summary><c>stage 0 map 24/24  stage 1 reduce 9/16</c>.</summary>
    public string Stages()
    {
        lock (gate)
            return string.Join("  ", stages.Select(s => string.Create(CultureInfo.InvariantCulture, $"stage {s.Key % plans.Length} {Kind(s.Key)} {s.Value.Done}/{s.Value.All}")));
    }

    private string Kind(int stage) => stage >= plans.Length ? "sample" : plans[stage].Inputs.Any() ? "reduce" : "map";
}
