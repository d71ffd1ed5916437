using System.Globalization;
using System.Text;

namespace Spindle.Wire.Grpc;

/// <summary>The written forms of what stands in gRPC's own headers.</summary>
internal static class HeaderText
{
    /// <summary>Status messages: UTF-8, every byte but printable ASCII without '%' as %XX.</summary>
    public static string Escape(string text)
    {
        var plain = true;
        foreach (var c in text)
            plain &= c is >= ' ' and <= '~' and not '%';
        if (plain)
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
            if (b is >= (byte)' ' and <= (byte)'~' and not (byte)'%')
                escaped.Append((char)b);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        return escaped.ToString();
    }

    /// <summary>The reverse; what is no escape stays as it is, and text is never refused.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes.Add(b);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
            }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>At most eight digits and a unit. Rounded up, so that the far end never gives up first.</summary>
    public static string Timeout(TimeSpan timeout)
    {
        const long most = 99_999_999;
        var ticks = Math.Max(1, timeout.Ticks);
        if (ticks <= most / 100)
            return string.Create(CultureInfo.InvariantCulture, $"{ticks * 100}n");
        (long Ticks, char Unit)[] units =
            [(TimeSpan.TicksPerMicrosecond, 'u'), (TimeSpan.TicksPerMillisecond, 'm'), (TimeSpan.TicksPerSecond, 'S'), (TimeSpan.TicksPerMinute, 'M'), (TimeSpan.TicksPerHour, 'H')];
        foreach (var (size, unit) in units)
        {
            var count = ticks / size + (ticks % size == 0 ? 0 : 1);
            if (count <= most)
                return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
        }

        return "99999999H";
    }

    /// <summary>The reverse; false for what is no timeout.</summary>
    public static bool TryTimeout(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        long? ticks = text[^1] switch
        {
            'n' => (count + 99) / 100,
            'u' => count * TimeSpan.TicksPerMicrosecond,
            'm' => count * TimeSpan.TicksPerMillisecond,
            'S' => count * TimeSpan.TicksPerSecond,
            'M' => count * TimeSpan.TicksPerMinute,
            'H' => count > long.MaxValue / TimeSpan.TicksPerHour ? long.MaxValue : count * TimeSpan.TicksPerHour,
            _ => null,
        };
        timeout = new TimeSpan(ticks ?? 0);
        return ticks is not null;
    }

    /// <summary>Base64 with or without its padding.</summary>
    public static bool TryBase64(string text, out byte[] bytes)
    {
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        bytes = new byte[padded.Length / 4 * 3];
        var valid = Convert.TryFromBase64String(padded, bytes, out var length);
        bytes = bytes[..length];
        return valid;
    }
}
