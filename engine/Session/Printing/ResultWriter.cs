using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Rows;
using Spindle.Sql.Running;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Sql.Printing;

/// <summary>Writes a query's rows as text, as they come.</summary>
internal static class ResultWriter
{
    /// <returns>The number of rows.</returns>
    public static long Write(QueryResult result, StructType schema, TimeZone zone, ResultFormat format, TextWriter output)
    {
        var rows = 0L;
        if (format == ResultFormat.Table)
        {
            var printer = new TablePrinter(schema, zone, truncate: 0);
            while (result.Next() is { } batch)
            {
                rows += batch.Rows;
                printer.Add(batch, int.MaxValue);
                batch.Release();
            }

            result.HideProgress();
            output.Write(printer.Print(int.MaxValue));
            return rows;
        }

        // A query that fails at once prints nothing, not even names.
        var next = result.Next();
        result.HideProgress();
        Header(schema, format, output);
        for (; next is { } batch; next = result.Next())
        {
            rows += batch.Rows;
            try
            {
                for (var row = 0; row < batch.Rows; row++)
                    Row(batch, batch.Lane(row), schema, zone, format, output);
            }
            finally
            {
                batch.Release();
            }
        }

        return rows;
    }

    private static void Header(StructType schema, ResultFormat format, TextWriter output)
    {
        var names = schema.Fields.Select(f => f.Name);
        if (format == ResultFormat.Csv)
            output.WriteLine(string.Join(',', names.Select(Quoted)));
        if (format == ResultFormat.Markdown)
        {
            output.WriteLine($"| {string.Join(" | ", names.Select(Escaped))} |");
            output.WriteLine($"|{string.Concat(schema.Fields.Select(f => f.Type is NumericType ? "---:|" : "---|"))}");
        }
    }

    private static void Row(RecordBatch batch, int lane, StructType schema, TimeZone zone, ResultFormat format, TextWriter output)
    {
        if (format == ResultFormat.Json)
        {
            output.WriteLine(JsonText.Of(schema, [.. batch.Columns.ToArray().Select(c => c.Read(lane))], zone));
            return;
        }

        var cells = new string[schema.Fields.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var value = batch[i].Read(lane);
            var text = value is null && format == ResultFormat.Csv ? "" : CellText.Format(value, schema.Fields[i].Type, zone);
            // An empty string is told from NULL by its quotes.
            cells[i] = format == ResultFormat.Markdown ? Escaped(text) : value is not null && text.Length == 0 ? "\"\"" : Quoted(text);
        }

        output.WriteLine(format == ResultFormat.Markdown ? $"| {string.Join(" | ", cells)} |" : string.Join(',', cells));
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal);
}
