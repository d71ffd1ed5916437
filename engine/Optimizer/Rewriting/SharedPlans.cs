using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>
/// The root of a plan under optimisation: subplans that several places read (as <see cref="CommonTableReference"/>), and subqueries whose one value is computed
/// once (read as <see cref="SubqueryResult"/> by position).
/// </summary>
internal sealed record SharedPlans(ValueList<CommonTable> Shares, ValueList<LogicalPlan> Subqueries, LogicalPlan Child) : LogicalPlan
{
    public override ValueList<ColumnReference> Output => Child.Output;
    public override ValueList<LogicalPlan> Children => [.. Shares.Select(s => s.Plan), .. Subqueries, Child];

    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with
    {
        Shares = Shares.Select((s, i) => s with { Plan = children[i] }).ToValueList(),
        Subqueries = children.Skip(Shares.Count).Take(Subqueries.Count).ToValueList(),
        Child = children[^1],
    };

    public override string Describe() => $"SharedPlans [{string.Join(", ", Shares.Select(s => $"{s.Name} #{s.Id}"))}] {Subqueries.Count} subqueries";

    public static SharedPlans Of(LogicalPlan plan) => plan as SharedPlans ?? new SharedPlans([], [], plan);

    /// <summary>The plan itself where nothing is shared.</summary>
    public LogicalPlan Unwrapped() => Shares.Count == 0 && Subqueries.Count == 0 ? Child : this;

    /// <summary>The shares so that each stands behind those that it reads.</summary>
    public static ValueList<CommonTable> InOrder(IReadOnlyCollection<CommonTable> shares)
    {
        var byId = shares.ToDictionary(s => s.Id);
        var ordered = new List<CommonTable>();
        foreach (var share in shares)
            Add(share);
        return [.. ordered];

        void Add(CommonTable share)
        {
            if (ordered.Any(o => o.Id == share.Id))
                return;
            foreach (var reference in share.Plan.SelfAndDescendants().OfType<CommonTableReference>())
                if (byId.TryGetValue(reference.CommonTableId, out var read))
                    Add(read);
            ordered.Add(share);
        }
    }
}
