using Spindle.Analysis.Scopes;
using Spindle.Analysis.Select;
using Spindle.Columnar.Errors;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>How one kind of plan gets its meaning.</summary>
internal interface IPlanRule
{
    ResolvedPlan Resolve(LogicalPlan plan, QueryScope scope);
}

/// <summary>The rule of plans of one record type.</summary>
internal abstract class PlanRule<T> : IPlanRule
    where T : LogicalPlan
{
    public ResolvedPlan Resolve(LogicalPlan plan, QueryScope scope) => Resolve((T)plan, scope);

    protected abstract ResolvedPlan Resolve(T plan, QueryScope scope);
}

/// <summary>The list of rules for plans. Each resolves the plans below it first; what has no rule resolves its expressions over its children's columns.</summary>
internal static class PlanRules
{
    private static readonly IPlanRule Select = new ResolveSelect();

    private static readonly Dictionary<Type, IPlanRule> Rules = new()
    {
        [typeof(UnresolvedRelation)] = new ResolveRelation(),
        [typeof(UnresolvedValues)] = new ResolveValues(),
        [typeof(UnresolvedTableFunction)] = new ResolveTableFunction(),
        [typeof(UnresolvedLateralView)] = new ResolveLateralView(),
        [typeof(UnresolvedUsingJoin)] = new ResolveUsingJoin(),
        [typeof(UnresolvedWith)] = new ResolveWith(),
        [typeof(UnresolvedHint)] = new ResolveHint(),
        [typeof(UnresolvedFrame)] = new NoteFrame(),
        [typeof(UnresolvedPipe)] = new ResolvePipe(),
        [typeof(UnresolvedSample)] = new ResolveSample(),
        [typeof(UnresolvedPivot)] = new ResolvePivot(),
        [typeof(UnresolvedUnpivot)] = new ResolveUnpivot(),
        [typeof(UnresolvedColumnEdit)] = new ResolveColumnEdit(),
        [typeof(Join)] = new ResolveJoin(),
        [typeof(Filter)] = new ResolveFilter(),
        [typeof(Limit)] = new ResolveLimit(),
        [typeof(SetOperation)] = new ResolveSetOperation(),
        [typeof(Union)] = new ResolveUnion(),
        [typeof(UserRows)] = new ResolveUserRows(),
        [typeof(SubqueryAlias)] = new ResolveSubqueryAlias(),
        [typeof(Project)] = Select,
        [typeof(Aggregate)] = Select,
        [typeof(UnresolvedHaving)] = Select,
        [typeof(UnresolvedQualify)] = Select,
        [typeof(UnresolvedWindowDefinitions)] = Select,
        [typeof(Distinct)] = Select,
        [typeof(Sort)] = Select,
    };

    public static ResolvedPlan Resolve(LogicalPlan plan, QueryScope scope)
    {
        try
        {
            return Rules.TryGetValue(plan.GetType(), out var rule) ? rule.Resolve(plan, scope) : Other(plan, scope);
        }
        catch (SpindleException error) when (!error.Origin.IsKnown && plan.Origin.IsKnown)
        {
            throw error.At(plan.Origin);
        }
    }

    private static ResolvedPlan Other(LogicalPlan plan, QueryScope scope)
    {
        if (plan.IsResolved && plan.Children.Count == 0)
            return ResolvedPlan.Of(plan);
        var children = plan.Children.Select(scope.Resolve).ToList();
        var columns = children.SelectMany(c => c.Columns);
        var expressions = scope.Over(new ColumnScope(Columnar.Types.ValueList.ToValueList(columns), [], scope.Session.NameComparison));
        return ResolvedPlan.Of(plan.WithChildren(Columnar.Types.ValueList.ToValueList(children.Select(c => c.Sealed()))).MapExpressions(expressions.Resolve));
    }
}
