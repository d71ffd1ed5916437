using Spindle.Columnar.Types;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Stages;

/// <summary>
/// Cuts a plan at its exchanges, each stage behind those that it reads. Equal exchanges are one stage. A shared subplan is a stage that keeps its tasks' rows as they come; a scalar subquery
/// one whose rows go to the driver.
/// </summary>
public sealed class StageCutter
{
    private readonly List<StagePlan> stages = [];
    private readonly Dictionary<ExchangeExec, int> exchanges = [];
    private readonly Dictionary<int, StageInputExec> shares = [];
    private readonly Dictionary<int, int> subqueries = [];
    private readonly Dictionary<PhysicalPlan, PhysicalPlan>? origins;
    private ShareExec? root;

    private StageCutter(Dictionary<PhysicalPlan, PhysicalPlan>? origins) => this.origins = origins;

    /// <param name="origins">Takes, for each node of the stages, the node of the plan that it stands for: compares by identity. Null where nobody asks.</param>
    public static StagedQuery Cut(PhysicalPlan plan, Dictionary<PhysicalPlan, PhysicalPlan>? origins = null)
    {
        var cutter = new StageCutter(origins);
        cutter.Add(cutter.Within(plan), null);
        return new StagedQuery([.. cutter.stages]);
    }

    /// <summary>The plan with what other stages make replaced by what reads them.</summary>
    private PhysicalPlan Within(PhysicalPlan plan)
    {
        if (plan is ShareExec share)
        {
            root = share;
            return Within(share.Child);
        }

        var made = Made(plan);
        origins?.TryAdd(made, plan);
        return made;
    }

    private PhysicalPlan Made(PhysicalPlan plan)
    {
        switch (plan)
        {
            case SharedExec shared:
                return Share(shared);
            case ExchangeExec exchange:
                if (!exchanges.TryGetValue(exchange, out var id))
                    exchanges[exchange] = id = Add(Within(exchange.Child), exchange.Partitioning);
                return new StageInputExec(id, exchange.Partitioning, exchange.Schema) { EstimatedRows = exchange.EstimatedRows };
            default:
                return plan.MapChildren(Within);
        }
    }

    private StageInputExec Share(SharedExec shared)
    {
        if (shares.TryGetValue(shared.ShareId, out var input))
            return input;
        var plan = Within(root!.Shares[shared.ShareId]);
        var output = new PassThroughPartitioning(TaskPlanning.HasOneTask(plan) ? 1 : -1);
        return shares[shared.ShareId] = new StageInputExec(Add(plan, output), output, plan.Schema) { EstimatedRows = shared.EstimatedRows };
    }

    private int Add(PhysicalPlan plan, Partitioning? output)
    {
        var read = SubqueryLiterals.ReadBy(plan.SelfAndDescendants().SelectMany(n => n.Expressions).Concat(Keys(output))).ToList();
        var needed = read.Select(i => new SubqueryStage(i, Subquery(i))).ToValueList();
        stages.Add(new StagePlan(stages.Count, plan, output, needed));
        return stages.Count - 1;
    }

    private int Subquery(int index)
    {
        if (!subqueries.TryGetValue(index, out var id))
            subqueries[index] = id = Add(Within(root!.Subqueries[index]), null);
        return id;
    }

    private static IEnumerable<Plans.Expressions.Expression> Keys(Partitioning? output) => output switch
    {
        HashPartitioning hash => hash.Keys,
        RangePartitioning range => range.Keys.Select(k => k.Expression),
        _ => [],
    };
}
