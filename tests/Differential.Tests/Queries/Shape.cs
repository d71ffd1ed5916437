using System.Text;

namespace Spindle.Differential.Tests.Queries;

/// <summary>How a piece of a query is written, and which smaller pieces could stand in its place.</summary>
public abstract record Shape
{
    public abstract void Write(StringBuilder text, Dialect dialect, IReadOnlyList<Node?> children);

    public virtual IEnumerable<Node> Smaller(Node node) => [];

    protected static void WriteList(StringBuilder text, Dialect dialect, IEnumerable<Node?> children, string separator = ", ")
    {
        var first = true;
        foreach (var child in children)
        {
            text.Append(first ? "" : separator);
            child!.Write(text, dialect);
            first = false;
        }
    }
}
