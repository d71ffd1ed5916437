using System.Text;

namespace Spindle.Differential.Tests.Queries;

/// <summary>An expression: one text for each dialect in which <c>{0}</c> stands for the first operand. The whole is enclosed where it needs to be by the template itself.</summary>
public sealed record TemplateShape(string Spark, string Duck) : Shape
{
    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children)
    {
        var template = dialect == Dialect.Spark ? Spark : Duck;
        for (var i = 0; i < template.Length; i++)
            if (template[i] == '{' && i + 2 < template.Length && template[i + 2] == '}' && char.IsAsciiDigit(template[i + 1]))
            {
                children[template[i + 1] - '0']!.Write(text, dialect);
                i += 2;
            }
            else
                text.Append(template[i]);
    }

    public override IEnumerable<Node> Smaller(Node node)
    {
        foreach (var child in node.Children)
            if (child!.Type is { } type && type.Equals(node.Type))
                yield return child;
        if (node.Children.Count == 0 || node.Type is null)
            yield break;
        if (node.Type.Equals(SqlType.Bool))
            yield return Expressions.Raw(SqlType.Bool, "true");
        yield return Expressions.Null(node.Type);
    }
}
