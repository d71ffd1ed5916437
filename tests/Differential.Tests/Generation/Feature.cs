namespace Spindle.Differential.Tests.Generation;

/// <summary>What a query makes use of.</summary>
public enum Feature
{
    Join,
    OuterJoin,
    SemiJoin,
    LateralJoin,
    Subquery,
    CorrelatedSubquery,
    Window,
    Grouping,
    GroupingSets,
    SetOperation,
    Nested,
    Explode,
    Lambda,
    With,
    Distinct,
    Qualify,
    Limit,
    DistinctAggregate,
}
