using System.Text;

namespace Spindle.Sql.Tests.Logic;

/// <summary>
/// A .slt file: records separated by empty lines.
/// <code>
/// # a comment
/// statement ok
/// CREATE TEMP VIEW t AS VALUES (1, 'a') AS t(x, y)
///
/// statement error DIVIDE_BY_ZERO @ 1 / 0
/// SELECT 1 / 0
///
/// query rowsort
/// SELECT x, y FROM t
/// ----
/// 1   a
/// </code>
/// Values of a row are separated by tabs; NULL is NULL, an empty string is (empty). <c>query rowsort</c> leaves the order of rows open; <c>query contains</c> asks only that the lines below it are
/// found in what is shown, in their order, for plans and texts that differ with the mode.
/// </summary>
internal static class LogicFile
{
    public static List<LogicRecord> Parse(string text)
    {
        var records = new List<LogicRecord>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0 || line[0] == '#')
            {
                i++;
                continue;
            }

            var start = i + 1;
            var head = line;
            var sql = new List<string>();
            var expected = new List<string>();
            i++;
            while (i < lines.Length && lines[i].Length > 0 && lines[i] != "----")
                sql.Add(lines[i++]);
            if (i < lines.Length && lines[i] == "----")
            {
                i++;
                while (i < lines.Length && lines[i].Length > 0)
                    expected.Add(lines[i++]);
            }

            records.Add(Record(start, head, string.Join('\n', sql), expected));
        }

        return records;
    }

    /// <summary>The file with other expectations, everything else as it was.</summary>
    public static string Updated(string text, IReadOnlyDictionary<int, IReadOnlyList<string>> expectations)
    {
        var result = new StringBuilder();
        var lines = text.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!expectations.TryGetValue(i + 1, out var expected))
            {
                result.Append(lines[i]).Append('\n');
                continue;
            }

            var isError = lines[i].StartsWith("statement error", StringComparison.Ordinal);
            result.Append(isError ? $"statement error {expected[0]}" : lines[i]).Append('\n');
            for (i++; i < lines.Length && lines[i].Length > 0 && lines[i] != "----"; i++)
                result.Append(lines[i]).Append('\n');
            if (!isError)
                result.Append("----\n").AppendJoin('\n', expected).Append(expected.Count > 0 ? "\n" : "");
            while (i < lines.Length && lines[i].Length > 0)
                i++;
            if (i < lines.Length)
                result.Append('\n');
        }

        return result.ToString();
    }

    private static LogicRecord Record(int line, string head, string sql, List<string> expected)
    {
        if (head == "statement ok")
            return new LogicRecord(line, LogicKind.Ok, false, false, sql, []);
        if (head.StartsWith("statement error", StringComparison.Ordinal))
            return new LogicRecord(line, LogicKind.Error, false, false, sql, [head["statement error".Length..].Trim()]);
        return head is "query" or "query rowsort" or "query contains"
            ? new LogicRecord(line, LogicKind.Query, head == "query rowsort", head == "query contains", sql, expected)
            : throw new FormatException($"line {line}: '{head}' is no record; it is statement ok, statement error CLASS, query, query rowsort or query contains");
    }
}
