using Spindle.Columnar.Errors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Text;

/// <summary>
/// A LIKE pattern, cut at its <c>%</c> into pieces. The first piece stands at the text's start and the last at its end; those between are searched for from
/// left to right. Without <c>_</c> each is a vectorised search of bytes; with it, <c>_</c> takes one code point.
/// </summary>
internal sealed class LikePattern
{
    // Inside a piece, a code point that any character matches. No byte of UTF-8 text is 0xFF.
    private const byte AnyCharacter = 0xFF;

    private readonly byte[][] pieces;
    private readonly bool hasWildcard;

    private LikePattern(byte[][] pieces)
    {
        this.pieces = pieces;
        hasWildcard = pieces.Any(p => p.AsSpan().Contains(AnyCharacter));
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="SpindleException">INVALID_FORMAT where an escape stands before an ordinary character or at the end.</exception>
    public static LikePattern Parse(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> escape, Origin origin)
    {
        var pieces = new List<byte[]>();
        var piece = new List<byte>();
        while (!pattern.IsEmpty)
        {
            if (!escape.IsEmpty && pattern.StartsWith(escape))
            {
                pattern = pattern[escape.Length..];
                if (pattern.IsEmpty)
                    throw EvaluationErrors.Of("INVALID_FORMAT.ESC_AT_THE_END", "42601", "a LIKE pattern must not end with the escape character", origin);
                var escaped = pattern.StartsWith(escape) ? escape.Length : pattern[0] is (byte)'_' or (byte)'%' ? 1 : 0;
                if (escaped == 0)
                    throw EvaluationErrors.Of("INVALID_FORMAT.ESC_IN_THE_MIDDLE", "42601", "in a LIKE pattern the escape character stands only before '_', '%' and itself", origin);
                piece.AddRange(pattern[..escaped]);
                pattern = pattern[escaped..];
                continue;
            }
            if (pattern[0] == '%')
            {
                pieces.Add([.. piece]);
                piece.Clear();
            }
            else
            {
                piece.Add(pattern[0] == '_' ? AnyCharacter : pattern[0]);
            }
            pattern = pattern[1..];
        }
        pieces.Add([.. piece]);
        // %% is %: empty pieces in the middle match anywhere.
        return new LikePattern([pieces[0], .. pieces.Skip(1).SkipLast(1).Where(p => p.Length > 0), .. pieces.Skip(1).TakeLast(1)]);
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (hasWildcard)
            return MatchesWithWildcards(text);
        var first = pieces[0];
        if (pieces.Length == 1)
            return text.SequenceEqual(first);
        var last = pieces[^1];
        if (text.Length < first.Length + last.Length || !text.StartsWith(first) || !text.EndsWith(last))
            return false;
        text = text[first.Length..^last.Length];
        for (var i = 1; i < pieces.Length - 1; i++)
        {
            var at = text.IndexOf(pieces[i]);
            if (at < 0)
                return false;
            text = text[(at + pieces[i].Length)..];
        }
        return true;
    }

    private bool MatchesWithWildcards(ReadOnlySpan<byte> text)
    {
        if (!TryPiece(text, pieces[0], out var length) || (pieces.Length == 1 && length != text.Length))
            return false;
        if (pieces.Length == 1)
            return true;
        text = text[length..];
        for (var i = 1; i < pieces.Length - 1; i++)
        {
            while (!TryPiece(text, pieces[i], out length))
            {
                if (text.IsEmpty)
                    return false;
                text = text[CodePointLength(text)..];
            }
            text = text[length..];
        }
        // The last piece must end with the text: it takes as many code points as it has.
        var last = pieces[^1];
        for (; ; text = text[CodePointLength(text)..])
        {
            if (TryPiece(text, last, out length) && length == text.Length)
                return true;
            if (text.IsEmpty)
                return false;
        }
    }

    /// <summary>Whether the text starts with the piece, and over how many bytes.</summary>
    private static bool TryPiece(ReadOnlySpan<byte> text, byte[] piece, out int length)
    {
        length = 0;
        foreach (var symbol in piece)
        {
            if (length >= text.Length)
                return false;
            if (symbol == AnyCharacter)
                length += CodePointLength(text[length..]);
            else if (text[length++] != symbol)
                return false;
        }
        return true;
    }

    private static int CodePointLength(ReadOnlySpan<byte> text) => Math.Min(text.Length, CodePoints.Length(text[0]));
}
