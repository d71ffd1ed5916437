using System.Globalization;
using System.Text;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Rows;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Sql.Printing;

/// <summary>Rows in a frame of lines, values to the right, as Spark's <c>show</c> has them.</summary>
internal sealed class TablePrinter(StructType schema, TimeZone zone, int truncate)
{
    private const int LeastWidth = 3;

    private readonly List<string[]> rows = [];
    private bool more;

    /// <summary>Takes rows until there are that many.</summary>
    public void Add(RecordBatch batch, int limit)
    {
        for (var row = 0; row < batch.Rows; row++)
        {
            if (rows.Count == limit)
            {
                more = true;
                return;
            }

            var lane = batch.Lane(row);
            var cells = new string[schema.Fields.Count];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = Cell(CellText.Format(batch[i].Read(lane), schema.Fields[i].Type, zone));
            rows.Add(cells);
        }
    }

    public string Print(int limit)
    {
        var widths = new int[schema.Fields.Count];
        for (var i = 0; i < widths.Length; i++)
            widths[i] = Math.Max(LeastWidth, rows.Select(r => Width(r[i])).Append(Width(Cell(schema.Fields[i].Name))).Max());
        var line = "+" + string.Concat(widths.Select(w => new string('-', w) + "+")) + "\n";
        var text = new StringBuilder(line);
        Write(text, [.. schema.Fields.Select(f => Cell(f.Name))], widths);
        text.Append(line);
        foreach (var row in rows)
            Write(text, row, widths);
        text.Append(line);
        if (more)
            text.Append(CultureInfo.InvariantCulture, $"only showing top {limit} {(limit == 1 ? "row" : "rows")}\n");
        return text.ToString();
    }

    /// <summary>A line a value, under a line that numbers the row.</summary>
    public string PrintVertical(int limit)
    {
        var names = schema.Fields.Select(f => Cell(f.Name)).ToList();
        var nameWidth = names.Select(Width).Append(0).Max();
        var valueWidth = rows.SelectMany(r => r).Select(Width).Append(0).Max();
        var text = new StringBuilder();
        for (var row = 0; row < rows.Count; row++)
        {
            text.Append($"-RECORD {row.ToString(CultureInfo.InvariantCulture)}".PadRight(nameWidth + valueWidth + 5, '-')).Append('\n');
            for (var i = 0; i < names.Count; i++)
                text.Append(' ').Append(names[i]).Append(' ', nameWidth - Width(names[i])).Append(" | ").Append(rows[row][i]).Append(' ', valueWidth - Width(rows[row][i])).Append(" \n");
        }

        if (rows.Count == 0)
            text.Append("(0 rows)\n");
        if (more)
            text.Append(CultureInfo.InvariantCulture, $"only showing top {limit} {(limit == 1 ? "row" : "rows")}\n");
        return text.ToString();
    }

    private void Write(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append('|');
        for (var i = 0; i < cells.Length; i++)
        {
            var padding = new string(' ', widths[i] - Width(cells[i]));
            // Cut values stand to the right, whole ones to the left.
            text.Append(truncate > 0 ? padding + cells[i] : cells[i] + padding).Append('|');
        }

        text.Append('\n');
    }

    private string Cell(string value)
    {
        value = value.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
        return truncate <= 0 || value.Length <= truncate ? value : truncate < 4 ? value[..truncate] : value[..(truncate - 3)] + "...";
    }

    // East Asian wide characters take two columns of a terminal.
    private static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) ? 2 : 1;
        return width;
    }
}
