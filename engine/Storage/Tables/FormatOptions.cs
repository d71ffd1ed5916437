using System.Globalization;
using Spindle.Columnar.Errors;

namespace Spindle.Storage.Tables;

/// <summary>Options of a reader or writer, by name in any case, as the reader API and <c>OPTIONS (…)</c> give them.</summary>
public sealed class FormatOptions
{
    public static readonly FormatOptions Empty = new([]);

    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    public FormatOptions(IEnumerable<KeyValuePair<string, string>> options)
    {
        foreach (var (name, value) in options)
            values[name] = value;
    }

    /// <summary>Names and values, for formats that read them all.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => values;

    /// <summary>These options and one more, unless it is given already.</summary>
    public FormatOptions WithDefault(string name, string value) => values.ContainsKey(name) ? this : new FormatOptions(values.Append(KeyValuePair.Create(name, value)));

    public string? this[string name] => values.GetValueOrDefault(name);

    public bool Boolean(string name, bool standard) => this[name] switch
    {
        null => standard,
        var text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        var text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        var text => throw Invalid(name, text, "true or false"),
    };

    public long Whole(string name, long standard, long least, long most)
    {
        if (this[name] is not { } text)
            return standard;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        throw Invalid(name, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    /// <summary>The error for a value that an option does not take.</summary>
    public static SpindleException Invalid(string name, string value, string expected) => new(
        StorageErrors.InvalidOption, $"the option {name} is '{value}', and must be {expected}",
        parameters: new Dictionary<string, string> { ["parameter"] = name, ["functionName"] = "option" });
}
