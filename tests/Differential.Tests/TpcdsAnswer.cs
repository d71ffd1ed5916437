using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Rows;
using Spindle.Sql;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Differential.Tests;

/// <summary>A TPC-DS query's rows beside those that Spark recorded: in any order, doubles to nine digits.</summary>
internal static class TpcdsAnswer
{
    private static readonly TimeZone Utc = TimeZone.Find("UTC")!;

    /// <summary>Null where the answer is the recorded one, else what is wrong.</summary>
    public static string? Difference(Session session, string sql, string[] answer)
    {
        try
        {
            var frame = session.Sql(sql.Trim().TrimEnd(';'));
            var types = frame.Schema.Fields.Select(f => f.Type).ToArray();
            var rows = Rows(frame, types);
            if (answer[0].StartsWith("error ", StringComparison.Ordinal))
                return $"{rows.Count} rows in place of {answer[0]}";
            var expected = answer.Skip(1).Select(line => line.Split('|')).ToList();
            if (rows.Count != expected.Count)
                return $"{rows.Count} rows in place of {expected.Count}";
            var isDouble = types.Select(t => t is DoubleType or FloatType).ToArray();
            rows.Sort((a, b) => Compare(a, b, isDouble));
            expected.Sort((a, b) => Compare(a, b, isDouble));
            for (var i = 0; i < rows.Count; i++)
                if (!Same(rows[i], expected[i], isDouble))
                    return $"row {i} is {string.Join('|', rows[i])} in place of {string.Join('|', expected[i])}";
            return null;
        }
        catch (SpindleException error)
        {
            return answer[0].StartsWith($"error {error.ErrorClass.Name} ", StringComparison.Ordinal) ? null : $"{error.ErrorClass.Name} {error.Message} in place of {answer[0]}";
        }
    }

    /// <summary>Rows as text, null as nothing.</summary>
    private static List<string[]> Rows(DataFrame frame, DataType[] types)
    {
        var rows = new List<string[]>();
        foreach (var batch in frame.Batches())
        {
            for (var row = 0; row < batch.Rows; row++)
            {
                var lane = batch.Lane(row);
                rows.Add([.. types.Select((type, i) => batch[i].Read(lane) is { } value ? CellText.Format(value, type, Utc) : "")]);
            }
        }

        return rows;
    }

    // Exact columns first: doubles that differ in their last digits do not part rows that belong together.
    private static int Compare(string[] a, string[] b, bool[] isDouble)
    {
        for (var pass = 0; pass < 2; pass++)
            for (var i = 0; i < a.Length; i++)
                if (isDouble[i] == (pass == 1) && string.CompareOrdinal(a[i], b[i]) is not 0 and var order)
                    return order;
        return 0;
    }

    private static bool Same(string[] a, string[] b, bool[] isDouble)
    {
        if (a.Length != b.Length)
            return false;
        for (var i = 0; i < a.Length; i++)
            if (a[i] != b[i] && !(isDouble[i] && Close(a[i], b[i])))
                return false;
        return true;
    }

    private static bool Close(string a, string b) =>
        double.TryParse(a, CultureInfo.InvariantCulture, out var x) && double.TryParse(b, CultureInfo.InvariantCulture, out var y) && Math.Abs(x - y) <= 1e-9 * Math.Max(Math.Abs(x), Math.Abs(y));
}
