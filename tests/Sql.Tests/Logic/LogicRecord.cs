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
/// <param name="Expected">The error's class (with <c>@</c> and the marked text, if given), or the rows, one a line.</param>
internal sealed record LogicRecord(int Line, LogicKind Kind, bool Sorted, string Sql, IReadOnlyList<string> Expected);
