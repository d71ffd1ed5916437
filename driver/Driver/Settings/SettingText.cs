using System.Globalization;

namespace Spindle.Driver.Settings;

/// <summary>Values of settings as Spark writes them.</summary>
internal static class SettingText
{
    private static readonly (string Suffix, double Milliseconds)[] Times = [("ms", 1), ("us", 0.001), ("min", 60_000), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    private static readonly (string Suffix, int Shift)[] Sizes = [("k", 10), ("m", 20), ("g", 30), ("t", 40), ("p", 50), ("b", 0)];

    public static bool Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        _ => throw new FormatException(),
    };

    /// <summary>A whole number of at least that much.</summary>
    public static int Count(string text, int least = 0) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count >= least ? count : throw new FormatException();

    public static double Number(string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw new FormatException();

    /// <summary>Milliseconds of <c>3s</c>, <c>100ms</c>, <c>2h</c>; a bare number is of the given unit.</summary>
    public static long Time(string text, string unit = "ms")
    {
        var trimmed = text.Trim().ToLowerInvariant();
        var suffix = trimmed.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var found = Times.FirstOrDefault(t => t.Suffix == (suffix.Length == 0 ? unit : suffix));
        return found.Suffix is not null && long.TryParse(trimmed[..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (long)(count * found.Milliseconds)
            : throw new FormatException();
    }

    /// <summary>Bytes of <c>512m</c>, <c>2g</c>, <c>64MB</c>; a bare number is of the given unit.</summary>
    public static long Size(string text, string unit = "b")
    {
        var trimmed = text.Trim().ToLowerInvariant();
        var suffix = trimmed.TrimStart('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var digits = trimmed[..^suffix.Length];
        var letter = suffix.Length == 0 ? unit : suffix.Length > 1 && suffix[1..] is "b" or "ib" || suffix.Length > 1 && suffix.EndsWith('b') ? suffix[..1] : suffix;
        var found = Sizes.FirstOrDefault(s => s.Suffix == letter);
        return found.Suffix is not null && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? checked(count << found.Shift) : throw new FormatException();
    }
}
