using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Rows;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet;
using Spindle.Storage.Tables;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tests;

/// <summary>Reads tables whole, and checks that every byte that was allocated for it is given back.</summary>
internal static class Reading
{
    public static FileTable Open(string path, params (string, string)[] options) =>
        FileTable.Open(LocalFileSystem.Instance, new ParquetFormat(), [path], new FormatOptions(options.Select(o => KeyValuePair.Create(o.Item1, o.Item2))));

    /// <summary>The rows, boxed.</summary>
    public static List<object?[]> Rows(ITable table, IReadOnlyList<IScanFilter>? filters = null, int batchRows = RecordBatch.TargetRows, long budget = 1L << 30, params int[] columns)
    {
        if (columns.Length == 0)
            columns = [.. Enumerable.Range(0, table.Schema.Fields.Count)];
        var request = new ScanRequest(columns.ToValueList(), []);
        return Rows(table, request, table.PlanSplits(request), filters ?? [], batchRows, budget);
    }

    /// <summary>The rows of one split, boxed.</summary>
    public static List<object?[]> Rows(ITable table, Split split) =>
        Rows(table, new ScanRequest(Enumerable.Range(0, table.Schema.Fields.Count).ToValueList(), []), [split], [], RecordBatch.TargetRows, 1L << 30);

    private static List<object?[]> Rows(ITable table, ScanRequest request, IEnumerable<Split> splits, IReadOnlyList<IScanFilter> filters, int batchRows, long budget)
    {
        var memory = new MemoryBudget(budget);
        var rows = new List<object?[]>();
        foreach (var split in splits)
        {
            using var reader = table.Open(split, request, new ScanContext(memory, filters, batchRows, CancellationToken.None));
            while (reader.Read() is { } batch)
            {
                Assert.InRange(batch.Rows, 1, batchRows);
                for (var row = 0; row < batch.Rows; row++)
                {
                    var lane = batch.Lane(row);
                    var values = new object?[request.Columns.Count];
                    for (var c = 0; c < values.Length; c++)
                        values[c] = batch[c].Read(lane);
                    rows.Add(values);
                }

                batch.Release();
            }
        }

        Assert.Equal(0, memory.Used);
        return rows;
    }

    /// <summary>Rows in Hive's form, joined by tabs.</summary>
    public static List<string> Lines(StructType schema, IEnumerable<object?[]> rows, TimeZone zone) =>
        [.. rows.Select(row => string.Join('\t', row.Select((value, i) => CellText.Format(value, schema.Fields[i].Type, zone, CellStyle.Hive))))];
}
