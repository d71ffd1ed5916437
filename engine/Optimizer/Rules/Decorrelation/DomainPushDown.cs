using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>
/// The general way of decorrelation (Neumann and Kemper, "Unnesting Arbitrary Queries"): the distinct outer values, the domain, join the subquery at its leaves, and
/// every node above carries their columns along, so that each combination of outer values has a result of its own.
/// </summary>
internal sealed class DomainPushDown
{
    private readonly LogicalPlan domain;
    private readonly List<ColumnReference> outer;

    public DomainPushDown(LogicalPlan left, IEnumerable<ColumnReference> outer)
    {
        this.outer = outer.ToList();
        var columns = this.outer.Cast<Expression>().ToValueList();
        domain = new Aggregate(columns, columns, new Project(columns, left));
    }

    /// <summary>A plan with the subquery's columns and the domain's, and the domain column that stands for each outer column.</summary>
    public (LogicalPlan Plan, Dictionary<ColumnId, ColumnReference> Domain) Push(LogicalPlan plan)
    {
        if (!IsCorrelated(plan))
        {
            var (copy, columns) = NewDomain();
            return (new Join(copy, plan, JoinKind.Cross, null), columns);
        }

        switch (plan)
        {
            case Project project:
            {
                var (child, columns) = Push(project.Child);
                return (new Project([.. project.Items.Select(i => Resolve(i, columns)), .. columns.Values], child) { Origin = plan.Origin }, columns);
            }

            case Filter or Generate:
            {
                var (child, columns) = Push(((UnaryPlan)plan).Child);
                return (plan.MapExpressions(e => Resolve(e, columns)).WithChildren([child]), columns);
            }

            case Sort sort:
                return Push(sort.Child);
            case Limit limit:
                return PushLimit(limit);
            case Window window:
            {
                var (child, columns) = Push(window.Child);
                var calls = window.Calls.Select(c => Resolve(c, columns).Transform(e => e is WindowCall call ? call with { PartitionBy = [.. call.PartitionBy, .. columns.Values] } : e));
                return (new Window(calls.ToValueList(), child), columns);
            }

            case Aggregate { Grouping.Count: > 0 } aggregate:
            {
                var (child, columns) = Push(aggregate.Child);
                return (new Aggregate(
                    [.. aggregate.Grouping.Select(g => Resolve(g, columns)), .. columns.Values],
                    [.. aggregate.Results.Select(r => Resolve(r, columns)), .. columns.Values],
                    child) { Origin = plan.Origin }, columns);
            }

            case Aggregate aggregate:
                return PushScalarAggregate(aggregate);
            case Expand expand:
            {
                var (child, columns) = Push(expand.Child);
                var copies = columns.ToDictionary(c => c.Key, c => c.Value with { Id = ColumnId.Next() });
                var projections = expand.Projections.Select(p => ValueList.Create<Expression>([.. p.Select(e => Resolve(e, columns)), .. columns.Values]));
                return (new Expand(projections.ToValueList(), [.. expand.Columns, .. copies.Values], child), copies);
            }

            case Union union:
                return PushUnion(union);
            case Values values:
                return Push(RowByRow(values));
            case Join join:
                return new DomainJoin(this).Push(join);
            default:
                throw new UnreachableException($"{plan.Describe()} cannot hold outer references");
        }
    }

    public bool IsCorrelated(LogicalPlan plan) => OuterReferences.Touches(plan, outer.Select(c => c.Id).ToHashSet());

    public static Expression Resolve(Expression expression, Dictionary<ColumnId, ColumnReference> columns) =>
        OuterReferences.Resolve(expression, columns.ToDictionary(c => c.Key, Expression (c) => c.Value));

    /// <summary>Equality of two instances of the domain.</summary>
    public IEnumerable<Expression> Equal(Dictionary<ColumnId, ColumnReference> left, Dictionary<ColumnId, ColumnReference> right) =>
        outer.Select(Expression (c) => new Comparison(ComparisonOperator.NullSafeEqual, left[c.Id], right[c.Id]));

    private (LogicalPlan Plan, Dictionary<ColumnId, ColumnReference> Columns) NewDomain()
    {
        var copy = Renumbering.Copy(domain, out var ids);
        return (copy, outer.ToDictionary(c => c.Id, c => c with { Id = ids.GetValueOrDefault(c.Id, c.Id) }));
    }

    /// <summary>The first rows of each combination: rows are numbered within it.</summary>
    private (LogicalPlan Plan, Dictionary<ColumnId, ColumnReference> Domain) PushLimit(Limit limit)
    {
        // The order may lie below a projection that has dropped its keys.
        if (limit.Child is Project above)
            return Push(above with { Child = limit with { Child = above.Child } });
        var (child, columns) = Push(limit.Child);
        var order = limit.Child is Sort sort ? sort.Keys.Select(k => k with { Expression = Resolve(k.Expression, columns) }).ToValueList() : [];
        if (order.Count == 0)
            order = columns.Values.Select(c => new SortKey(c, false, true)).ToValueList();
        var number = RowNumber.Over(columns.Values.Cast<Expression>().ToValueList(), order).Named("row_number");
        var counted = new Cast(number.ToReference(), DataType.Long, EvaluationMode.Ansi, null, true);
        var conditions = new List<Expression>();
        var skipped = limit.Offset is null ? Literal.Of(0L) : AsLong(limit.Offset);
        if (limit.Offset is not null)
            conditions.Add(new Comparison(ComparisonOperator.Greater, counted, skipped));
        if (limit.Count is not null)
        {
            var last = limit.Offset is null ? AsLong(limit.Count) : new Arithmetic(ArithmeticOperator.Add, AsLong(limit.Count), skipped, DataType.Long, EvaluationMode.Ansi);
            conditions.Add(new Comparison(ComparisonOperator.LessOrEqual, counted, last));
        }

        var window = new Window([number], child);
        return (conditions.Count == 0 ? window : new Filter(Predicates.And(conditions)!, window), columns);
    }

    /// <summary>
    /// An aggregate without grouping has a row for every combination, also where it sees no row: the domain joins its input once more, from outside, and the calls count
    /// only what came from the input.
    /// </summary>
    private (LogicalPlan Plan, Dictionary<ColumnId, ColumnReference> Domain) PushScalarAggregate(Aggregate aggregate)
    {
        var (child, inner) = Push(aggregate.Child);
        var (copy, columns) = NewDomain();
        var marker = Literal.True.Named("matched");
        var marked = new Project([.. child.Output, marker], child);
        var joined = new Join(copy, marked, JoinKind.Left, Predicates.And(Equal(columns, inner)));
        var present = new IsNotNull(marker.ToReference() with { IsNullable = true });
        var results = aggregate.Results.Select(r => Resolve(r, inner).Transform(e => e is AggregateCall call
            ? call with { Filter = call.Filter is null ? present : new And(present, call.Filter) }
            : e));
        var keys = columns.Values.Cast<Expression>().ToValueList();
        return (new Aggregate(keys, [.. results, .. keys], joined) { Origin = aggregate.Origin }, columns);
    }

    private (LogicalPlan Plan, Dictionary<ColumnId, ColumnReference> Domain) PushUnion(Union union)
    {
        var columns = outer.ToDictionary(c => c.Id, c => c with { Id = ColumnId.Next() });
        var inputs = union.Inputs.Select(input =>
        {
            var output = input.Output;
            var (plan, domainColumns) = Push(input);
            return plan.Narrow([.. output, .. outer.Select(c => domainColumns[c.Id])]);
        });
        return (new Union(inputs.ToValueList(), [.. union.Columns, .. outer.Select(c => columns[c.Id])]), columns);
    }

    /// <summary>VALUES whose rows read outer columns, as a union of one-row projections.</summary>
    private static LogicalPlan RowByRow(Values values)
    {
        var rows = values.Rows.Select(LogicalPlan (r, n) => new Project(
            r.Select((e, i) => (Expression)new Alias(e, values.Columns[i].Name, n == 0 && values.Rows.Count == 1 ? values.Columns[i].Id : ColumnId.Next())).ToValueList(),
            Values.OneRow)).ToValueList();
        return rows.Count == 1 ? rows[0] : new Union(rows, values.Columns);
    }

    private static Expression AsLong(Expression count) => count.Type is LongType ? count : new Cast(count, DataType.Long, EvaluationMode.Ansi, null, true);
}
