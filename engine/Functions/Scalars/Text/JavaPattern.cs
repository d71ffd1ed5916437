using System.Text;
using System.Text.RegularExpressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>
/// Java's regular expressions in .NET's terms, where they differ: quotation (<c>\Q…\E</c>), horizontal space (<c>\h</c>), possessive quantifiers
/// (<c>a++</c>), and intersections of classes (<c>[a-z&amp;&amp;[^b]]</c>).
/// </summary>
public static class JavaPattern
{
    private const string HorizontalSpace = @" \t\u00A0\u1680\u180E\u2000-\u200A\u202F\u205F\u3000";

    /// <summary>The pattern as .NET reads it.</summary>
    public static string ToDotNet(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 8);
        var groups = new Stack<int>();
        // Where the atom that a quantifier would repeat begins in the result.
        var atom = 0;
        for (var i = 0; i < pattern.Length;)
        {
            var start = result.Length;
            switch (pattern[i])
            {
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] == 'Q':
                    var end = pattern.IndexOf(@"\E", i + 2, StringComparison.Ordinal);
                    var quoted = end < 0 ? pattern[(i + 2)..] : pattern[(i + 2)..end];
                    result.Append(Regex.Escape(quoted));
                    i = end < 0 ? pattern.Length : end + 2;
                    atom = start;
                    break;
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] is 'p' or 'P':
                    i = AppendProperty(pattern, i, result);
                    atom = start;
                    break;
                case '\\' when i + 1 < pattern.Length:
                    result.Append(pattern[i + 1] switch { 'h' => $"[{HorizontalSpace}]", 'H' => $"[^{HorizontalSpace}]", var c => $"\\{c}" });
                    i += 2;
                    atom = start;
                    break;
                case '[':
                    i = AppendClass(pattern, i, result);
                    atom = start;
                    break;
                case '(':
                    groups.Push(start);
                    result.Append(pattern[i++]);
                    break;
                case ')':
                    result.Append(pattern[i++]);
                    atom = groups.Count > 0 ? groups.Pop() : start;
                    break;
                case '*' or '+' or '?' or '{':
                    i = AppendQuantifier(pattern, i, result, atom);
                    break;
                default:
                    result.Append(pattern[i++]);
                    atom = start;
                    break;
            }
        }
        return result.ToString();
    }

    /// <summary><c>\p{…}</c>: POSIX names of ASCII, Java's names of Unicode's, general categories as they are.</summary>
    private static int AppendProperty(string pattern, int at, StringBuilder result)
    {
        var close = at + 2 < pattern.Length && pattern[at + 2] == '{' ? pattern.IndexOf('}', at) : at + 2;
        if (close < 0 || close >= pattern.Length)
        {
            result.Append(pattern, at, pattern.Length - at);
            return pattern.Length;
        }

        var name = pattern[close] == '}' ? pattern[(at + 3)..close] : pattern[close..(close + 1)];
        var negated = pattern[at + 1] == 'P';
        if (Ascii(name) is { } set)
            result.Append(negated ? $"[^{set}]" : $"[{set}]");
        else
            result.Append(negated ? @"\P{" : @"\p{").Append(Category(name)).Append('}');
        return close + 1;
    }

    private static string? Ascii(string name) => name switch
    {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "ASCII" => @"\x00-\x7F",
        "Alpha" => "a-zA-Z",
        "Digit" => "0-9",
        "Alnum" => "a-zA-Z0-9",
        "Punct" => @"!-/:-@\[-`{-~",
        "Graph" => "!-~",
        "Print" => " -~",
        "Blank" => @" \t",
        "Cntrl" => @"\x00-\x1F\x7F",
        "XDigit" => "0-9a-fA-F",
        "Space" => @"\s",
        "IsAlphabetic" => @"\p{L}\p{Nl}",
        "IsDigit" => @"\p{Nd}",
        "IsLetter" => @"\p{L}",
        "IsPunctuation" => @"\p{P}",
        "IsUppercase" => @"\p{Lu}",
        "IsLowercase" => @"\p{Ll}",
        "IsWhite_Space" => @"\s",
        _ => null,
    };

    private static string Category(string name) => name.StartsWith("Is", StringComparison.Ordinal) && name.Length <= 4 ? name[2..] : name;

    private static int AppendQuantifier(string pattern, int at, StringBuilder result, int atom)
    {
        var end = at + 1;
        if (pattern[at] == '{')
        {
            var close = pattern.IndexOf('}', at);
            end = close < 0 ? end : close + 1;
        }
        result.Append(pattern, at, end - at);
        if (end < pattern.Length && pattern[end] == '+')
        {
            result.Insert(atom, "(?>").Append(')');
            end++;
        }
        else if (end < pattern.Length && pattern[end] == '?')
        {
            result.Append('?');
            end++;
        }
        return end;
    }

    /// <summary>A class, nested classes and one intersection included: A &amp;&amp; B is A without what is not B.</summary>
    private static int AppendClass(string pattern, int at, StringBuilder result)
    {
        var end = ClassEnd(pattern, at);
        var body = pattern[(at + 1)..Math.Max(at + 1, end - 1)];
        var split = body.IndexOf("&&", StringComparison.Ordinal);
        if (split < 0)
        {
            result.Append('[').Append(Inner(body)).Append(']');
            return end;
        }
        var (left, right) = (Unwrap(body[..split]), Unwrap(body[(split + 2)..]));
        var removed = right.StartsWith('^') ? right[1..] : "^" + right;
        result.Append('[').Append(Inner(left)).Append("-[").Append(Inner(removed)).Append("]]");
        return end;
    }

    private static string Unwrap(string set) => set.Length > 1 && set[0] == '[' && set[^1] == ']' ? set[1..^1] : set;

    private static string Inner(string body) => body.Replace(@"\h", HorizontalSpace, StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal)
        .Replace(@"\\[", @"\[", StringComparison.Ordinal);

    private static int ClassEnd(string pattern, int at)
    {
        var depth = 0;
        for (var i = at; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (pattern[i] == '[')
                depth++;
            // A bracket right after the opening one, or its ^, is a character.
            else if (pattern[i] == ']' && !(i == at + 1 || (i == at + 2 && pattern[at + 1] == '^')) && --depth == 0)
                return i + 1;
        }
        return pattern.Length;
    }
}
