using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Spindle.Columnar.Errors;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>The last pattern of a call, compiled (nearly always the only one), and room for the characters of one text.</summary>
internal sealed class RegexCache(Call call)
{
    private static readonly SearchValues<byte> Meaningful = SearchValues.Create(@"\.$|()[]{}^?*+"u8);

    private byte[] pattern = [];
    private Regex? regex;
    private char[] characters = new char[256];

    /// <summary>Whether a pattern matches itself and nothing else.</summary>
    public static bool IsLiteral(ReadOnlySpan<byte> pattern) => !pattern.IsEmpty && !pattern.ContainsAny(Meaningful);

    public Regex For(ReadOnlySpan<byte> text)
    {
        if (regex is not null && text.SequenceEqual(pattern))
            return regex;
        try
        {
            regex = new Regex(JavaPattern.ToDotNet(Encoding.UTF8.GetString(text)), RegexOptions.CultureInvariant);
        }
        catch (ArgumentException error)
        {
            throw new SpindleException(new ErrorClass("INVALID_PARAMETER_VALUE.PATTERN", "22023"), $"'{Encoding.UTF8.GetString(text)}' is not a regular expression: {error.Message}",
                call.Origin, error, new Dictionary<string, string> { ["functionName"] = $"`{call.Function}`", ["parameter"] = "`regexp`", ["value"] = $"'{Encoding.UTF8.GetString(text)}'" });
        }
        pattern = text.ToArray();
        return regex;
    }

    /// <summary>The text as UTF-16, until the next one.</summary>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> text) => Decode(text, out _);

    /// <summary>The text as UTF-16, until the next one; of ASCII text a character's index is its byte's.</summary>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> text, out bool isAscii)
    {
        // No text has more characters than bytes.
        if (characters.Length < text.Length)
            characters = new char[Math.Max(text.Length, 2 * characters.Length)];
        isAscii = Ascii.ToUtf16(text, characters, out var count) == OperationStatus.Done;
        return characters.AsSpan(0, isAscii ? count : Encoding.UTF8.GetChars(text, characters));
    }
}
