using System.Text.Json;

namespace Spindle.Reference.Tests;

/// <summary>The file of recorded cases: functions, casts, operators and small queries, one a line.</summary>
internal static class FunctionCases
{
    /// <summary>A session under the settings that the cases were recorded with.</summary>
    public static ReferenceSession Session(string master)
    {
        // These were recorded with the JVM's older classes of time, the golden files with the newer ones.
        var session = new ReferenceSession(master) { Calendar = Formats.Rows.CellCalendar.Hybrid };
        session.Session.Conf.Set("spark.sql.binaryOutputStyle", "HEX");
        return session;
    }

    public static IEnumerable<ReferenceCase> Read(string path)
    {
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var error = root.TryGetProperty("error", out var e) ? new ExpectedError(e.GetProperty("class").GetString()!, e.GetProperty("sqlState").GetString() ?? "") : null;
            var sql = root.GetProperty("sql").GetString()!;
            yield return new ReferenceCase(
                root.GetProperty("group").GetString()!, line, sql,
                error is null ? root.GetProperty("schema").GetString() : null,
                error is null ? [.. root.GetProperty("rows").EnumerateArray().Select(r => r.GetString()!)] : [],
                SqlText.OrdersAtTheTop(sql), error);
        }
    }
}
