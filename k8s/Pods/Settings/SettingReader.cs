using System.Globalization;

namespace Spindle.Pods.Settings;

/// <summary>Settings by their names without prefix: <c>spark.kubernetes.namespace</c> and <c>spindle.kubernetes.namespace</c> are one, and ours wins. Keeps account of what was read.</summary>
internal sealed class SettingReader
{
    private static readonly string[] Prefixes = ["spindle.", "spark."];
    private static readonly (string Suffix, double Milliseconds)[] Times = [("ms", 1), ("min", 60_000), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
    private static readonly (string Suffix, int Shift)[] Sizes = [("k", 10), ("m", 20), ("g", 30), ("t", 40), ("b", 0)];

    private readonly Dictionary<string, (string Key, string Value)> settings = new(StringComparer.Ordinal);
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    public SettingReader(IEnumerable<KeyValuePair<string, string>> given)
    {
        foreach (var (key, value) in given)
            if (Prefixes.FirstOrDefault(p => key.StartsWith(p, StringComparison.Ordinal)) is { } prefix && (prefix == Prefixes[0] || !settings.ContainsKey(key[prefix.Length..])))
                settings[key[prefix.Length..]] = (key, value);
    }

    /// <summary>The keys that something was made of, as the user wrote them.</summary>
    public IReadOnlySet<string> Read => settings.Where(s => read.Contains(s.Key)).Select(s => s.Value.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>Keys below a prefix that nobody has read.</summary>
    public IEnumerable<string> Unread(string prefix) => settings.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal) && !read.Contains(s.Key)).Select(s => s.Value.Key).Order(StringComparer.Ordinal);

    public string? Text(string name)
    {
        read.Add(name);
        return settings.TryGetValue(name, out var setting) && setting.Value.Length > 0 ? setting.Value : null;
    }

    /// <summary>The first of several names that was given.</summary>
    public string? Text(string name, string otherwise) => Text(name) ?? Text(otherwise);

    public int Count(string name, int otherwise, int least = 0) => Value(name, "a whole number", otherwise, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null);

    public double Number(string name, double otherwise) => Value(name, "a number", otherwise, text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null);

    public bool Flag(string name, bool otherwise) => Value(name, "true or false", otherwise, text => text.ToLowerInvariant() switch { "true" => true, "false" => false, _ => null });

    /// <param name="unit">Of a bare number.</param>
    public TimeSpan Time(string name, TimeSpan otherwise, string unit = "ms") => Value(name, "a time, as 100ms or 3s", otherwise, text => TimeOf(text, unit));

    /// <summary>Bytes; a bare number is of mebibytes, as Spark has it for memory.</summary>
    public long Size(string name, long otherwise) => Value(name, "a size, as 512m or 2g", otherwise, SizeOf);

    /// <summary>What stands behind a prefix: <c>label.team</c> gives <c>team</c>.</summary>
    public IReadOnlyDictionary<string, string> Family(string prefix)
    {
        var found = settings.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal) && s.Key.Length > prefix.Length).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        read.UnionWith(found.Select(s => s.Key));
        return found.ToDictionary(s => s.Key[prefix.Length..], s => s.Value.Value, StringComparer.Ordinal);
    }

    /// <exception cref="SettingException">Always: the value is none of those that are taken.</exception>
    public SettingException Wrong(string name, string form) => new(settings[name].Key, settings[name].Value, form);

    private T Value<T>(string name, string form, T otherwise, Func<string, T?> parse)
        where T : struct =>
        Text(name) is not { } text ? otherwise : parse(text.Trim()) ?? throw Wrong(name, form);

    private static TimeSpan? TimeOf(string text, string unit)
    {
        var (digits, suffix) = Split(text);
        var found = Times.FirstOrDefault(t => t.Suffix == (suffix.Length == 0 ? unit : suffix));
        return found.Suffix is not null && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? TimeSpan.FromMilliseconds(count * found.Milliseconds) : null;
    }

    private static long? SizeOf(string text)
    {
        var (digits, suffix) = Split(text);
        var letter = suffix.Length == 0 ? "m" : suffix[..1];
        var found = suffix is "" or [_] or [_, 'b'] or [_, 'i'] or [_, 'i', 'b'] ? Sizes.FirstOrDefault(s => s.Suffix == letter) : default;
        return found.Suffix is not null && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= long.MaxValue >> found.Shift ? count << found.Shift : null;
    }

    private static (string Digits, string Suffix) Split(string text)
    {
        var suffix = text.ToLowerInvariant().TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return (text[..^suffix.Length], suffix);
    }
}
