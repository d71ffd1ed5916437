using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Exchanges;

/// <summary>A plan with its exchanges, and how its rows lie.</summary>
internal sealed record Laid(PhysicalPlan Plan, Layout Layout)
{
    public Laid Hashed(IEnumerable<Expression> keys, int partitions)
    {
        var list = keys.ToValueList();
        return new Laid(Exchange(new HashPartitioning(list, partitions)), Layout.Hashed(list, partitions));
    }

    /// <summary>All rows in one task, in the order of those that made them.</summary>
    public Laid Single() => Layout.IsSingle ? this : new Laid(Exchange(new SinglePartitioning()), Layout.Single);

    public PhysicalPlan Broadcast() => Exchange(new BroadcastPartitioning());

    public PhysicalPlan Exchange(Partitioning partitioning) => new ExchangeExec(partitioning, Plan) { EstimatedRows = Plan.EstimatedRows };
}
