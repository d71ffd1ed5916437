using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Generation;

/// <summary>What an expression may name.</summary>
/// <param name="Columns">Columns, or, above an aggregation, keys and aggregates.</param>
/// <param name="Key">Columns that no two rows share, so that an order by them is total; null where none are known.</param>
/// <param name="Outer">Columns of the query around a subquery, which it may be correlated by.</param>
public sealed record Scope(IReadOnlyList<Node> Columns, IReadOnlyList<Node>? Key, IReadOnlyList<Node> Outer)
{
    public static readonly Scope Empty = new([], null, []);

    /// <summary>Whether a subquery may name these columns.</summary>
    public bool Correlates { get; init; } = true;

    public bool Subqueries { get; init; } = true;
}

/// <summary>A source of rows, in FROM.</summary>
public sealed record Source(Node Node, IReadOnlyList<Node> Columns, IReadOnlyList<Node>? Key);

/// <summary>A query and the columns that it gives.</summary>
public sealed record GeneratedQuery(Node Node, IReadOnlyList<SqlType> Types, IReadOnlyList<string> Names)
{
    /// <summary>The order of the whole; rows compare as a bag but for these columns.</summary>
    public IReadOnlyList<OutputOrder> Order { get; init; } = [];

    public IReadOnlySet<Feature> Features { get; init; } = new HashSet<Feature>();
}
