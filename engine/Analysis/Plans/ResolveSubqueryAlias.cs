using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary><c>(…) AS t (a, b)</c> → the same rows, whose columns are called <c>t.a</c> and <c>t.b</c>; no node is left of it unless columns are renamed.</summary>
internal sealed class ResolveSubqueryAlias : PlanRule<SubqueryAlias>
{
    protected override ResolvedPlan Resolve(SubqueryAlias plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        ValueList<string> qualifier = [.. plan.Qualifier, plan.Name];
        if (plan.ColumnNames is not { } names)
            return child with { Columns = child.Columns.Select(c => c with { Qualifier = qualifier }).ToValueList(), Hidden = [] };
        if (names.Count != child.Columns.Count)
            throw QueryErrors.AliasCount(names.Count, child.Columns.Count, plan.Origin);
        var renamed = ColumnNames.Give(child, names);
        return new ResolvedPlan(renamed, renamed.Output.Select(c => c with { Qualifier = qualifier }).ToValueList(), []);
    }
}
