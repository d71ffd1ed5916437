using System.Text;

namespace Spindle.Columnar.Errors;

/// <summary>An error as a person reads it: its class, its place, the line of SQL with that place marked, and what to do.</summary>
public static class ErrorText
{
    /// <summary>
    /// <code>
    /// error UNRESOLVED_COLUMN.WITH_SUGGESTION (42703) line 1, column 8
    ///   select l_returnflg from lineitem
    ///          ^^^^^^^^^^^   did you mean l_returnflag?
    /// </code>
    /// Without a text or a place, the message alone follows the first line.
    /// </summary>
    public static string Render(SpindleException error)
    {
        var text = new StringBuilder($"error {error.ErrorClass.Name} ({error.SqlState})");
        if (error.SqlText is not { } sql || !error.Origin.IsKnown || error.Origin.Start > sql.Length)
            return text.Append("\n  ").Append(error.Message).Append(error.Hint is null ? "" : $"; {error.Hint}").ToString();

        var start = error.Origin.Start;
        var lineStart = start == 0 ? 0 : sql.LastIndexOf('\n', start - 1) + 1;
        var lineEnd = sql.IndexOf('\n', start) is var found && found < 0 ? sql.Length : found;
        var number = sql.AsSpan(0, lineStart).Count('\n') + 1;
        var line = sql[lineStart..lineEnd].TrimEnd('\r');
        var column = start - lineStart;
        var length = Math.Max(1, Math.Min(error.Origin.Stop, lineStart + line.Length) - start);
        text.Append($" line {number}, column {column + 1}\n  ").Append(line).Append("\n  ");
        // Tabs stay tabs, so that the mark stands below what it means.
        foreach (var c in line.AsSpan(0, Math.Min(column, line.Length)))
            text.Append(c == '\t' ? '\t' : ' ');
        return text.Append('^', length).Append("   ").Append(error.Hint ?? error.Message).ToString();
    }
}
