using System.Text;

namespace Spindle.Differential.Tests.Queries;

/// <summary>UNION, INTERSECT or EXCEPT of two queries, with or without ALL.</summary>
public sealed record SetShape(string Operation) : Shape
{
    public override void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children)
    {
        text.Append('(');
        children[0]!.Write(text, dialect);
        text.Append(") ").Append(Operation).Append(" (");
        children[1]!.Write(text, dialect);
        text.Append(')');
    }
}
