using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>
/// <code>x = 1 OR x = 2 OR x IN (3, 4)  =>  x IN (1, 2, 3, 4)      x IN (1)  =>  x = 1</code>
/// </summary>
internal sealed class CollectEqualitiesIntoList : ExpressionRule
{
    public override Expression Rewrite(Expression expression)
    {
        if (expression is InList { Items: [var only] } single)
            return new Comparison(ComparisonOperator.Equal, single.Value, only) { Origin = single.Origin };
        if (expression is InList { Value.IsDeterministic: true } repeated && repeated.Items.Distinct().Count() < repeated.Items.Count)
            return repeated with { Items = repeated.Items.Distinct().ToValueList() };
        if (expression is not Or or)
            return expression;
        var branches = Predicates.Disjuncts(or);
        var lists = new Dictionary<Expression, List<Expression>>();
        foreach (var branch in branches)
            if (AsList(branch) is var (value, items))
                (lists.TryGetValue(value, out var known) ? known : lists[value] = []).AddRange(items);
        if (lists.Count == 0 || lists.Count + branches.Count(b => AsList(b) is null) == branches.Count)
            return expression;

        var merged = new List<Expression>();
        var done = new HashSet<Expression>();
        foreach (var branch in branches)
        {
            if (AsList(branch) is not var (value, _))
                merged.Add(branch);
            else if (done.Add(value))
                merged.Add(new InList(value, lists[value].Distinct().ToValueList()) { Origin = or.Origin });
        }

        return Predicates.Or(merged);
    }

    private static (Expression Value, IEnumerable<Expression> Items)? AsList(Expression branch) => branch switch
    {
        Comparison { Operator: ComparisonOperator.Equal, Right: Literal literal } equality when Predicates.IsMovable(equality.Left) => (equality.Left, [literal]),
        InList list when Predicates.IsMovable(list.Value) && list.Items.All(i => i is Literal) => (list.Value, list.Items),
        _ => null,
    };
}
