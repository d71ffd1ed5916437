using Spindle.Formats.Records;

namespace Spindle.Formats.Csv.Reading;

/// <summary>
/// Fields that begin with a quote. Escapes are taken out into the scratch buffer; a field without any is a slice of the window. A quote that neither is escaped nor ends the field makes
/// the whole field plain text up to the next delimiter, as Spark's parser does by default.
/// </summary>
internal sealed unsafe class CsvQuotedField(CsvOptions options)
{
    private readonly byte[] delimiter = options.Delimiter;
    private readonly byte quote = options.Quote ?? 0;
    private readonly byte escape = options.Escape ?? options.Quote ?? 0;
    private readonly int escapeEscape = options.EscapeEscape ?? -1;
    private readonly bool multiLine = options.MultiLine;
    private readonly LineEnds lineEnds = new(options.LineSeparator);

    /// <summary>Reads the field that begins at <paramref name="open"/>, a quote.</summary>
    /// <returns>Where to look for the delimiter or line end behind it; null where the window ends before the field does.</returns>
    public byte* Read(byte* window, byte* open, byte* end, bool isLast, CsvRecords records, out CsvCell cell)
    {
        cell = CsvCell.Missing;
        var from = open + 1;
        var at = from;
        var scratchStart = records.ScratchUsed;
        var isDecoded = false;
        while (true)
        {
            at = Stop(at, end);
            if (at == end)
            {
                if (!isLast)
                    return null;
                break;
            }

            if (*at == quote && escape != quote)
            {
                if (!Closes(at, end, isLast, out var needsMore))
                    return Raw(window, open, at, out cell);
                if (needsMore)
                    return null;
                break;
            }

            if (*at != quote && *at != escape)
            {
                // A line end: an unclosed quote ends with its line.
                break;
            }

            if (at + 1 == end)
            {
                if (!isLast)
                    return null;
                // The last byte: a closing quote, or an escape that escapes nothing.
                at = *at == quote ? at : end;
                break;
            }

            var isEscape = at[1] == quote || (escapeEscape == escape && escape != quote && at[1] == escape);
            if (isEscape)
            {
                records.Append(new ReadOnlySpan<byte>(from, (int)(at - from)));
                records.Append(new ReadOnlySpan<byte>(at + 1, 1));
                isDecoded = true;
                from = at += 2;
            }
            else if (*at == quote)
            {
                if (!Closes(at, end, isLast, out var needsMore))
                    return Raw(window, open, at, out cell);
                if (needsMore)
                    return null;
                break;
            }
            else
            {
                at++;
            }
        }

        if (isDecoded)
        {
            records.Append(new ReadOnlySpan<byte>(from, (int)(at - from)));
            cell = new CsvCell(~scratchStart, records.ScratchUsed - scratchStart);
        }
        else
        {
            cell = new CsvCell((int)(from - window), (int)(at - from));
        }

        return at;
    }

    /// <summary>The next quote, escape or, where it ends the record, line end.</summary>
    private byte* Stop(byte* at, byte* end)
    {
        while (true)
        {
            var rest = new ReadOnlySpan<byte>(at, (int)(end - at));
            var found = multiLine ? rest.IndexOfAny(quote, escape) : lineEnds.First == lineEnds.OtherFirst ? rest.IndexOfAny(quote, escape, lineEnds.First)
                : rest.IndexOfAny([quote, escape, (byte)'\n', (byte)'\r']);
            if (found < 0)
                return end;
            at += found;
            if (*at == quote || *at == escape || lineEnds.At(at, end, out _))
                return at;
            at++;
        }
    }

    /// <summary>Whether a quote ends the field: blanks at most lie between it and a delimiter, a line end or the end.</summary>
    private bool Closes(byte* at, byte* end, bool isLast, out bool needsMore)
    {
        needsMore = false;
        for (at++; at < end; at++)
        {
            if (lineEnds.At(at, end, out _) || new ReadOnlySpan<byte>(at, (int)(end - at)).StartsWith(delimiter))
                return true;
            if (*at > ' ')
                return end - at >= delimiter.Length || isLast ? false : needsMore = true;
        }

        needsMore = !isLast;
        return true;
    }

    /// <summary>The field as it stands, opening quote included; its end is the next boundary behind <paramref name="at"/>.</summary>
    private byte* Raw(byte* window, byte* open, byte* at, out CsvCell cell)
    {
        cell = new CsvCell((int)(open - window), RawLength);
        return at;
    }

    /// <summary>In place of a length that the boundary decides.</summary>
    public const int RawLength = int.MinValue;
}
