using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spindle.Formats.Records;

namespace Spindle.Formats.Csv.Reading;

/// <summary>
/// Finds the fields of records. A block of 64 bytes becomes a mask with a bit for each byte that may end a field, and the loop goes from bit to bit; only fields that begin with a
/// quote leave it. Without <c>multiLine</c> a record never reaches past its line, quotes or not, so that files can be cut at line ends.
/// </summary>
/// <param name="slots">By field: where its cells go in <see cref="CsvRecords"/>, or -1 for fields that are not wanted.</param>
internal sealed unsafe class CsvTokenizer(CsvOptions options, int[] slots)
{
    private const int BlockBytes = 64;

    private readonly byte[] delimiter = options.Delimiter;
    private readonly int quote = options.Quote ?? -1;
    private readonly int comment = options.Comment ?? -1;
    private readonly LineEnds lineEnds = new(options.LineSeparator);
    private readonly CsvQuotedField quoted = new(options);
    private readonly bool trimsStart = options.IgnoreLeadingWhiteSpace;
    private readonly bool trimsEnd = options.IgnoreTrailingWhiteSpace;
    private readonly bool multiLine = options.MultiLine;
    private readonly Vector256<byte> delimiters = Vector256.Create(options.Delimiter[0]);
    private readonly Vector256<byte> lineFeeds = Vector256.Create(new LineEnds(options.LineSeparator).First);
    private readonly Vector256<byte> returns = Vector256.Create(new LineEnds(options.LineSeparator).OtherFirst);

    /// <summary>Appends whole records until the window ends or the records are full.</summary>
    /// <param name="window">The text, which begins at the start of a record.</param>
    /// <param name="isLast">True where nothing follows the window, so that its end ends the last record.</param>
    /// <param name="records">Where records are appended.</param>
    /// <returns>Bytes consumed: the rest is an incomplete record, or what did not fit.</returns>
    public int Tokenize(ReadOnlySpan<byte> window, bool isLast, CsvRecords records)
    {
        fixed (byte* start = &MemoryMarshal.GetReference(window))
        {
            var end = start + window.Length;
            var at = start;
            while (records.Count < records.Capacity && at < end)
            {
                if (*at <= ' ' || *at == comment)
                {
                    var skipped = Skippable(at, end, isLast);
                    if (skipped < 0)
                        break;
                    if (skipped > 0)
                    {
                        at += skipped;
                        continue;
                    }
                }

                var next = Record(start, at, end, isLast, records);
                if (next == null)
                    break;
                at = next;
            }

            return (int)(at - start);
        }
    }

    /// <summary>Appends the first record of a text that lies in a window; one without fields where the text holds none.</summary>
    /// <param name="window">What cells point into.</param>
    /// <param name="from">Where the text begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="records">With room for one more.</param>
    public void TokenizeFirst(ReadOnlySpan<byte> window, int from, int end, CsvRecords records)
    {
        fixed (byte* start = &MemoryMarshal.GetReference(window))
        {
            var at = start + from;
            while (at < start + end && (*at <= ' ' || *at == comment) && Skippable(at, start + end, isLast: true) is > 0 and var skipped)
                at += skipped;
            if (at < start + end)
                Record(start, at, start + end, isLast: true, records);
            else
                records.AddMissing(from);
        }
    }

    /// <summary>The length of a line that holds no record (blank, comment) with its end; 0 where it holds one, -1 where the window ends before that is known.</summary>
    private int Skippable(byte* line, byte* end, bool isLast)
    {
        var rest = new ReadOnlySpan<byte>(line, (int)(end - line));
        var length = lineEnds.IndexIn(rest, out var ending);
        if (length < 0)
            (length, ending) = (rest.Length, 0);
        var text = rest[..length];
        var skips = *line == comment || (multiLine ? text.IsEmpty : IsBlank(text));
        if (!skips)
            return 0;
        if (ending == 0 && !isLast)
            return -1;
        return ending < 0 && !isLast ? -1 : length + Math.Abs(ending);
    }

    /// <summary>One record; returns the start of the next, or null where the window ends before it does.</summary>
    private byte* Record(byte* window, byte* start, byte* end, bool isLast, CsvRecords records)
    {
        var at = start;
        var block = start;
        var mask = Mask(block, end);
        var width = 0;
        var row = records.Count;
        byte* stop;
        byte* next;
        while (true)
        {
            var field = at;
            if (trimsStart)
                while (field < end && *field <= ' ' && !IsBoundary(field, end))
                    field++;
            CsvCell cell;
            if (field < end && *field == quote)
            {
                var ended = quoted.Read(window, field, end, isLast, records, out cell);
                if (ended == null)
                    return null;
                if (ended - block >= BlockBytes)
                {
                    block = ended;
                    mask = Mask(block, end);
                }
                else
                {
                    mask &= ulong.MaxValue << (int)(ended - block);
                }

                stop = Boundary(ref block, ref mask, end);
                if (cell.Length == CsvQuotedField.RawLength)
                    cell = cell with { Length = (int)((stop == null ? end : stop) - window) - cell.Start };
            }
            else
            {
                stop = Boundary(ref block, ref mask, end);
                var last = stop == null ? end : stop;
                if (trimsEnd)
                    while (last > field && last[-1] <= ' ')
                        last--;
                cell = last > field ? new CsvCell((int)(field - window), (int)(last - field)) : CsvCell.Missing;
            }

            if (stop == null && !isLast)
                return null;
            if (width < slots.Length && slots[width] >= 0)
                records.Cells[slots[width] * records.Capacity + row] = cell;
            width++;
            if (stop == null)
            {
                stop = next = end;
                break;
            }

            if (lineEnds.At(stop, end, out var ending))
            {
                if (ending < 0 && !isLast)
                    return null;
                next = stop + Math.Abs(ending);
                break;
            }

            at = stop + delimiter.Length;
            // What is left of a longer delimiter is no boundary.
            if (delimiter.Length > 1)
            {
                block = at;
                mask = Mask(block, end);
            }
        }

        for (var i = width; i < slots.Length; i++)
            if (slots[i] >= 0)
                records.Cells[slots[i] * records.Capacity + row] = CsvCell.Missing;
        records.Starts[row] = (int)(start - window);
        records.Lengths[row] = (int)(stop - start);
        records.Widths[row] = width;
        records.Count++;
        return next;
    }

    /// <summary>The next delimiter or line end, or null at the window's end.</summary>
    private byte* Boundary(ref byte* block, ref ulong mask, byte* end)
    {
        while (true)
        {
            while (mask == 0)
            {
                block += BlockBytes;
                if (block >= end)
                    return null;
                mask = Mask(block, end);
            }

            var at = block + BitOperations.TrailingZeroCount(mask);
            mask &= mask - 1;
            if ((delimiter.Length == 1 && lineEnds.IsSimple) || IsBoundary(at, end))
                return at;
        }
    }

    private bool IsBoundary(byte* at, byte* end) =>
        new ReadOnlySpan<byte>(at, (int)(end - at)).StartsWith(delimiter) || lineEnds.At(at, end, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Mask(byte* block, byte* end)
    {
        if (end - block >= BlockBytes)
            return Half(Vector256.Load(block)) | ((ulong)Half(Vector256.Load(block + 32)) << 32);
        var mask = 0ul;
        for (var i = 0; block + i < end; i++)
            if (block[i] == delimiters[0] || block[i] == lineFeeds[0] || block[i] == returns[0])
                mask |= 1ul << i;
        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Half(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, delimiters) | Vector256.Equals(bytes, lineFeeds) | Vector256.Equals(bytes, returns)).ExtractMostSignificantBits();

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        foreach (var symbol in text)
            if (symbol > ' ')
                return false;
        return true;
    }
}
