using System.Globalization;
using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes.Admission;

/// <summary>Quantities, and what pods ask for.</summary>
internal static class Amount
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes = [("Ki", 1024m), ("Mi", 1048576m), ("Gi", 1073741824m), ("Ti", 1099511627776m), ("m", 0.001m), ("k", 1000m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m)];

    public static decimal Of(JsonNode? node)
    {
        var text = node?.ToString() ?? "0";
        foreach (var (suffix, factor) in Suffixes)
            if (text.EndsWith(suffix, StringComparison.Ordinal))
                return decimal.Parse(text[..^suffix.Length], CultureInfo.InvariantCulture) * factor;
        return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>What a pod's containers have under <c>resources</c> in all; null where one of them does not say it.</summary>
    /// <param name="part"><c>requests</c> or <c>limits</c>.</param>
    public static decimal? OfPod(JsonObject pod, string part, string resource)
    {
        var sum = 0m;
        foreach (var container in pod["spec"]?["containers"]?.AsArray() ?? [])
        {
            var resources = container!["resources"];
            // A container without a request asks for its limit.
            var given = resources?[part]?[resource] ?? (part == "requests" ? resources?["limits"]?[resource] : null);
            if (given is null)
                return null;
            sum += Of(given);
        }

        return sum;
    }

    /// <summary>As the API prints it: thousandths, or binary units where they fit.</summary>
    public static string Print(decimal value, string resource)
    {
        if (value != decimal.Truncate(value))
            return (value * 1000).ToString("0", CultureInfo.InvariantCulture) + "m";
        if (!resource.Contains("memory", StringComparison.Ordinal) && !resource.Contains("storage", StringComparison.Ordinal))
            return value.ToString("0", CultureInfo.InvariantCulture);
        foreach (var (suffix, factor) in Suffixes.Where(s => s.Suffix.EndsWith('i')).Reverse())
            if (value != 0 && value % factor == 0)
                return (value / factor).ToString("0", CultureInfo.InvariantCulture) + suffix;
        return value.ToString("0", CultureInfo.InvariantCulture);
    }
}
