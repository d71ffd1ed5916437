using Spindle.Sql.Merging;

namespace Spindle.Sql;

/// <summary>What a merge does with rows of the target.</summary>
public sealed class WhenMatched
{
    private readonly MergeIntoWriter writer;
    private readonly MergeKind kind;
    private readonly Column? condition;

    internal WhenMatched(MergeIntoWriter writer, MergeKind kind, Column? condition)
    {
        this.writer = writer;
        this.kind = kind;
        this.condition = condition;
    }

    /// <summary>Gives all columns the source's values.</summary>
    public MergeIntoWriter UpdateAll() => writer.With(new MergeClause(kind, condition, MergeAction.All, []));

    /// <summary>Gives some columns, by their names in the target, values.</summary>
    public MergeIntoWriter Update(IReadOnlyDictionary<string, Column> assignments) => writer.With(new MergeClause(kind, condition, MergeAction.Some, [.. assignments]));

    /// <summary>Removes the rows.</summary>
    public MergeIntoWriter Delete() => writer.With(new MergeClause(kind, condition, MergeAction.Delete, []));
}

/// <summary>What a merge does with rows of the source.</summary>
public sealed class WhenNotMatched
{
    private readonly MergeIntoWriter writer;
    private readonly Column? condition;

    internal WhenNotMatched(MergeIntoWriter writer, Column? condition)
    {
        this.writer = writer;
        this.condition = condition;
    }

    /// <summary>Adds rows of the source's values.</summary>
    public MergeIntoWriter InsertAll() => writer.With(new MergeClause(MergeKind.NotMatched, condition, MergeAction.All, []));

    /// <summary>Adds rows of these values by the target's names, null elsewhere.</summary>
    public MergeIntoWriter Insert(IReadOnlyDictionary<string, Column> assignments) => writer.With(new MergeClause(MergeKind.NotMatched, condition, MergeAction.Some, [.. assignments]));
}
