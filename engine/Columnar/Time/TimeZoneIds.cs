namespace Spindle.Columnar.Time;

/// <summary>
/// The zone ids that Spark accepts: an offset (<c>Z</c>, <c>+2</c>, <c>-08:00</c>, <c>+053015</c>), <c>UTC</c>, <c>GMT</c> or <c>UT</c> with or without
/// one, a region of the database, or one of Java's three-letter names.
/// </summary>
internal static class TimeZoneIds
{
    private const int MaxOffsetSeconds = 18 * 3_600;

    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["ACT"] = "Australia/Darwin", ["AET"] = "Australia/Sydney", ["AGT"] = "America/Argentina/Buenos_Aires", ["ART"] = "Africa/Cairo",
        ["AST"] = "America/Anchorage", ["BET"] = "America/Sao_Paulo", ["BST"] = "Asia/Dhaka", ["CAT"] = "Africa/Harare",
        ["CNT"] = "America/St_Johns", ["CST"] = "America/Chicago", ["CTT"] = "Asia/Shanghai", ["EAT"] = "Africa/Addis_Ababa",
        ["ECT"] = "Europe/Paris", ["IET"] = "America/Indiana/Indianapolis", ["IST"] = "Asia/Kolkata", ["JST"] = "Asia/Tokyo",
        ["MIT"] = "Pacific/Apia", ["NET"] = "Asia/Yerevan", ["NST"] = "Pacific/Auckland", ["PLT"] = "Asia/Karachi",
        ["PNT"] = "America/Phoenix", ["PRT"] = "America/Puerto_Rico", ["PST"] = "America/Los_Angeles", ["SST"] = "Pacific/Guadalcanal",
        ["VST"] = "Asia/Ho_Chi_Minh", ["EST"] = "-05:00", ["MST"] = "-07:00", ["HST"] = "-10:00",
    };

    public static TimeZone? Find(string id)
    {
        if (ShortNames.TryGetValue(id, out var full))
            id = full;
        if (id is "Z")
            return TimeZone.Fixed("Z", 0);
        if (id.Length > 0 && id[0] is '+' or '-')
            return TryOffset(id, out var bare) ? TimeZone.Fixed(bare == 0 ? "Z" : Format(bare), bare) : null;
        foreach (var prefix in (ReadOnlySpan<string>)["UTC", "GMT", "UT"])
        {
            if (!id.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            if (id.Length == prefix.Length)
                return id == "UTC" ? TimeZone.Utc : TimeZone.Fixed(id, 0);
            if (id[prefix.Length] is '+' or '-')
            {
                return TryOffset(id.AsSpan(prefix.Length), out var seconds)
                    ? TimeZone.Fixed(seconds == 0 ? prefix : prefix + Format(seconds), seconds)
                    : null;
            }
        }
        return TimeZoneDatabase.Find(id);
    }

    /// <summary><c>±h[h][:m[m][:ss]]</c> or <c>±hhmm[ss]</c>, at most 18 hours.</summary>
    internal static bool TryOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        var negative = text[0] == '-';
        text = text[1..];
        Span<int> parts = stackalloc int[3];
        if (!(text.Contains(':') ? TrySeparated(text, parts) : TryCompact(text, parts)) || parts[1] > 59 || parts[2] > 59)
            return false;
        seconds = parts[0] * 3_600 + parts[1] * 60 + parts[2];
        if (seconds > MaxOffsetSeconds)
            return false;
        if (negative)
            seconds = -seconds;
        return true;
    }

    private static bool TrySeparated(ReadOnlySpan<char> text, Span<int> parts)
    {
        var part = 0;
        while (true)
        {
            var colon = text.IndexOf(':');
            var digits = colon < 0 ? text : text[..colon];
            // A single digit is allowed for hours, and for minutes where they end the id.
            if (part == 3 || !TryDigits(digits, out parts[part]) || digits.Length > 2 || (digits.Length < 2 && (part == 2 || (part == 1 && colon >= 0))))
                return false;
            if (colon < 0)
                return true;
            text = text[(colon + 1)..];
            part++;
        }
    }

    private static bool TryCompact(ReadOnlySpan<char> text, Span<int> parts)
    {
        if (text.Length is 1 or 2)
            return TryDigits(text, out parts[0]);
        if (text.Length is not (4 or 6))
            return false;
        for (var i = 0; i < text.Length / 2; i++)
            if (!TryDigits(text.Slice(2 * i, 2), out parts[i]))
                return false;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) || value > 99)
                return false;
            value = value * 10 + c - '0';
        }
        return text.Length > 0;
    }

    private static string Format(int seconds)
    {
        var size = Math.Abs(seconds);
        var text = $"{(seconds < 0 ? '-' : '+')}{size / 3_600:00}:{size / 60 % 60:00}";
        return size % 60 == 0 ? text : $"{text}:{size % 60:00}";
    }
}
