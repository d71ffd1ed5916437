using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Sources;

namespace Spindle.Optimizer.Statistics;

/// <summary>Estimates rows and values of plans from the statistics of the tables that they read. Remembers plans by identity.</summary>
internal sealed class CardinalityEstimator
{
    private const double UnknownTableRows = 10_000;
    private const double GeneratedRowsPerRow = 4;

    /// <summary>Who compares an aggregate with a constant looks for the exceptional groups.</summary>
    private const double HavingFactor = 0.2;

    private readonly Dictionary<LogicalPlan, RelationEstimate> known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<long, LogicalPlan> shares = [];

    public double Rows(LogicalPlan plan) => Of(plan).Rows;

    /// <summary>Makes the shared plans known to estimates of what reads them.</summary>
    public void Register(LogicalPlan plan)
    {
        if (plan is SharedPlans root)
            foreach (var share in root.Shares)
                shares[share.Id] = share.Plan;
    }

    public RelationEstimate Of(LogicalPlan plan)
    {
        if (known.TryGetValue(plan, out var estimate))
            return estimate;
        return known[plan] = Compute(plan);
    }

    private RelationEstimate Compute(LogicalPlan plan)
    {
        switch (plan)
        {
            case SharedPlans root:
                Register(root);
                return Of(root.Child);
            case Relation relation:
                return Scan(relation);
            case Values values:
                return Fresh(values.Columns, values.Rows.Count);
            case RangePlan range:
                var count = Math.Max(0, Math.Ceiling(((double)range.End - range.Start) / range.Step));
                return new RelationEstimate(count, new Dictionary<ColumnId, ColumnEstimate>
                {
                    [range.Column.Id] = new(count, count, count, Math.Min(range.Start, range.End), Math.Max(range.Start, range.End), 0),
                });
            case CommonTableReference reference:
                return shares.TryGetValue(reference.CommonTableId, out var shared)
                    ? Positional(Of(shared), shared.Output, reference.Columns)
                    : Fresh(reference.Columns, UnknownTableRows);
            case Filter { Child: Aggregate aggregate } having:
                var kept = Selectivity.Apply(Of(aggregate), having.Condition);
                return kept.WithRows(Math.Max(1, kept.Rows * Math.Pow(HavingFactor, RangesOfAggregates(having.Condition, aggregate))));
            case Filter filter:
                return Selectivity.Apply(Of(filter.Child), filter.Condition);
            case Project project:
                return Named(Of(project.Child), project.Items);
            case Join join:
                return JoinEstimate.Of(join, Of(join.Left), Of(join.Right));
            case Aggregate aggregate:
                return Grouped(aggregate, Of(aggregate.Child));
            case Window window:
                return Named(Of(window.Child), [.. window.Child.Output, .. window.Calls]);
            case Limit { Count: Literal { Value: { } limit } } limited:
                var input = Of(limited.Child);
                return input.WithRows(Math.Min(input.Rows, Convert.ToDouble(limit, System.Globalization.CultureInfo.InvariantCulture)));
            case Sort or Limit or Repartition:
                return Of(((UnaryPlan)plan).Child);
            case Union union:
                return Fresh(union.Columns, union.Inputs.Sum(Rows));
            case Expand expand:
                return Expanded(expand, Of(expand.Child));
            case Generate generate:
                var child = Of(generate.Child);
                return new RelationEstimate(child.Rows * GeneratedRowsPerRow, child.Columns);
            default:
                return Fresh(plan.Output, plan.Children.Count == 0 ? UnknownTableRows : plan.Children.Max(Rows));
        }
    }

    private static RelationEstimate Scan(Relation relation)
    {
        var statistics = (relation.Table as ITable)?.Statistics;
        var rows = statistics is { Rows: >= 0 } ? statistics.Rows : statistics is { Bytes: > 0 } ? Math.Max(1, statistics.Bytes / 100.0) : UnknownTableRows;
        var columns = new Dictionary<ColumnId, ColumnEstimate>();
        for (var i = 0; i < relation.Columns.Count; i++)
        {
            var column = relation.Columns[i];
            columns[column.Id] = Column(column.Type, statistics?.Columns[relation.Ordinals[i]] ?? ColumnStatistics.Unknown, rows);
        }

        return new RelationEstimate(rows, columns);
    }

    private static ColumnEstimate Column(DataType type, ColumnStatistics statistics, double rows)
    {
        var min = ValueScale.Of(statistics.Min, type);
        var max = ValueScale.Of(statistics.Max, type);
        double distinct;
        if (statistics.DistinctCount >= 0)
            distinct = statistics.DistinctCount;
        else if (ValueScale.IsDiscrete(type) && min is not null && max is not null)
            distinct = Math.Min(rows, max.Value - min.Value + 1);
        else
            distinct = type is BooleanType ? 2 : Math.Min(rows, Math.Max(Math.Sqrt(rows) * 10, 10));
        distinct = Math.Max(1, distinct);
        var nulls = statistics.NullCount >= 0 && rows > 0 ? statistics.NullCount / rows : 0;
        return new ColumnEstimate(distinct, distinct, rows, min, max, nulls);
    }

    private static RelationEstimate Named(RelationEstimate input, IEnumerable<Expression> items)
    {
        var columns = new Dictionary<ColumnId, ColumnEstimate>();
        foreach (var item in items)
            columns[NamedOutput.Of(item).Id] = Of(item.Unaliased(), input);
        return new RelationEstimate(input.Rows, columns);
    }

    private static ColumnEstimate Of(Expression expression, RelationEstimate input) => expression switch
    {
        ColumnReference column => input.Of(column.Id),
        Cast cast => Of(cast.Child, input),
        Literal => new ColumnEstimate(1, 1, input.Rows, null, null, 0),

        // year(d), substring(s) and their kind have fewer values than what they are made of.
        Call { Arguments: [var only, ..] } => Fewer(Of(only, input)),
        _ => ColumnEstimate.Unknown(input.Rows),
    };

    private static ColumnEstimate Fewer(ColumnEstimate column) => column with
    {
        Distinct = Math.Max(1, Math.Sqrt(column.Distinct)), Domain = Math.Max(1, Math.Sqrt(column.Domain)), Min = null, Max = null,
    };

    private static RelationEstimate Grouped(Aggregate aggregate, RelationEstimate input)
    {
        var groups = 1.0;
        foreach (var key in aggregate.Grouping)
            groups = Math.Min(Math.Max(1, input.Rows), groups * Math.Max(1, Of(key.Unaliased(), input).Distinct));
        var columns = new Dictionary<ColumnId, ColumnEstimate>();
        foreach (var result in aggregate.Results)
            columns[NamedOutput.Of(result).Id] = result.Unaliased() is ColumnReference column ? input.Of(column.Id).Thinned(input.Rows, groups) : ColumnEstimate.Unknown(groups);
        return new RelationEstimate(groups, columns);
    }

    private static int RangesOfAggregates(Expression condition, Aggregate aggregate)
    {
        var calls = aggregate.Results.Where(r => r.Unaliased() is AggregateCall).Select(r => NamedOutput.Of(r).Id).ToHashSet();
        return Predicates.Conjuncts(condition).Count(c => c is Comparison { Operator: not (ComparisonOperator.Equal or ComparisonOperator.NullSafeEqual) } && calls.Touches(c));
    }

    private static RelationEstimate Expanded(Expand expand, RelationEstimate input)
    {
        var columns = new Dictionary<ColumnId, ColumnEstimate>();
        for (var i = 0; i < expand.Columns.Count; i++)
            columns[expand.Columns[i].Id] = expand.Projections.Select(p => Of(p[i], input)).MaxBy(c => c.Distinct)!;
        return new RelationEstimate(input.Rows * expand.Projections.Count, columns);
    }

    private static RelationEstimate Positional(RelationEstimate input, ValueList<ColumnReference> from, ValueList<ColumnReference> to)
    {
        var columns = new Dictionary<ColumnId, ColumnEstimate>();
        for (var i = 0; i < to.Count; i++)
            columns[to[i].Id] = input.Of(from[i].Id);
        return new RelationEstimate(input.Rows, columns);
    }

    private static RelationEstimate Fresh(ValueList<ColumnReference> columns, double rows)
    {
        var estimates = new Dictionary<ColumnId, ColumnEstimate>();
        foreach (var column in columns)
            estimates[column.Id] = ColumnEstimate.Unknown(rows);
        return new RelationEstimate(rows, estimates);
    }
}
