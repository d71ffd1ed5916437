using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>
/// Subqueries in the condition of a join: an inner join's become a filter above it; another join's become columns of the side that they depend on, or,
/// where they depend on both, of a table of all pairs of the values that they depend on.
/// </summary>
internal sealed class JoinConditionSubqueries(SubqueryRewriter rewriter)
{
    public LogicalPlan Rewrite(Join join)
    {
        var conjuncts = Predicates.Conjuncts(join.Condition);
        if (join.Kind is JoinKind.Inner or JoinKind.Cross)
        {
            var plain = Predicates.And(conjuncts.Where(c => !c.HasSubquery()));
            var below = join with { Condition = plain, Kind = plain is null ? JoinKind.Cross : JoinKind.Inner };
            return rewriter.RewriteFilter(new Filter(Predicates.And(conjuncts.Where(c => c.HasSubquery()))!, below));
        }

        var output = join.Output;
        var left = new SubqueryColumns(join.Left);
        var right = new SubqueryColumns(join.Right);
        var rewritten = new List<Expression>();
        foreach (var conjunct in conjuncts)
            rewritten.AddRange(conjunct.HasSubquery() ? Rewrite(conjunct, join, left, ref right) : [conjunct]);
        return (join with { Left = left.Plan, Right = right.Plan, Condition = Predicates.And(rewritten) }).Narrow(output);
    }

    private static List<Expression> Rewrite(Expression conjunct, Join join, SubqueryColumns left, ref SubqueryColumns right)
    {
        var leftColumns = Read(conjunct, join.Left);
        var rightColumns = Read(conjunct, join.Right);
        if (leftColumns.Count == 0)
            return [right.Replace(conjunct, unknownIsFalse: true)];
        if (rightColumns.Count == 0)
            return [left.Replace(conjunct, unknownIsFalse: true)];

        var pairs = Renumbering.Copy(
            new Join(ReplaceWithDistinct(leftColumns, join.Left), ReplaceWithDistinct(rightColumns, join.Right), JoinKind.Cross, null),
            out var ids);
        var renamed = leftColumns.Concat(rightColumns).ToDictionary(c => c.Id, c => c with { Id = ids[c.Id] });
        var overPairs = new SubqueryColumns(pairs);
        var value = overPairs.Replace(Rename(conjunct, renamed), unknownIsFalse: true).Named("condition");
        var table = new Project([.. renamed.Values, value], overPairs.Plan);
        right = new SubqueryColumns(new Join(right.Plan, table, JoinKind.Inner, Predicates.And(rightColumns.Select(c => Same(c, renamed)))));
        return [.. leftColumns.Select(c => Same(c, renamed)), value.ToReference()];
    }

    private static Expression Same(ColumnReference column, Dictionary<ColumnId, ColumnReference> renamed) =>
        new Comparison(ComparisonOperator.NullSafeEqual, column, renamed[column.Id]);

    private static Aggregate ReplaceWithDistinct(List<ColumnReference> columns, LogicalPlan plan) => Mandatory.ReplaceDistinct.Of(new Project([.. columns], plan));

    private static List<ColumnReference> Read(Expression expression, LogicalPlan side)
    {
        var read = ColumnSets.Of(expression);
        foreach (var subquery in expression.SelfAndDescendants().OfType<SubqueryExpression>())
            read.UnionWith(OuterReferences.Free(subquery.Plan).Keys);
        return side.Output.Where(c => read.Contains(c.Id)).ToList();
    }

    private static Expression Rename(Expression expression, Dictionary<ColumnId, ColumnReference> renamed) => expression.Transform(e => e switch
    {
        ColumnReference column when renamed.TryGetValue(column.Id, out var other) => other,
        OuterReference outer when renamed.TryGetValue(outer.Column.Id, out var other) => outer with { Column = other },
        SubqueryExpression subquery => subquery with { Plan = subquery.Plan.TransformDeep(p => p.MapExpressions(x => Rename(x, renamed))) },
        _ => e,
    });
}
