using System.Globalization;

namespace Spindle.Sql.Settings;

/// <summary>Sizes as people write them: <c>512m</c>, <c>2g</c>, <c>1.5 GiB</c>; powers of 1,024.</summary>
internal static class ByteSize
{
    public static bool TryParse(string text, out long bytes)
    {
        var trimmed = text.AsSpan().Trim();
        var end = trimmed.LastIndexOfAnyInRange('0', '9') + 1;
        var unit = trimmed[end..].Trim().ToString().ToLowerInvariant() switch
        {
            "" or "b" => 0,
            "k" or "kb" or "kib" => 1,
            "m" or "mb" or "mib" => 2,
            "g" or "gb" or "gib" => 3,
            "t" or "tb" or "tib" => 4,
            _ => -1,
        };
        bytes = 0;
        if (unit < 0 || !double.TryParse(trimmed[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number <= 0 || number * Math.Pow(1_024, unit) > long.MaxValue / 2)
            return false;
        bytes = (long)(number * Math.Pow(1_024, unit));
        return bytes > 0;
    }

    /// <summary>A size, or a number without a unit, which may be 0 or negative; null where it is neither.</summary>
    public static long? Threshold(string text) =>
        TryParse(text, out var bytes) ? bytes : long.TryParse(text.Trim().TrimEnd('b', 'B'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number <= 0 ? number : null;

    public static string Format(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var value = (double)bytes;
        var unit = 0;
        while (value >= 1_024 && unit < units.Length - 1)
        {
            value /= 1_024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {units[unit]}");
    }
}
