namespace Spindle.Formats.Records;

/// <summary>Where lines end: at CR, LF and CR LF, or at one given separator.</summary>
/// <param name="separator">Null for the former.</param>
public readonly unsafe struct LineEnds(byte[]? separator)
{
    private readonly byte[]? separator = separator;

    /// <summary>A byte that a line end may begin with.</summary>
    internal byte First => separator is null ? (byte)'\n' : separator[0];

    /// <summary>The other one; the same where there is one only.</summary>
    internal byte OtherFirst => separator is null ? (byte)'\r' : separator[0];

    /// <summary>True where each such byte ends a line.</summary>
    internal bool IsSimple => separator is null || separator.Length == 1;

    /// <summary>Whether a line ends here.</summary>
    /// <param name="length">Bytes of the line end; negative where one more byte, past the window, may belong to it.</param>
    public bool At(byte* at, byte* end, out int length)
    {
        length = 0;
        if (separator is not null)
        {
            length = separator.Length;
            return at < end && *at == separator[0] && new ReadOnlySpan<byte>(at, (int)(end - at)).StartsWith(separator);
        }

        if (at >= end || (*at != '\n' && *at != '\r'))
            return false;
        length = *at == '\n' ? 1 : at + 1 == end ? -1 : at[1] == '\n' ? 2 : 1;
        return true;
    }

    /// <summary>The offset of the first line end, or -1.</summary>
    /// <param name="length">Bytes of the line end; negative where one more byte, past the text, may belong to it.</param>
    public int IndexIn(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        var found = separator is null ? text.IndexOfAny((byte)'\n', (byte)'\r') : text.IndexOf(separator);
        if (found < 0)
            return -1;
        fixed (byte* start = text)
            At(start + found, start + text.Length, out length);
        return found;
    }
}
