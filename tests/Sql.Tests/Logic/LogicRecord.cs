namespace Spindle.Sql.Tests.Logic;

internal enum LogicKind
{
    Ok,
    Error,
    Query,
}

/// <summary>One record of a .slt file: a statement or query with what it is to give.</summary>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Sorted">True where the order of rows does not count.</param>
/// <param name="Contains">True where the expected lines are parts of what is given, in their order, and the rest does not count.</param>
/// <param name="Expected">The error's class (with <c>@</c> and the marked text, if given), or the rows, one a line.</param>
internal sealed record LogicRecord(int Line, LogicKind Kind, bool Sorted, bool Contains, string Sql, IReadOnlyList<string> Expected)
{
    public bool IsMetBy(IReadOnlyList<string> actual)
    {
        if (!Contains)
            return actual.SequenceEqual(Sorted ? Expected.Order(StringComparer.Ordinal) : Expected);
        var text = string.Join('\n', actual);
        var from = 0;
        foreach (var part in Expected)
        {
            var at = text.IndexOf(part, from, StringComparison.Ordinal);
            if (at < 0)
                return false;
            from = at + part.Length;
        }

        return Expected.Count > 0;
    }
}
