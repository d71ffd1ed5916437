using System.Text;

namespace Spindle.Formats.Patterns;

/// <summary>Pattern letters to elements.</summary>
internal static class PatternCompiler
{
    private static readonly byte[] None = [];

    public static PatternElement[] Compile(string pattern, PatternUse use)
    {
        var letters = new PatternLetters(pattern, use);
        letters.Check();
        var elements = new List<PatternElement>();
        var open = new Stack<int>();
        for (var at = 0; at < pattern.Length;)
        {
            var letter = pattern[at];
            if (letter == '\'')
            {
                elements.Add(new PatternElement(PatternField.Literal, 0, Encoding.UTF8.GetBytes(Quoted(pattern, letters, ref at))));
            }
            else if (letter == '[')
            {
                open.Push(elements.Count);
                elements.Add(new PatternElement(PatternField.OptionalStart, 0, None));
                at++;
            }
            else if (letter == ']')
            {
                if (!open.TryPop(out var start))
                    throw letters.Malformed();
                elements[start] = elements[start] with { Width = elements.Count };
                elements.Add(new PatternElement(PatternField.OptionalEnd, 0, None));
                at++;
            }
            else if (char.IsAsciiLetter(letter))
            {
                var end = at;
                while (end < pattern.Length && pattern[end] == letter)
                    end++;
                elements.Add(letters.Element(letter, end - at));
                at = end;
            }
            else if (letter is '{' or '}' or '#')
            {
                throw letters.Malformed();
            }
            else
            {
                var end = at + 1;
                while (end < pattern.Length && !char.IsAsciiLetter(pattern[end]) && pattern[end] is not ('\'' or '[' or ']' or '{' or '}' or '#'))
                    end++;
                elements.Add(new PatternElement(PatternField.Literal, 0, Encoding.UTF8.GetBytes(pattern[at..end])));
                at = end;
            }
        }

        return open.Count == 0 ? [.. elements] : throw letters.Malformed();
    }

    private static string Quoted(string pattern, PatternLetters letters, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < pattern.Length; at++)
        {
            if (pattern[at] != '\'')
            {
                text.Append(pattern[at]);
            }
            else if (at + 1 < pattern.Length && pattern[at + 1] == '\'')
            {
                text.Append('\'');
                at++;
            }
            else
            {
                at++;
                return text.Length == 0 ? "'" : text.ToString();
            }
        }

        throw letters.Malformed();
    }
}
