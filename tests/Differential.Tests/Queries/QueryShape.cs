using System.Text;

namespace Spindle.Differential.Tests.Queries;

/// <summary>One key of an ORDER BY that names an output column by its position, from 1.</summary>
public readonly record struct OutputOrder(int Column, bool Descending, bool NullsFirst)
{
    public override string ToString() => $"{Column} {(Descending ? "DESC" : "ASC")} NULLS {(NullsFirst ? "FIRST" : "LAST")}";
}

/// <summary>Children: the body, then the queries of the WITH clause.</summary>
public sealed record QueryShape(IReadOnlyList<string> WithNames, IReadOnlyList<OutputOrder> Order, int? Limit, int? Offset) : Shape
{
    public static Node Plain(Node body) => new(new QueryShape([], [], null, null), [body]);

    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children)
    {
        for (var i = 0; i < WithNames.Count; i++)
        {
            text.Append(i == 0 ? "WITH " : ", ").Append(WithNames[i]).Append(" AS (");
            children[i + 1]!.Write(text, dialect);
            text.Append(i == WithNames.Count - 1 ? ") " : ")");
        }

        children[0]!.Write(text, dialect);
        if (Order.Count > 0)
            text.Append(" ORDER BY ").AppendJoin(", ", Order);
        if (Limit is { } limit)
            text.Append(" LIMIT ").Append(limit);
        if (Offset is { } offset)
            text.Append(" OFFSET ").Append(offset);
    }

    public override IEnumerable<Node> Smaller(Node node)
    {
        if (Offset is not null)
            yield return node with { Shape = this with { Offset = null } };
        if (Limit is not null)
            yield return node with { Shape = this with { Limit = null, Offset = null } };
        if (Order.Count > 0 && Limit is null)
            yield return node with { Shape = this with { Order = [] } };
        for (var i = 0; i < WithNames.Count; i++)
        {
            var without = node with
            {
                Shape = this with { WithNames = WithNames.Where((_, n) => n != i).ToArray() },
                Children = node.Children.Where((_, n) => n != i + 1).ToArray(),
            };
            yield return without;
        }

        // A side of a set operation, or a query in FROM, can stand for the whole.
        if (node.Children[0]!.Shape is SetShape)
            foreach (var side in node.Children[0]!.Children)
                yield return WithNames.Count == 0 ? side! : node with { Shape = this with { Order = [], Limit = null, Offset = null }, Children = [side!.Children[0], .. node.Children.Skip(1)] };
        if (node.Children[0]!.Shape is SelectShape && node.Children[0]!.Children[SelectShape.From] is { Shape: DerivedShape } derived && WithNames.Count == 0)
            yield return derived.Children[0]!;
    }
}
