using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Optimizer.Stages;

/// <summary>
/// Cuts a plan at its exchanges, each stage behind those that it reads. Equal exchanges are one stage. A shared subplan is a stage that keeps its tasks' rows as they come; a scalar subquery
/// one whose rows go to the driver.
/// </summary>
public sealed class StageCutter
{
    private readonly List<StagePlan> stages;
    private readonly Dictionary<long, int> datasets;
    private readonly Dictionary<ExchangeExec, int> exchanges = [];
    private readonly Dictionary<int, StageInputExec> shares = [];
    private readonly Dictionary<int, int> subqueries = [];
    private readonly Dictionary<PhysicalPlan, PhysicalPlan>? origins;
    private ShareExec? root;

    private StageCutter(List<StagePlan> stages, Dictionary<long, int> datasets, Dictionary<PhysicalPlan, PhysicalPlan>? origins)
    {
        this.stages = stages;
        this.datasets = datasets;
        this.origins = origins;
    }

    /// <param name="origins">Takes, for each node of the stages, the node of the plan that it stands for: compares by identity. Null where nobody asks.</param>
    public static StagedQuery Cut(PhysicalPlan plan, Dictionary<PhysicalPlan, PhysicalPlan>? origins = null)
    {
        var cutter = new StageCutter([], [], origins);
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
            case ScanExec { Table: DatasetTable table } scan:
                return Dataset(table, scan);
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

    /// <summary>
    /// Rows that executors keep: a stage that computes what is missing of them, whatever is there. Its partitions are read one a task, where they lie.
    /// <code>
    /// Scan kept [b] where a > 1   =>   Project [b] (Filter a > 1 (Project [a, b] (StageInput as computed)))
    /// </code>
    /// </summary>
    private PhysicalPlan Dataset(DatasetTable table, ScanExec scan)
    {
        var output = new PassThroughPartitioning { IsExact = true };
        if (!datasets.TryGetValue(table.Dataset.Id, out var id))
        {
            // Shares and subqueries have numbers of their own there.
            var inner = new StageCutter(stages, datasets, null);
            datasets[table.Dataset.Id] = id = inner.Add(inner.Within(table.Plan), output, table.Dataset);
        }

        var picked = new ProjectExec(scan.Columns.Select(c => Column(table.Schema.Fields[c], c)).ToValueList(), new StageInputExec(id, output, table.Schema) { EstimatedRows = table.Statistics.Rows });
        if (scan.Filters.Count == 0 && scan.Output.SequenceEqual(Enumerable.Range(0, scan.Columns.Count)))
            return picked with { EstimatedRows = scan.EstimatedRows };
        PhysicalPlan filtered = scan.Filters.Aggregate((PhysicalPlan)picked, (rows, filter) => new FilterExec(filter, rows));
        return new ProjectExec(scan.Output.Select(o => Column(picked.Schema.Fields[o], o)).ToValueList(), filtered) { EstimatedRows = scan.EstimatedRows };
    }

    private static NamedExpression Column(Field field, int ordinal) => new(new BoundReference(ordinal, field.Type, field.Nullable, field.Name), field.Name);

    private int Add(PhysicalPlan plan, Partitioning? output, CachedDataset? cached = null)
    {
        var read = SubqueryLiterals.ReadBy(plan.SelfAndDescendants().SelectMany(n => n.Expressions).Concat(Keys(output))).ToList();
        var needed = read.Select(i => new SubqueryStage(i, Subquery(i))).ToValueList();
        stages.Add(new StagePlan(stages.Count, plan, output, needed) { Cached = cached });
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
