namespace Spindle.Functions.Scalars.Codecs;

/// <summary>The parts of a URI (RFC 2396, with characters beyond ASCII let through as Java does), null for parts that are not there; nothing is decoded.</summary>
internal readonly record struct UrlText(string? Scheme, string? Authority, string? UserInfo, string? Host, string? Path, string? Query, string? Fragment)
{
    private const string Mark = "-_.!~*'()";
    private const string Reserved = ";/?:@&=+$,[]";

    /// <summary>False where the text is no URI.</summary>
    public static bool TryParse(string text, out UrlText url)
    {
        url = default;
        var rest = text.AsSpan();
        var hash = rest.IndexOf('#');
        string? fragment = null;
        if (hash >= 0)
        {
            if (!AreAll(rest[(hash + 1)..], Reserved))
                return false;
            fragment = rest[(hash + 1)..].ToString();
            rest = rest[..hash];
        }

        string? scheme = null;
        if (rest.IndexOfAny(":/?") is >= 0 and var end && rest[end] == ':')
        {
            if (end == 0 || !char.IsAsciiLetter(rest[0]) || rest[..end].ContainsAnyExcept(SchemeCharacters))
                return false;
            scheme = rest[..end].ToString();
            rest = rest[(end + 1)..];
            if (rest.IsEmpty)
                return false;
            if (rest[0] != '/')
            {
                // An opaque URI: nothing but a scheme and what it says.
                url = new UrlText(scheme, null, null, null, null, null, fragment);
                return AreAll(rest, Reserved);
            }
        }

        return TryHierarchical(rest, scheme, fragment, out url);
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    private static bool TryHierarchical(ReadOnlySpan<char> rest, string? scheme, string? fragment, out UrlText url)
    {
        url = default;
        string? authority = null, userInfo = null, host = null, query = null;
        if (rest.StartsWith("//"))
        {
            rest = rest[2..];
            var end = rest.IndexOfAny("/?") is >= 0 and var found ? found : rest.Length;
            if (end == 0 && rest.IsEmpty)
                return false;
            if (end > 0)
            {
                if (!TryServer(rest[..end], out userInfo, out host))
                {
                    (userInfo, host) = (null, null);
                    if (!AreAll(rest[..end], "$,;:@&=+"))
                        return false;
                }

                authority = rest[..end].ToString();
            }

            rest = rest[end..];
        }

        var mark = rest.IndexOf('?');
        if (mark >= 0)
        {
            query = rest[(mark + 1)..].ToString();
            if (!AreAll(query, Reserved))
                return false;
            rest = rest[..mark];
        }

        if (!AreAll(rest, ";/:@&=+$,"))
            return false;
        url = new UrlText(scheme, authority, userInfo, host, rest.ToString(), query, fragment);
        return true;
    }

    /// <summary><c>user@host:port</c> with a host by name or number; false for what only a registry could read.</summary>
    private static bool TryServer(ReadOnlySpan<char> text, out string? userInfo, out string? host)
    {
        (userInfo, host) = (null, null);
        var at = text.IndexOf('@');
        if (at >= 0)
        {
            if (!AreAll(text[..at], ";:&=+$,"))
                return false;
            userInfo = text[..at].ToString();
            text = text[(at + 1)..];
        }

        var colon = text.LastIndexOf(':');
        if (text.StartsWith("["))
        {
            var close = text.IndexOf(']');
            if (close < 0 || !System.Net.IPAddress.TryParse(text[1..close], out _))
                return false;
            host = text[..(close + 1)].ToString();
            return close + 1 == text.Length || (text[close + 1] == ':' && !text[(close + 2)..].ContainsAnyExceptInRange('0', '9'));
        }

        if (colon >= 0)
        {
            if (text[(colon + 1)..].ContainsAnyExceptInRange('0', '9') || (colon + 1 < text.Length && !int.TryParse(text[(colon + 1)..], out _)))
                return false;
            text = text[..colon];
        }

        host = text.ToString();
        return IsAddress(text) || IsHostName(text);
    }

    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var part in text.Split('.'))
        {
            if (!byte.TryParse(text[part], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _))
                return false;
            count++;
        }

        return count == 4;
    }

    /// <summary>Labels of letters, digits and inner hyphens; the last of several begins with a letter.</summary>
    private static bool IsHostName(ReadOnlySpan<char> text)
    {
        if (text.EndsWith("."))
            text = text[..^1];
        var first = true;
        var last = text;
        foreach (var range in text.Split('.'))
        {
            var label = text[range];
            if (label.IsEmpty || !char.IsAsciiLetterOrDigit(label[0]) || !char.IsAsciiLetterOrDigit(label[^1]))
                return false;
            foreach (var character in label)
                if (!char.IsAsciiLetterOrDigit(character) && character != '-')
                    return false;
            first &= range.Start.Value == 0 && label.Length == text.Length;
            last = label;
        }

        return first || char.IsAsciiLetter(last[0]);
    }

    /// <summary>Letters, digits, marks, %XX, characters beyond ASCII but spaces and controls, and those in <paramref name="more"/>.</summary>
    private static bool AreAll(ReadOnlySpan<char> text, string more)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    return false;
                i += 2;
            }
            else if (character < 0x80 ? !char.IsAsciiLetterOrDigit(character) && !Mark.Contains(character) && !more.Contains(character)
                : char.IsControl(character) || char.IsSeparator(character))
            {
                return false;
            }
        }

        return true;
    }
}
