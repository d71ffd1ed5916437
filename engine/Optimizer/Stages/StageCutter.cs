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
    private ShareExec? root;

    private StageCutter()
    {
    }

    public static StagedQuery Cut(PhysicalPlan plan)
    {
        var cutter = new StageCutter();
        cutter.Add(cutter.Within(plan), null);
        return new StagedQuery([.. cutter.stages]);
    }

    /// <summary>The plan with what other stages make replaced by what reads them.</summary>
    private PhysicalPlan Within(PhysicalPlan plan)
    {
        switch (plan)
        {
            case ShareExec share:
                root = share;
                return Within(share.Child);
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
