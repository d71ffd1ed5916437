using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Formats.Records;

namespace Spindle.Formats.Csv;

/// <summary>The option <c>sep</c>, which may be written with escapes.</summary>
internal static class CsvDelimiter
{
    public static byte[] Parse(string text)
    {
        if (text.Length == 0)
            throw new SpindleException(RecordErrors.EmptyDelimiter, "the option sep is empty: give the characters between fields");
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || text.Length == 1)
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            plain.Append(i == text.Length ? throw Unsupported(text) : text[i] switch
            {
                't' => '\t',
                'r' => '\r',
                'n' => '\n',
                'b' => '\b',
                'f' => '\f',
                '\\' or '"' or '\'' => text[i],
                'u' when text[i..] == "u0000" => Skip(ref i, 4),
                _ => throw Unsupported(text),
            });
        }

        return Encoding.UTF8.GetBytes(plain.ToString());
    }

    private static char Skip(ref int at, int count)
    {
        at += count;
        return '\0';
    }

    private static SpindleException Unsupported(string text) => new(
        RecordErrors.InvalidDelimiter, $"the option sep is '{text}', which has an escape that is none of \\t, \\n, \\r, \\b, \\f, \\\\, \\\" and \\'",
        parameters: new Dictionary<string, string> { ["str"] = text });
}
