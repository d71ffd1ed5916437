using System.Text;

namespace Spindle.Differential.Tests.Queries;

/// <summary>Children: FROM, WHERE, GROUP BY, HAVING, QUALIFY, then the items.</summary>
/// <param name="Names">The items' aliases.</param>
public sealed record SelectShape(bool Distinct, IReadOnlyList<string> Names) : Shape
{
    public const int From = 0, Where = 1, GroupBy = 2, Having = 3, Qualify = 4, FirstItem = 5;

    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children)
    {
        text.Append(Distinct ? "SELECT DISTINCT " : "SELECT ");
        for (var i = 0; i < Names.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            children[FirstItem + i]!.Write(text, dialect);
            text.Append(" AS ").Append(Names[i]);
        }

        Clause(" FROM ", From);
        Clause(" WHERE ", Where);
        Clause(" GROUP BY ", GroupBy);
        Clause(" HAVING ", Having);
        Clause(" QUALIFY ", Qualify);

        void Clause(string keyword, int position)
        {
            if (children[position] is not { } clause)
                return;
            text.Append(keyword);
            clause.Write(text, dialect);
        }
    }

    public override IEnumerable<Node> Smaller(Node node)
    {
        for (var i = Where; i < FirstItem; i++)
            if (node.Children[i] is not null)
                yield return node.With(i, null);
        if (Distinct)
            yield return node with { Shape = this with { Distinct = false } };
        for (var i = 0; i < Names.Count && Names.Count > 1; i++)
            yield return node with
            {
                Shape = this with { Names = Names.Where((_, n) => n != i).ToArray() },
                Children = node.Children.Where((_, n) => n != FirstItem + i).ToArray(),
            };
    }
}
