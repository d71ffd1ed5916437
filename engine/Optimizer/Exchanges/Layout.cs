using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Exchanges;

/// <summary>
/// What is known of how a node's rows lie over the tasks that make them. Rows that agree in all <see cref="Keys"/> lie in one task; each key is a list of expressions over the
/// node's columns that have the same value there.
/// </summary>
internal sealed class Layout
{
    public static readonly Layout Arbitrary = new([], 0, single: false);

    /// <summary>One task makes all rows.</summary>
    public static readonly Layout Single = new([], 0, single: true);

    private Layout(IReadOnlyList<IReadOnlyList<Expression>> keys, int hashPartitions, bool single)
    {
        Keys = keys;
        HashPartitions = hashPartitions;
        IsSingle = single;
    }

    public IReadOnlyList<IReadOnlyList<Expression>> Keys { get; }

    /// <summary>How many partitions the keys, in their order, are hashed to; 0 where they are not hashed.</summary>
    public int HashPartitions { get; }

    public bool IsSingle { get; }

    public static Layout Hashed(IEnumerable<Expression> keys, int partitions) => new([.. keys.Select(k => (IReadOnlyList<Expression>)[Form(k)])], partitions, single: false);

    public static Layout Ranged(IEnumerable<Expression> keys) => new([.. keys.Select(k => (IReadOnlyList<Expression>)[Form(k)])], 0, single: false);

    /// <summary>The same rows together, but no longer by the number of their partition.</summary>
    public Layout Unhashed() => new(Keys, 0, IsSingle);

    /// <summary>True when rows that agree in the given expressions are sure to lie in one task.</summary>
    public bool Clusters(IEnumerable<Expression> expressions)
    {
        if (IsSingle)
            return true;
        var forms = expressions.Select(Form).ToHashSet();
        return Keys.Count > 0 && Keys.All(k => k.Any(forms.Contains));
    }

    /// <summary>For each hashed key the position of an equal one among the given, which are all used; null where the rows are not hashed by just these.</summary>
    public int[]? Matching(IReadOnlyList<Expression> expressions)
    {
        if (HashPartitions == 0 || Keys.Count != expressions.Count)
            return null;
        var forms = expressions.Select(Form).ToList();
        var order = Keys.Select(k => forms.FindIndex(k.Contains)).ToArray();
        return order.Contains(-1) || order.Distinct().Count() < order.Length ? null : order;
    }

    /// <summary>The layout of a node above, which has the given expressions in place of one here.</summary>
    public Layout Through(Func<Expression, IEnumerable<Expression>> above)
    {
        if (Keys.Count == 0)
            return this;
        var mapped = Keys.Select(k => (IReadOnlyList<Expression>)[.. k.SelectMany(above).Select(Form).Distinct()]).ToList();
        return mapped.All(k => k.Count > 0) ? new Layout(mapped, HashPartitions, single: false) : Arbitrary;
    }

    /// <summary>The layout of rows for which the keys of both are equal pairwise.</summary>
    public Layout And(Layout equal) => new([.. Keys.Zip(equal.Keys, (a, b) => (IReadOnlyList<Expression>)[.. a, .. b])], HashPartitions, single: false);

    /// <summary>An expression so that what says the same is equal.</summary>
    public static Expression Form(Expression expression) => expression.Transform(e => e is BoundReference reference ? reference with { IsNullable = false, Name = "" } : e);
}
