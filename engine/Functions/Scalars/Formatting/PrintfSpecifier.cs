using System.Text;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>One piece of a format string: plain text, or a conversion <c>%[index$][flags][width][.precision]conversion</c> of Java's Formatter.</summary>
/// <param name="Text">Plain text, or the conversion as written, for messages.</param>
/// <param name="Conversion">The letter in lower case; null for plain text.</param>
internal sealed record PrintfSpecifier(string Text, char? Conversion = null)
{
    /// <summary>The argument, from 0; -1 where the conversion takes none.</summary>
    public int Argument { get; init; } = -1;

    public string Flags { get; init; } = "";
    public int Width { get; init; } = -1;
    public int Precision { get; init; } = -1;

    /// <summary>True for a conversion in upper case, whose text is upper case.</summary>
    public bool IsUpper { get; init; }

    public bool Has(char flag) => Flags.Contains(flag);

    /// <summary>The pieces of a format, or null with the conversion at fault.</summary>
    public static List<PrintfSpecifier>? Read(string format, out string fault)
    {
        var pieces = new List<PrintfSpecifier>();
        var (ordinary, last) = (0, -1);
        for (var i = 0; i < format.Length;)
        {
            var start = i;
            if (format[i] != '%')
            {
                i = format.IndexOf('%', i) is >= 0 and var next ? next : format.Length;
                pieces.Add(new PrintfSpecifier(format[start..i]));
                continue;
            }

            i++;
            var number = Number(format, ref i);
            var index = -1;
            if (number >= 0 && i < format.Length && format[i] == '$' && format[start + 1] != '0')
            {
                (index, number) = (number, -1);
                i++;
            }
            else if (number >= 0)
            {
                // A width, which may begin with the flag 0.
                i = start + 1;
                number = -1;
            }

            var flags = new StringBuilder();
            while (i < format.Length && "-#+ 0,(<".Contains(format[i]))
                flags.Append(format[i++]);
            var width = Number(format, ref i);
            var precision = -1;
            if (i < format.Length && format[i] == '.')
            {
                i++;
                precision = Number(format, ref i);
                if (precision < 0)
                    break;
            }

            if (i >= format.Length || !"bBhHsScCdoxXeEfgGaA%n".Contains(format[i]))
            {
                fault = format[start..Math.Min(i + 1, format.Length)];
                return null;
            }

            var conversion = format[i++];
            var piece = new PrintfSpecifier(format[start..i], char.ToLowerInvariant(conversion)) { Flags = flags.ToString(), Width = width, Precision = precision, IsUpper = char.IsAsciiLetterUpper(conversion) };
            if (conversion is '%' or 'n')
            {
                pieces.Add(piece);
                continue;
            }

            last = piece.Has('<') ? last : index > 0 ? index - 1 : ordinary++;
            pieces.Add(piece with { Argument = last });
        }

        fault = "";
        return pieces;
    }

    private static int Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at > start && int.TryParse(text.AsSpan(start, at - start), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
