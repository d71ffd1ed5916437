using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Rows;
using Spindle.Sql;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Reference.Tests;

/// <summary>A session under the settings of the references, and the comparison with what Spark answered.</summary>
internal sealed class ReferenceSession : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo warehouse = Directory.CreateTempSubdirectory("spindle-reference-");

    /// <param name="master">Where its queries run.</param>
    public ReferenceSession(string master) => Session = Session.Builder().Master(master).Memory("1g").Config("spark.sql.session.timeZone", "America/Los_Angeles")
        .Config("spark.sql.warehouse.dir", warehouse.FullName).Create();

    public Session Session { get; }

    /// <summary>How dates were shown when the answers were recorded.</summary>
    public CellCalendar Calendar { get; init; }

    public Outcome Try(ReferenceCase reference)
    {
        if (NotApplicable.Reason(reference) is { } reason)
            return new Outcome(reference, Verdict.NotApplicable, reason);
        var found = Answer(reference);
        return new Outcome(reference, found is null ? Verdict.Passed : Verdict.Failed, found ?? "");
    }

    public void Dispose()
    {
        Session.Dispose();
        warehouse.Delete(recursive: true);
    }

    /// <summary>Null where the answer is Spark's, else what is wrong.</summary>
    private string? Answer(ReferenceCase reference)
    {
        try
        {
            using var deadline = new CancellationTokenSource(Deadline);
            var frame = Session.Sql(reference.Sql);
            var rows = new List<string>();
            var schema = frame.Schema;
            var types = schema.Fields.Select(f => f.Type).ToArray();
            var zone = TimeZone.Find(Session.Conf.Get("spark.sql.session.timeZone")) ?? TimeZone.Utc;
            var binary = Binary();
            foreach (var batch in frame.Batches(deadline.Token))
                for (var row = 0; row < batch.Rows; row++)
                    rows.Add(GoldenText.Line(Row(batch, batch.Lane(row), types, zone, binary, Calendar), schema.Name, reference.Sql));
            if (reference.Error is { } expected)
                return $"no error, expected {expected.Class}: {schema.Name} {string.Join(" | ", rows.Take(5))}";
            if (schema.Name != reference.Schema)
                return $"schema {schema.Name}, expected {reference.Schema}";
            return Difference(rows, reference, warehouse.FullName);
        }
        catch (SpindleException error)
        {
            return Difference(error, reference);
        }
        catch (OperationCanceledException)
        {
            return $"not done after {Deadline}";
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"BUG {error.ToString().ReplaceLineEndings(" ")}";
        }
    }

    private BinaryStyle Binary() => Session.State.Settings.Find("spark.sql.binaryOutputStyle") switch
    {
        "HEX" => BinaryStyle.Hex,
        "BASIC" => BinaryStyle.Basic,
        "BASE64" => BinaryStyle.Base64,
        "HEX_DISCRETE" => BinaryStyle.HexDiscrete,
        _ => BinaryStyle.Utf8,
    };

    private static string[] Row(RecordBatch batch, int lane, DataType[] types, TimeZone zone, BinaryStyle binary, CellCalendar calendar)
    {
        var cells = new string[types.Length];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = CellText.Format(batch[i].Read(lane), types[i], zone, CellStyle.Hive, binary, calendar);
        return cells;
    }

    private static string? Difference(List<string> rows, ReferenceCase reference, string warehouse)
    {
        // Values with line breaks are several lines of a golden file.
        var found = rows.SelectMany(r => r.Split('\n')).Select(r => GoldenText.Stable(r, warehouse).TrimEnd()).ToList();
        var expected = reference.Rows.SelectMany(r => r.Split('\n')).Select(r => r.TrimEnd()).ToList();
        if (rows.Any(r => r.Contains('\n', StringComparison.Ordinal)))
        {
            // Where values end with a line break the files do not say how many empty lines follow.
            found.RemoveAll(r => r.Length == 0);
            expected.RemoveAll(r => r.Length == 0);
        }

        if (!reference.Ordered)
        {
            found.Sort(StringComparer.Ordinal);
            expected.Sort(StringComparer.Ordinal);
        }

        while (found.Count > expected.Count && found[^1].Length == 0)
            found.RemoveAt(found.Count - 1);
        if (found.SequenceEqual(expected))
            return null;
        var at = found.Zip(expected).TakeWhile(p => p.First == p.Second).Count();
        return $"{found.Count} rows, expected {expected.Count}; row {at + 1}: {found.ElementAtOrDefault(at)}, expected {expected.ElementAtOrDefault(at)}";
    }

    private static string? Difference(SpindleException error, ReferenceCase reference)
    {
        if (reference.Error is not { } expected)
            return $"error {error.ErrorClass.Name}: {error.Message.ReplaceLineEndings(" ")}";
        if (expected.Class.Length > 0 && (error.ErrorClass.Name != expected.Class || (expected.SqlState.Length > 0 && error.SqlState != expected.SqlState)))
            return $"error {error.ErrorClass.Name} ({error.SqlState}), expected {expected.Class} ({expected.SqlState}): {error.Message.ReplaceLineEndings(" ")}";
        return expected.Start == 0 || (error.Origin.Start + 1 == expected.Start && error.Origin.Stop == expected.Stop) ? null
            : $"error {error.ErrorClass.Name} at {error.Origin.Start + 1}-{error.Origin.Stop}, expected {expected.Start}-{expected.Stop}";
    }
}
