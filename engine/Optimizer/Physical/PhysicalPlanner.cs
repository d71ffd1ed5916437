using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Optimizer.Exchanges;
using Spindle.Optimizer.Rewriting;
using Spindle.Optimizer.Rules.Expressions;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Physical;

/// <summary>
/// Chooses how each node of an optimised plan is run and binds columns to positions. Asked top-down for a set of columns, so that scans and joins give no others.
/// </summary>
internal sealed class PhysicalPlanner(PlanningContext context)
{
    private readonly Dictionary<long, (int Index, Placed Plan, ValueList<ColumnReference> Columns)> shares = [];

    /// <summary>The plan, with exactly the given columns in order.</summary>
    public PhysicalPlan Plan(LogicalPlan plan, ValueList<ColumnReference> output)
    {
        if (plan is not SharedPlans root)
            return Exactly(plan, output);
        context.Estimator.Register(root);
        var bodies = new List<PhysicalPlan>();
        foreach (var share in root.Shares)
        {
            var columns = share.Plan.Output;
            var body = Exactly(share.Plan, columns);
            shares[share.Id] = (bodies.Count, new Placed(body, Placed.InOrder(columns)), columns);
            bodies.Add(body);
        }

        var subqueries = root.Subqueries.Select(s => Exactly(s, [s.Output[0]])).ToValueList();
        return Estimated(new ShareExec([.. bodies], subqueries, Exactly(root.Child, output)), root);
    }

    public Placed Plan(LogicalPlan plan, HashSet<ColumnId> required)
    {
        var placed = plan switch
        {
            Relation relation => ScanPlanner.Plan(relation, [], required),
            Filter filter => PlanFilter(filter, required),
            Project project => PlanProject(project, required),
            Join join => new JoinPlanner(this, context).Plan(join, required),
            Aggregate aggregate => PlanAggregate(aggregate, required),
            Sort sort => PlanSort(sort.Keys, sort.Child, required, (keys, child) => new SortExec(keys, child) { Global = sort.Global }),
            Limit limit => PlanLimit(limit, required),
            Repartition spread => PlanRepartition(spread, required),
            Window window => PlanWindow(window, required),
            Union union => PlanUnion(union, required),
            Expand expand => PlanExpand(expand, required),
            Generate generate => PlanGenerate(generate, required),
            UserRows rows => PlanUserRows(rows),
            Values values => PlanValues(values),
            RangePlan range => new Placed(new RangeExec(range.Start, range.End, range.Step, range.Column.Name) { Partitions = range.Partitions }, Placed.InOrder([range.Column])),
            CommonTableReference reference => PlanShared(reference),
            _ => throw new UnreachableException($"{plan.Describe()} has no physical form"),
        };
        return placed with { Plan = Estimated(placed.Plan, plan) };
    }

    private PhysicalPlan Estimated(PhysicalPlan plan, LogicalPlan of) =>
        plan.EstimatedRows >= 0 ? plan : plan with { EstimatedRows = Math.Round(context.Estimator.Rows(of)) };

    private PhysicalPlan Exactly(LogicalPlan plan, ValueList<ColumnReference> columns)
    {
        var placed = Plan(plan, columns.Select(c => c.Id).ToHashSet());
        var bound = columns.Select(placed.Find).ToList();
        var schema = placed.Plan.Schema;
        var same = schema.Fields.Count == bound.Count && bound.Select((b, i) => b.Ordinal == i && schema.Fields[i].Name == columns[i].Name).All(b => b);
        return same
            ? placed.Plan
            : new ProjectExec(bound.Select((b, i) => new NamedExpression(b, columns[i].Name)).ToValueList(), placed.Plan) { EstimatedRows = placed.Plan.EstimatedRows };
    }

    private Placed PlanFilter(Filter filter, HashSet<ColumnId> required)
    {
        var conjuncts = Predicates.Conjuncts(filter.Condition);
        if (filter.Child is Relation relation)
        {
            // What can raise stays above the scan: there it sees only rows that passed the rest.
            var inside = conjuncts.Where(Predicates.IsMovable).ToList();
            var outside = conjuncts.Where(c => !Predicates.IsMovable(c)).ToList();
            var scan = ScanPlanner.Plan(relation, inside, With(required, outside));
            return outside.Count == 0 ? scan : scan with { Plan = new FilterExec(scan.Bind(Predicates.And(outside)!), scan.Plan) };
        }

        var child = Plan(filter.Child, With(required, conjuncts));
        return child with { Plan = new FilterExec(child.Bind(filter.Condition), child.Plan) };
    }

    private Placed PlanProject(Project project, HashSet<ColumnId> required)
    {
        var items = project.Items.Where(i => required.Contains(NamedOutput.Of(i).Id)).ToList();
        var child = Plan(project.Child, ColumnSets.Of(items));
        if (items.All(i => i.Unaliased() is ColumnReference))
        {
            // Nothing is computed: the columns only get other ids.
            var positions = new Dictionary<ColumnId, int>();
            foreach (var item in items)
                positions[NamedOutput.Of(item).Id] = child.Positions[((ColumnReference)item.Unaliased()).Id];
            return child with { Positions = positions };
        }

        var named = items.Select(i => new NamedExpression(child.Bind(i.Unaliased()), NamedOutput.Of(i).Name)).ToValueList();
        return new Placed(new ProjectExec(named, child.Plan), Placed.InOrder(items.Select(NamedOutput.Of)));
    }

    private Placed PlanAggregate(Aggregate aggregate, HashSet<ColumnId> required)
    {
        var calls = aggregate.Results.OfType<Alias>().Where(a => a.Child is AggregateCall && required.Contains(a.Id)).ToList();
        var child = Plan(aggregate.Child, ColumnSets.Of([.. aggregate.Grouping, .. calls]));
        var positions = new Dictionary<ColumnId, int>();
        var keys = new List<NamedExpression>();
        foreach (var grouping in aggregate.Grouping)
        {
            // A key may leave under several names.
            foreach (var result in aggregate.Results.Where(r => r.Unaliased().Equals(grouping)))
                positions[NamedOutput.Of(result).Id] = keys.Count;
            keys.Add(new NamedExpression(child.Bind(grouping), grouping is ColumnReference column ? column.Name : grouping.Sql));
        }

        foreach (var call in calls)
            positions[call.Id] = keys.Count + calls.IndexOf(call);
        var bound = calls.Select(c => new NamedExpression(child.Bind(c.Child), c.Name)).ToValueList();
        return new Placed(new AggregateExec([.. keys], bound, AggregateMode.Complete, child.Plan), positions);
    }

    private Placed PlanSort(ValueList<SortKey> keys, LogicalPlan input, HashSet<ColumnId> required, Func<ValueList<SortKey>, PhysicalPlan, PhysicalPlan> make)
    {
        var child = Plan(input, With(required, keys.Select(k => k.Expression)));
        var bound = keys.Select(child.Bind).ToList();
        if (bound.All(k => k.Expression is BoundReference))
            return child with { Plan = make([.. bound], child.Plan) };

        // Computed keys become columns for the time of the sort.
        var width = child.Plan.Schema.Fields.Count;
        var items = child.Plan.Schema.Fields.Select((f, i) => new NamedExpression(new BoundReference(i, f.Type, f.Nullable, f.Name), f.Name)).ToList();
        for (var i = 0; i < bound.Count; i++)
        {
            if (bound[i].Expression is BoundReference)
                continue;
            var computed = bound[i].Expression;
            bound[i] = bound[i] with { Expression = new BoundReference(items.Count, computed.Type, computed.Nullable, computed.Sql) };
            items.Add(new NamedExpression(computed, computed.Sql));
        }

        var sorted = make([.. bound], new ProjectExec([.. items], child.Plan) { EstimatedRows = child.Plan.EstimatedRows });
        return child with { Plan = new ProjectExec(items.Take(width).ToValueList(), sorted) };
    }

    private Placed PlanLimit(Limit limit, HashSet<ColumnId> required)
    {
        var count = limit.Count is null ? long.MaxValue : Constant(limit.Count);
        var offset = limit.Offset is null ? 0 : Constant(limit.Offset);
        if (limit.Child is Sort { Global: true } sort && limit.Count is not null && count < long.MaxValue - offset)
            return PlanSort(sort.Keys, sort.Child, required, (keys, child) => new TopNExec(keys, count, offset, child));
        var input = Plan(limit.Child, required);
        if (input.Plan is ScanExec { Limit: < 0 } scan && limit.Count is not null && count < long.MaxValue - offset)
            input = input with { Plan = scan with { Limit = count + offset, EstimatedRows = Math.Min(scan.EstimatedRows, count + offset) } };
        return input with { Plan = new LimitExec(count, offset, input.Plan) };
    }

    private Placed PlanRepartition(Repartition spread, HashSet<ColumnId> required)
    {
        var child = Plan(spread.Child, With(required, spread.Keys.Select(k => k.Expression)));
        var partitions = spread.Partitions ?? ExchangePlacement.DefaultPartitions;
        var keys = spread.Keys.Select(child.Bind).ToValueList();
        var exact = spread.Partitions is not null;
        return child with
        {
            Plan = spread.Kind switch
            {
                RepartitionKind.Coalesce => new CoalesceExec(partitions, child.Plan),
                RepartitionKind.Hash => new ExchangeExec(new HashPartitioning(keys.Select(k => k.Expression).ToValueList(), partitions) { IsExact = exact }, child.Plan),
                RepartitionKind.Range => new ExchangeExec(new RangePartitioning(keys, partitions) { IsExact = exact }, child.Plan),
                _ => new ExchangeExec(new RoundRobinPartitioning(partitions) { IsExact = exact }, child.Plan),
            },
        };
    }

    private Placed PlanWindow(Window window, HashSet<ColumnId> required)
    {
        var calls = window.Calls.Where(c => required.Contains(NamedOutput.Of(c).Id)).ToList();
        if (calls.Count == 0)
            return Plan(window.Child, required);
        var child = Plan(window.Child, With(required, calls));
        var first = (WindowCall)calls[0].Unaliased();
        var positions = new Dictionary<ColumnId, int>(child.Positions);
        foreach (var call in calls)
            positions[NamedOutput.Of(call).Id] = child.Plan.Schema.Fields.Count + calls.IndexOf(call);
        var bound = calls.Select(c => new NamedExpression(child.Bind(c.Unaliased()), NamedOutput.Of(c).Name)).ToValueList();
        return new Placed(new WindowExec(bound, child.Bind(first.PartitionBy), first.OrderBy.Select(child.Bind).ToValueList(), child.Plan), positions);
    }

    private Placed PlanUnion(Union union, HashSet<ColumnId> required)
    {
        var kept = Enumerable.Range(0, union.Columns.Count).Where(i => required.Contains(union.Columns[i].Id)).ToList();
        var columns = kept.Select(i => union.Columns[i]).ToValueList();
        var inputs = union.Inputs.Select(input =>
        {
            var output = input.Output;
            return Exactly(input, kept.Select(i => output[i]).ToValueList());
        }).ToValueList();
        var schema = new StructType(columns.Select((c, i) => new Field(c.Name, c.Type, inputs.Any(p => p.Schema.Fields[i].Nullable))).ToValueList());
        return new Placed(new UnionExec(inputs, schema), Placed.InOrder(columns));
    }

    private Placed PlanExpand(Expand expand, HashSet<ColumnId> required)
    {
        var kept = Enumerable.Range(0, expand.Columns.Count).Where(i => required.Contains(expand.Columns[i].Id)).ToList();
        var child = Plan(expand.Child, ColumnSets.Of(expand.Projections.SelectMany(p => kept.Select(i => p[i]))));
        var projections = expand.Projections.Select(p => child.Bind(kept.Select(i => p[i]))).ToValueList();
        var columns = kept.Select(i => expand.Columns[i]).ToValueList();
        var schema = new StructType(columns.Select((c, i) => new Field(c.Name, c.Type, projections.Any(p => p[i].Nullable))).ToValueList());
        return new Placed(new ExpandExec(projections, schema, child.Plan), Placed.InOrder(columns));
    }

    private Placed PlanGenerate(Generate generate, HashSet<ColumnId> required)
    {
        var child = Plan(generate.Child, With(required, [generate.Generator]));
        var kept = child.Positions.Where(p => required.Contains(p.Key)).Select(p => p.Value).Distinct().Order().ToList();
        var positions = child.Positions.Where(p => required.Contains(p.Key)).ToDictionary(p => p.Key, p => kept.IndexOf(p.Value));
        for (var i = 0; i < generate.Columns.Count; i++)
            positions[generate.Columns[i].Id] = kept.Count + i;
        var generated = new StructType(generate.Columns.Select(c => new Field(c.Name, c.Type, c.Nullable)).ToValueList());
        return new Placed(new GenerateExec((GeneratorCall)child.Bind(generate.Generator), generate.Outer, [.. kept], generated, child.Plan), positions);
    }

    private Placed PlanUserRows(UserRows rows)
    {
        var schema = new StructType(rows.Columns.Select(c => new Field(c.Name, c.Type, c.Nullable)).ToValueList());
        var child = Plan(rows.Child, ColumnSets.Of(rows.Inputs));
        var bound = child.Bind(rows.Inputs);
        var members = bound.Count == child.Plan.Schema.Fields.Count && bound.Select((b, i) => b is BoundReference reference && reference.Ordinal == i).All(same => same)
            ? child.Plan
            : new ProjectExec(bound.Select(b => new NamedExpression(b, b.Sql)).ToValueList(), child.Plan) { EstimatedRows = child.Plan.EstimatedRows };
        return new Placed(new UserRowsExec(rows.Steps, schema, members), Placed.InOrder(rows.Columns));
    }

    private static Placed PlanValues(Values values)
    {
        var schema = values.Schema;
        var positions = Placed.InOrder(values.Columns);
        var folded = values.Rows.Select(r => r.Select(e => e is Literal ? e : FoldConstants.Fold(e) ?? e).ToValueList()).ToValueList();
        if (folded.All(r => r.All(e => e is Literal)))
            return new Placed(new ValuesExec(schema, folded), positions);

        // Expressions that raise or have no value yet are computed when the query runs.
        var one = new ValuesExec(StructType.Empty, [[]]);
        var rows = values.Rows.Select(PhysicalPlan (r) => new ProjectExec(r.Select((e, i) => new NamedExpression(e, values.Columns[i].Name)).ToValueList(), one)).ToValueList();
        return new Placed(rows.Count == 1 ? rows[0] : new UnionExec(rows, schema), positions);
    }

    private Placed PlanShared(CommonTableReference reference)
    {
        var (index, body, columns) = shares[reference.CommonTableId];
        var positions = new Dictionary<ColumnId, int>();
        for (var i = 0; i < columns.Count; i++)
            positions[reference.Columns[i].Id] = body.Positions[columns[i].Id];
        return new Placed(new SharedExec(index, body.Plan.Schema), positions);
    }

    private static HashSet<ColumnId> With(HashSet<ColumnId> required, IEnumerable<Expression> expressions)
    {
        var all = ColumnSets.Of(expressions);
        all.UnionWith(required);
        return all;
    }

    private static long Constant(Expression expression) =>
        Convert.ToInt64((expression as Literal ?? ConstantFolder.Fold(expression, new MemoryBudget())).Value, System.Globalization.CultureInfo.InvariantCulture);
}
