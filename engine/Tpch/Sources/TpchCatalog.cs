using System.Globalization;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Sources;

/// <summary>
/// The names <c>tpch.lineitem</c>, at a default scale factor or the reader's option <c>scale</c>, and <c>tpch.sf10.lineitem</c>
/// (<c>tpch.sf0_01.lineitem</c>), at any. Names are found in any case.
/// </summary>
public sealed class TpchCatalog(Scale defaultScale) : ICatalog
{
    private const string Name = "tpch";
    private const string ScalePrefix = "sf";
    private const string ScaleOption = "scale";

    /// <inheritdoc/>
    /// <exception cref="Columnar.Errors.SpindleException">INVALID_CONF_VALUE: the option is no scale factor.</exception>
    public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options)
    {
        if (parts.Count is not (2 or 3) || !IsEqual(parts[0], Name))
            return null;

        var scale = parts.Count == 3 ? ScaleOf(parts[1]) : OptionOf(options) ?? defaultScale;
        return scale is { } s && TpchTable.Find(parts[^1], s) is { } table ? new TableEntry(parts, table) : null;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Names() => TpchTables.Names.Select(table => $"{Name}.{table}");

    private static Scale? OptionOf(ValueList<KeyValuePair<string, string>> options)
    {
        foreach (var (key, value) in options)
            if (IsEqual(key, ScaleOption))
                return Scale.Parse(ScaleOption, value);
        return null;
    }

    private static Scale? ScaleOf(string schema) =>
        schema.StartsWith(ScalePrefix, StringComparison.OrdinalIgnoreCase)
        && double.TryParse(schema[ScalePrefix.Length..].Replace('_', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
        && Scale.IsValid(factor)
            ? new Scale(factor)
            : null;

    private static bool IsEqual(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
