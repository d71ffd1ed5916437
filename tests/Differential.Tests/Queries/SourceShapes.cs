using System.Text;

namespace Spindle.Differential.Tests.Queries;

/// <summary>A table, or a query of the WITH clause, under an alias.</summary>
public sealed record TableShape(string Name, string Alias) : Shape
{
    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children) => text.Append(Name).Append(" AS ").Append(Alias);
}

/// <summary>A query in FROM; the only child.</summary>
public sealed record DerivedShape(string Alias) : Shape
{
    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children)
    {
        text.Append('(');
        children[0]!.Write(text, dialect);
        text.Append(") AS ").Append(Alias);
    }
}

/// <summary>Rows written out; the children are the values, row by row.</summary>
public sealed record ValuesShape(string Alias, IReadOnlyList<string> Columns) : Shape
{
    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children)
    {
        text.Append("(VALUES ");
        for (var i = 0; i < children.Count; i += Columns.Count)
        {
            text.Append(i == 0 ? "(" : ", (");
            WriteList(text, dialect, children.Skip(i).Take(Columns.Count));
            text.Append(')');
        }

        text.Append(") AS ").Append(Alias).Append('(').AppendJoin(", ", Columns).Append(')');
    }

    public override IEnumerable<Node> Smaller(Node node)
    {
        for (var i = 0; i < node.Children.Count && node.Children.Count > Columns.Count; i += Columns.Count)
            yield return node with { Children = [.. node.Children.Take(i), .. node.Children.Skip(i + Columns.Count)] };
    }
}

/// <summary>Children: left, right, condition (absent for CROSS JOIN and USING).</summary>
/// <param name="Lateral">The right side sees the left side's columns.</param>
public sealed record JoinShape(string Spark, string Duck, string? Using = null, bool Lateral = false) : Shape
{
    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children)
    {
        children[0]!.Write(text, dialect);
        text.Append(' ').Append(dialect == Dialect.Spark ? Spark : Duck).Append(Lateral ? " LATERAL " : " ");
        var nested = children[1]!.Shape is JoinShape;
        text.Append(nested ? "(" : "");
        children[1]!.Write(text, dialect);
        text.Append(nested ? ")" : "");
        if (children[2] is { } condition)
        {
            text.Append(" ON ");
            condition.Write(text, dialect);
        }

        if (Using is not null)
            text.Append(" USING (").Append(Using).Append(')');
    }

    public override IEnumerable<Node> Smaller(Node node)
    {
        yield return node.Children[0]!;
        yield return node.Children[1]!;
        if (Spark is "LEFT JOIN" or "RIGHT JOIN" or "FULL JOIN")
            yield return node with { Shape = this with { Spark = "INNER JOIN", Duck = "INNER JOIN" } };
    }
}

/// <summary>A row for each element of an array. Children: the source, the array.</summary>
public sealed record UnnestShape(string Alias, string Column, bool Outer) : Shape
{
    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children)
    {
        children[0]!.Write(text, dialect);
        if (dialect == Dialect.Spark)
        {
            text.Append(Outer ? " LATERAL VIEW OUTER explode(" : " LATERAL VIEW explode(");
            children[1]!.Write(text, dialect);
            text.Append(") ").Append(Alias).Append(" AS ").Append(Column);
        }
        else
        {
            text.Append(Outer ? " LEFT JOIN LATERAL (SELECT unnest(" : " CROSS JOIN LATERAL (SELECT unnest(");
            children[1]!.Write(text, dialect);
            text.Append(") AS ").Append(Column).Append(") AS ").Append(Alias).Append(Outer ? " ON true" : "");
        }
    }

    public override IEnumerable<Node> Smaller(Node node) => [node.Children[0]!];
}

/// <summary>The keys of GROUP BY; the children.</summary>
public sealed record GroupShape(string Prefix, string Suffix, IReadOnlyList<IReadOnlyList<int>>? Sets = null) : Shape
{
    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children)
    {
        text.Append(Prefix);
        if (Sets is null)
            WriteList(text, dialect, children);
        else
            for (var i = 0; i < Sets.Count; i++)
            {
                text.Append(i == 0 ? "(" : ", (");
                WriteList(text, dialect, Sets[i].Select(k => children[k]));
                text.Append(')');
            }

        text.Append(Suffix);
    }

    public override IEnumerable<Node> Smaller(Node node)
    {
        if (Prefix.Length > 0)
            yield return node with { Shape = new GroupShape("", "") };
        if (Sets is null)
            for (var i = 0; i < node.Children.Count && node.Children.Count > 1; i++)
                yield return node with { Children = node.Children.Where((_, n) => n != i).ToArray() };
        for (var i = 0; Sets is not null && i < Sets.Count && Sets.Count > 1; i++)
            yield return node with { Shape = this with { Sets = Sets.Where((_, n) => n != i).ToArray() } };
    }
}
