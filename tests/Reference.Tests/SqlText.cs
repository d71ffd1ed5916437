namespace Spindle.Reference.Tests;

/// <summary>What the runner has to know of a statement before it runs.</summary>
internal static class SqlText
{
    /// <summary>True where ORDER BY stands outside of all parentheses, strings and comments: only then does the order of rows count.</summary>
    public static bool OrdersAtTheTop(string sql)
    {
        var depth = 0;
        for (var i = 0; i < sql.Length; i++)
        {
            switch (sql[i])
            {
                case '\'' or '"' or '`':
                    i = sql.IndexOf(sql[i], i + 1) is var end && end < 0 ? sql.Length : end;
                    break;
                case '-' when i + 1 < sql.Length && sql[i + 1] == '-':
                    i = sql.IndexOf('\n', i) is var line && line < 0 ? sql.Length : line;
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case 'o' or 'O' when depth == 0 && sql.AsSpan(i).StartsWith("order by", StringComparison.OrdinalIgnoreCase):
                    return true;
            }
        }

        return false;
    }

    /// <summary>The statement's first word, in upper case.</summary>
    public static string Verb(string sql)
    {
        foreach (var line in sql.Split('\n'))
        {
            var text = line.Trim();
            if (text.Length > 0 && !text.StartsWith("--", StringComparison.Ordinal))
                return text.Split([' ', '(', '\t', ';'], 2)[0].ToUpperInvariant();
        }

        return "";
    }
}
