using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>What is left of a subquery, and the predicates that its join with the outer rows needs.</summary>
/// <param name="OnEmpty">For a subquery that is an aggregate without grouping: what each column is where no row was aggregated. Null otherwise.</param>
/// <param name="Marker">A column of the plan that is never null.</param>
internal sealed record PulledCorrelation(LogicalPlan Plan, List<Expression> Predicates, Dictionary<ColumnId, Expression>? OnEmpty, ColumnReference? Marker);

/// <summary>
/// The cheap way of decorrelation, for subqueries whose outer references stand only in filters: these filters move up into the join. On the way, an aggregate or a window
/// takes the inner columns of equalities into its keys.
/// <code>
/// Aggregate [] [max(x)]            Aggregate [k] [k, max(x)]
///   Filter k = outer(o)     =>       …                           and the predicate k = o
///     …
/// </code>
/// </summary>
internal sealed class CorrelationPullUp
{
    private readonly IReadOnlySet<ColumnId> outer;
    private readonly bool scalarAggregate;
    private bool duplicatesMatter;
    private Dictionary<ColumnId, Expression>? onEmpty;
    private ColumnReference? marker;

    private CorrelationPullUp(IReadOnlySet<ColumnId> outer, bool scalarAggregate, bool duplicatesMatter)
    {
        this.outer = outer;
        this.scalarAggregate = scalarAggregate;
        this.duplicatesMatter = duplicatesMatter;
    }

    /// <summary>Null where the plan is not of that kind.</summary>
    /// <param name="outer">The columns that the left side of the join offers.</param>
    /// <param name="scalarAggregate">Whether the caller replaces missing rows by <see cref="PulledCorrelation.OnEmpty"/>.</param>
    /// <param name="duplicatesMatter">False where the caller asks only whether a row exists (EXISTS, IN): a semi join inside then is as good as an inner join.</param>
    public static PulledCorrelation? Try(LogicalPlan plan, IReadOnlySet<ColumnId> outer, bool scalarAggregate, bool duplicatesMatter)
    {
        var pullUp = new CorrelationPullUp(outer, scalarAggregate, duplicatesMatter);
        return pullUp.Pull(plan) is var (pulled, predicates)
            ? new PulledCorrelation(pulled, predicates.Select(p => OuterReferences.Resolve(p, outer)).ToList(), pullUp.onEmpty, pullUp.marker)
            : null;
    }

    private (LogicalPlan Plan, List<Expression> Predicates)? Pull(LogicalPlan plan)
    {
        if (!OuterReferences.Touches(plan, outer))
            return (plan, []);
        return plan switch
        {
            Filter filter => Through(filter),
            Project project => Through(project),
            Aggregate aggregate => Through(aggregate),
            Window window => Through(window),
            Join join => Through(join),
            Sort sort => Pull(sort.Child),
            Generate generate => Through(generate),
            _ => null,
        };
    }

    private (LogicalPlan, List<Expression>)? Through(Filter filter)
    {
        if (Pull(filter.Child) is not var (child, predicates) || onEmpty is not null)
            return null;
        var conjuncts = Predicates.Conjuncts(filter.Condition);
        var correlated = conjuncts.Where(Touches).ToList();
        if (correlated.Any(c => !c.IsDeterministic))
            return null;
        var kept = Predicates.And(conjuncts.Where(c => !Touches(c)));
        return (kept is null ? child : filter with { Condition = kept, Child = child }, [.. predicates, .. correlated]);
    }

    private (LogicalPlan, List<Expression>)? Through(Project project)
    {
        if (project.Items.Any(Touches) || Pull(project.Child) is not var (child, predicates))
            return null;
        if (onEmpty is not null)
        {
            var definitions = Substitution.Definitions(project.Items);
            var below = onEmpty;
            onEmpty = project.Output.ToDictionary(c => c.Id, c => (definitions.TryGetValue(c.Id, out var e) ? e : c).Replace(below));
        }

        var present = project.Output.Select(c => c.Id).ToHashSet();
        var missing = InnerColumns(predicates, child).Where(c => present.Add(c.Id));
        return (project with { Items = [.. project.Items, .. missing], Child = child }, predicates);
    }

    private (LogicalPlan, List<Expression>)? Through(Aggregate aggregate)
    {
        var isScalar = aggregate.Grouping.Count == 0;
        duplicatesMatter |= aggregate.Results.Any(r => r.Unaliased() is AggregateCall);
        if ((isScalar && (!scalarAggregate || onEmpty is not null || !aggregate.Results.All(r => EmptyAggregates.IsKnown(r.Unaliased()))))
            || aggregate.Expressions.Any(Touches) || Pull(aggregate.Child) is not var (child, predicates))
            return null;
        if (onEmpty is not null || Keys(ref child, predicates) is not { } keys || (isScalar && marker is null))
            return null;
        if (isScalar)
            onEmpty = aggregate.Results.ToDictionary(r => NamedOutput.Of(r).Id, Expression (r) => EmptyAggregates.Value((AggregateCall)r.Unaliased()));
        var newKeys = keys.Where(k => !aggregate.Grouping.Contains(k)).ToList();
        var newResults = keys.Where(k => !aggregate.Results.Contains(k)).ToList();
        return (aggregate with { Grouping = [.. aggregate.Grouping, .. newKeys], Results = [.. aggregate.Results, .. newResults], Child = child }, predicates);
    }

    private (LogicalPlan, List<Expression>)? Through(Window window)
    {
        duplicatesMatter = true;
        if (window.Expressions.Any(Touches) || Pull(window.Child) is not var (child, predicates) || onEmpty is not null || Keys(ref child, predicates) is not { } keys)
            return null;
        var calls = window.Calls.Select(c => c.Transform(e => e is WindowCall call
            ? call with { PartitionBy = [.. call.PartitionBy, .. keys.Where(k => !call.PartitionBy.Contains(k))] }
            : e));
        return (window with { Calls = calls.ToValueList(), Child = child }, predicates);
    }

    private (LogicalPlan, List<Expression>)? Through(Generate generate) =>
        Touches(generate.Generator) || Pull(generate.Child) is not var (child, predicates) || onEmpty is not null ? null : (generate with { Child = child }, predicates);

    private (LogicalPlan, List<Expression>)? Through(Join join)
    {
        var onlyLeftTouches = !OuterReferences.Touches(join.Right, outer) && (join.Condition is null || !Touches(join.Condition));
        if (join.Kind == JoinKind.LeftSemi && !duplicatesMatter && !onlyLeftTouches)
            join = join with { Kind = JoinKind.Inner };
        var bothSides = join.Kind is JoinKind.Inner or JoinKind.Cross;
        var leftOnly = join.Kind is JoinKind.Left or JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark or JoinKind.Single;
        if (!bothSides && !(leftOnly && onlyLeftTouches))
            return null;
        if (Pull(join.Left) is not var (left, predicates) || Pull(join.Right) is not var (right, others) || onEmpty is not null)
            return null;
        var conjuncts = Predicates.Conjuncts(join.Condition);
        var kept = Predicates.And(conjuncts.Where(c => !Touches(c)));
        return (join with { Left = left, Right = right, Condition = kept, Kind = bothSides && kept is null ? JoinKind.Cross : join.Kind },
            [.. predicates, .. others, .. conjuncts.Where(Touches)]);
    }

    /// <summary>The inner columns that the predicates fix, one an equality; null where a predicate is anything else. Computed inner sides become columns of the child.</summary>
    private List<ColumnReference>? Keys(ref LogicalPlan child, List<Expression> predicates)
    {
        var keys = new List<ColumnReference>();
        var computed = new List<Expression>();
        for (var i = 0; i < predicates.Count; i++)
        {
            if (predicates[i] is not Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.NullSafeEqual } equality)
                return null;
            var (inner, other) = Touches(equality.Left) ? (equality.Right, equality.Left) : (equality.Left, equality.Right);
            if (Touches(inner) || HasColumns(other))
                return null;
            if (inner is not ColumnReference key)
            {
                var alias = inner.Named(inner.Sql);
                computed.Add(alias);
                key = alias.ToReference();
            }

            predicates[i] = new Comparison(equality.Operator, key, other) { Origin = equality.Origin };
            if (equality.Operator == ComparisonOperator.Equal)
                marker ??= key;
            if (!keys.Contains(key))
                keys.Add(key);
        }

        if (computed.Count > 0)
            child = new Project([.. child.Output, .. computed], child);
        return keys;
    }

    private static IEnumerable<ColumnReference> InnerColumns(List<Expression> predicates, LogicalPlan child)
    {
        var needed = ColumnSets.Of(predicates);
        return child.Output.Where(c => needed.Contains(c.Id));
    }

    private static bool HasColumns(Expression expression) => expression is ColumnReference || expression.Children.Any(HasColumns);

    private bool Touches(Expression expression) => OuterReferences.Touches(expression, outer);
}
