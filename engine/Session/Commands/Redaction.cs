using System.Text.RegularExpressions;

namespace Spindle.Sql.Commands;

/// <summary>Options and properties as they are shown: values whose keys speak of a secret are not.</summary>
internal static partial class Redaction
{
    private const string Hidden = "*********(redacted)";

    public static string Value(KeyValuePair<string, string> option) => Secret().IsMatch(option.Key) ? Hidden : option.Value;

    /// <summary><c>[a=1, password=*********(redacted)]</c>, in order of the keys.</summary>
    public static string Listed(IEnumerable<KeyValuePair<string, string>> options) =>
        $"[{string.Join(", ", options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={Value(o)}"))}]";

    [GeneratedRegex("secret|password|token|access[.]?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
