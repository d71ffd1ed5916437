using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>
/// <c>USING (k)</c> and NATURAL → equalities, and each common column once, before the others. The sides' own columns stay in sight by their qualified names.
/// </summary>
internal sealed class ResolveUsingJoin : PlanRule<UnresolvedUsingJoin>
{
    protected override ResolvedPlan Resolve(UnresolvedUsingJoin plan, QueryScope scope)
    {
        var (left, right) = ResolveJoin.Sides(plan.Left, plan.Right, plan.IsLateral, scope);
        var comparer = scope.Session.CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var names = plan.Using ?? left.Columns.Select(c => c.Name).Where(n => right.Columns.Any(r => comparer.Equals(r.Name, n))).ToValueList();
        var keys = names.Select(n => (Left: Key(left, n, "left", comparer, plan), Right: Key(right, n, "right", comparer, plan))).ToList();

        var expressions = scope.Over(new ColumnScope([], [], scope.Session.NameComparison));
        Expression? condition = null;
        foreach (var (l, r) in keys)
        {
            var equal = expressions.Call("=", plan.Origin, l, r);
            condition = condition is null ? equal : new And(condition, equal);
        }

        var kind = plan.Kind == JoinKind.Cross ? JoinKind.Inner : plan.Kind;
        var join = new Join(left.Plan, right.Plan, kind, condition) { IsLateral = plan.IsLateral, Origin = plan.Origin };
        var joined = ResolveJoin.Of(join, left, right);
        return kind is JoinKind.LeftSemi or JoinKind.LeftAnti ? joined : Projected(joined, keys, kind, left.Columns.Count, expressions);
    }

    private static ColumnReference Key(ResolvedPlan side, string name, string which, StringComparer comparer, UnresolvedUsingJoin plan)
    {
        var found = side.Columns.Where(c => comparer.Equals(c.Name, name)).Distinct().ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw NameErrors.UsingColumn(name, which, side.Columns.Select(c => c.Name), plan.Origin),
            _ => throw NameErrors.Ambiguous([name], found, plan.Origin),
        };
    }

    private static ResolvedPlan Projected(ResolvedPlan joined, List<(ColumnReference Left, ColumnReference Right)> keys, JoinKind kind, int leftCount, ExpressionScope expressions)
    {
        var nulled = joined.Columns.ToDictionary(c => c.Id);
        var common = keys.Select(k => kind switch
        {
            JoinKind.Right => nulled[k.Right.Id],
            JoinKind.Full => new Alias(expressions.Call("coalesce", default, nulled[k.Left.Id], nulled[k.Right.Id]), k.Left.Name, ColumnId.Next()),
            _ => (Expression)nulled[k.Left.Id],
        }).ToList();
        var keyIds = keys.SelectMany(k => new[] { k.Left.Id, k.Right.Id }).ToHashSet();
        var rest = joined.Columns.Where(c => !keyIds.Contains(c.Id)).ToList();
        var shown = common.OfType<ColumnReference>().Select(c => c.Id).ToHashSet();
        ValueList<ColumnReference> hidden = [.. joined.Columns.Where(c => keyIds.Contains(c.Id) && !shown.Contains(c.Id)), .. joined.Hidden];
        var project = new Project([.. common, .. rest, .. hidden], joined.Plan);
        ValueList<ColumnReference> columns = [.. common.Select(NamedOutput.Of), .. rest];
        return new ResolvedPlan(project, columns, hidden);
    }
}
