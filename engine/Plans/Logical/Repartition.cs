using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Logical;

/// <summary>How the user wants rows spread over tasks.</summary>
public enum RepartitionKind : byte
{
    /// <summary>As many to each, in turn.</summary>
    RoundRobin,

    /// <summary>Rows with equal keys together.</summary>
    Hash,

    /// <summary>Each partition a range of the keys' order.</summary>
    Range,

    /// <summary>In fewer partitions, none of which is moved.</summary>
    Coalesce,
}

/// <summary>The child's rows, spread as the user said. Changes no answer; in one process it does nothing.</summary>
/// <param name="Partitions">Null for as many as the session has for every exchange.</param>
/// <param name="Keys">Empty where the kind needs none; their order matters to <see cref="RepartitionKind.Range"/> alone.</param>
public sealed record Repartition(RepartitionKind Kind, int? Partitions, ValueList<SortKey> Keys, LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<Expression> Expressions => Keys.Select(k => k.Expression).ToValueList();
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Keys = Keys.Select((k, i) => k with { Expression = expressions[i] }).ToValueList() };
    public override string Describe() => $"Repartition {Kind}{(Partitions is { } count ? $" {count}" : "")}{(Keys.Count == 0 ? "" : $" [{string.Join(", ", Keys.Select(k => k.Expression.Sql))}]")}";
}
