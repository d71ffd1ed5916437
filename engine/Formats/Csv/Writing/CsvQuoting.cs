using System.Buffers;

namespace Spindle.Formats.Csv.Writing;

/// <summary>Decides which fields are quoted, and quotes them.</summary>
internal sealed class CsvQuoting
{
    private readonly CsvOptions options;
    private readonly byte[] triggers;
    private readonly bool numbersAreSafe;
    private readonly bool canQuote;
    private byte[] copy = new byte[256];

    public CsvQuoting(CsvOptions options)
    {
        this.options = options;
        canQuote = options.Quote is not null;
        var bytes = new List<byte> { options.Delimiter[0], (byte)'\n', (byte)'\r' };
        if (options.LineSeparator is { } separator)
            bytes.Add(separator[0]);
        if (options is { Quote: { } quote, EscapeQuotes: true })
            bytes.Add(quote);
        triggers = [.. bytes.Distinct()];
        numbersAreSafe = !triggers.Any(b => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'+' or (byte)':' or (byte)' ');
    }

    public void WriteNull(ArrayBufferWriter<byte> output)
    {
        if (options.QuoteAll && canQuote)
            Quoted(options.NullValue, output);
        else
            output.Write(options.NullValue);
    }

    public void Write(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        var from = output.WrittenCount;
        output.Write(text);
        Finish(from, isFree: true, output);
    }

    /// <summary>Trims, quotes and escapes the text that was appended since <paramref name="from"/>.</summary>
    /// <param name="isFree">False for text of digits and their like.</param>
    public void Finish(int from, bool isFree, ArrayBufferWriter<byte> output)
    {
        if (!isFree && numbersAreSafe && !options.QuoteAll)
            return;
        var text = Trimmed(output.WrittenSpan[from..]);
        if (text.IsEmpty)
        {
            Restart(output, from);
            // The text of an empty value brings its own quotes.
            output.Write(options.EmptyValue);
            return;
        }

        var quotes = canQuote && (options.QuoteAll || text.IndexOfAny(triggers) >= 0 || text[0] == options.Quote || text[0] == options.Comment || IsBlank(text));
        if (!quotes && text.Length == output.WrittenCount - from)
            return;
        if (copy.Length < text.Length)
            copy = new byte[text.Length * 2];
        text.CopyTo(copy);
        var length = text.Length;
        Restart(output, from);
        if (quotes)
            Quoted(copy.AsSpan(0, length), output);
        else
            output.Write(copy.AsSpan(0, length));
    }

    private ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text)
    {
        var (start, end) = (0, text.Length);
        if (options.IgnoreLeadingWhiteSpace)
            while (start < end && text[start] <= ' ')
                start++;
        if (options.IgnoreTrailingWhiteSpace)
            while (end > start && text[end - 1] <= ' ')
                end--;
        return text[start..end];
    }

    private void Quoted(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        var quote = options.Quote!.Value;
        var escape = options.Escape ?? quote;
        var target = output.GetSpan(text.Length * 2 + 2);
        var length = 0;
        target[length++] = quote;
        foreach (var symbol in text)
        {
            if (symbol == quote && options.EscapeQuotes)
                target[length++] = escape;
            else if (symbol == escape && options.EscapeEscape is { } second)
                target[length++] = second;
            target[length++] = symbol;
        }

        target[length++] = quote;
        output.Advance(length);
    }

    /// <summary>Takes back what was appended since.</summary>
    private static void Restart(ArrayBufferWriter<byte> output, int from)
    {
        // The writer can only grow or start again: it starts again with what is kept.
        var kept = output.WrittenSpan[..from];
        output.ResetWrittenCount();
        if (!kept.IsEmpty)
            output.Advance(from);
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)0, (byte)' ') < 0;
}
