using Spindle.Columnar.Types;

namespace Spindle.Sql.Merging;

/// <summary>Which rows a clause of a merge is about.</summary>
internal enum MergeKind : byte
{
    Matched,
    NotMatched,
    NotMatchedBySource,
}

/// <summary>What a clause does: give all columns the source's values, give some columns values, or remove rows.</summary>
internal enum MergeAction : byte
{
    All,
    Some,
    Delete,
}

/// <param name="Condition">Null for all rows of the kind.</param>
/// <param name="Assignments">Values by the target's names, for <see cref="MergeAction.Some"/>.</param>
internal sealed record MergeClause(MergeKind Kind, Column? Condition, MergeAction Action, ValueList<KeyValuePair<string, Column>> Assignments);
