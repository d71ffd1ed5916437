using System.IO.Compression;
using System.Text;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tests.Text;

/// <summary>Opens, reads and writes tables of text files.</summary>
internal static class TextTables
{
    public static readonly TimeZone Zone = TimeZone.Find("America/Los_Angeles")!;

    private static readonly FormatRegistry Registry = new(new FileSystems());

    public static FileTable Open(string format, string path, StructType? schema = null, params (string, string)[] options) =>
        Registry.Open(format, [path], Writing.Options(options), schema, Zone);

    public static FileSink Sink(string format, string path, StructType schema, SaveMode mode = SaveMode.ErrorIfExists, string[]? partitionBy = null, params (string, string)[] options) =>
        Registry.Sink(format, path, schema, partitionBy ?? [], mode, Writing.Options(options), Zone);

    public static StructType Schema(params (string Name, DataType Type)[] fields) => new(fields.Select(f => new Field(f.Name, f.Type)).ToValueList());

    public static void Gzip(string path, byte[] content)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(content);
    }

    public static void Write(string path, string content) => File.WriteAllBytes(path, Encoding.UTF8.GetBytes(content));

    /// <summary>The rows of a file that is cut into splits at the given places instead of where the table cuts it.</summary>
    public static List<string> RowsOfCuts(FileTable table, IReadOnlyList<long> cuts)
    {
        var budget = new MemoryBudget();
        var request = new ScanRequest(Enumerable.Range(0, table.Schema.Fields.Count).ToValueList(), []);
        var rows = new List<string>();
        var whole = (FileSplit)table.PlanSplits(request)[0];
        for (var i = 0; i <= cuts.Count; i++)
        {
            var split = whole with { Start = i == 0 ? 0 : cuts[i - 1], End = i == cuts.Count ? whole.Length : cuts[i] };
            using var reader = table.Open(split, request, new ScanContext(budget, [], 3, CancellationToken.None));
            while (reader.Read() is { } batch)
            {
                for (var row = 0; row < batch.Rows; row++)
                    rows.Add(string.Join('|', batch.Columns.ToArray().Select(c => c.Read(batch.Lane(row))?.ToString() ?? "-")));
                batch.Release();
            }
        }

        Assert.Equal(0, budget.Used);
        return rows;
    }
}
