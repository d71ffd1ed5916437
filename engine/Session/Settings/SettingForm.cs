using System.Globalization;

namespace Spindle.Sql.Settings;

/// <summary>Which values a setting takes.</summary>
/// <param name="Takes">For messages.</param>
internal sealed record SettingForm(string Takes, Func<string, bool> Accepts)
{
    public static readonly SettingForm Any = new("any text", static _ => true);

    public static readonly SettingForm Flag = new("true or false", static v => v.Equals("true", StringComparison.OrdinalIgnoreCase) || v.Equals("false", StringComparison.OrdinalIgnoreCase));

    public static readonly SettingForm Count = new("a whole number above 0", static v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0);

    public static readonly SettingForm Limit = new("a whole number, or -1 for none", static v => int.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var most) && most >= -1);

    public static readonly SettingForm Number = new("a number", static v => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    public static readonly SettingForm Size = new("a size, as 512m or 2g", static v => ByteSize.TryParse(v, out _));

    public static readonly SettingForm Threshold = new("a size, as 10MB, or -1 for never", static v => ByteSize.Threshold(v) is not null);

    public static readonly SettingForm Zone = new("a time zone, as Europe/Paris or +02:00", static v => Columnar.Time.TimeZone.Find(v == "LOCAL" ? SystemZone.Id() : v) is not null);

    public static SettingForm OneOf(params string[] values) =>
        new(string.Join(", ", values[..^1]) + " or " + values[^1], v => values.Contains(v, StringComparer.OrdinalIgnoreCase));
}
