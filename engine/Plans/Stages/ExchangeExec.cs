using Spindle.Columnar.Types;
using Spindle.Plans.Physical;

namespace Spindle.Plans.Stages;

/// <summary>Where rows change their place: a plan is cut into stages here. Stands only in plans for several processes.</summary>
public sealed record ExchangeExec(Partitioning Partitioning, PhysicalPlan Child) : UnaryExec(Child)
{
    public override IEnumerable<Expressions.Expression> Expressions => Partitioning switch
    {
        HashPartitioning hash => hash.Keys,
        RangePartitioning range => range.Keys.Select(k => k.Expression),
        _ => [],
    };

    public override string Describe() => $"Exchange {Partitioning}";
}

/// <summary>Reads what another stage put out: the partitions that the task was given; all of it where the stage's output is broadcast.</summary>
public sealed record StageInputExec(int StageId, Partitioning Partitioning, StructType Columns) : PhysicalPlan
{
    public override StructType Schema => Columns;
    public override ValueList<PhysicalPlan> Children => [];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this;
    public override string Describe() => $"StageInput #{StageId} {Partitioning}";
}
