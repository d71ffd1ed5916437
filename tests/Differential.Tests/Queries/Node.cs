using System.Text;

namespace Spindle.Differential.Tests.Queries;

/// <summary>
/// A piece of a query: a shape and what it holds. Every piece is of this one class, so that a query can be made smaller anywhere without knowing what it is made of.
/// </summary>
/// <param name="Children">By the shape's positions; null where a clause is absent.</param>
/// <param name="Type">An expression's type; null for what is not an expression.</param>
public sealed record Node(Shape Shape, IReadOnlyList<Node?> Children, SqlType? Type = null)
{
    public string Sql(Dialect dialect)
    {
        var text = new StringBuilder();
        Write(text, dialect);
        return text.ToString();
    }

    public void Write(StringBuilder text, Dialect dialect) => Shape.Write(text, dialect, Children);

    public Node With(int position, Node? child)
    {
        var children = Children.ToArray();
        children[position] = child;
        return this with { Children = children };
    }

    /// <summary>Every query that is one step smaller than this one; most of them, not all, are still valid.</summary>
    public IEnumerable<Node> Smaller()
    {
        foreach (var smaller in Shape.Smaller(this))
            yield return smaller;
        for (var i = 0; i < Children.Count; i++)
            if (Children[i] is { } child)
                foreach (var smaller in child.Smaller())
                    yield return With(i, smaller);
    }
}
