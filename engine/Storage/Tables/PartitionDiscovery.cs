using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;

namespace Spindle.Storage.Tables;

/// <summary>Reads partition columns out of folder names, <c>country=SE/day=2024-01-01</c>.</summary>
internal static class PartitionDiscovery
{
    /// <summary>The name of the folder that holds the rows whose partition value is null.</summary>
    public const string NullName = "__HIVE_DEFAULT_PARTITION__";

    /// <param name="columns">Types that a declared schema gives; others are inferred.</param>
    /// <exception cref="SpindleException">Files lie under different partition columns.</exception>
    public static (StructType Columns, List<TableFile> Files) Discover(IReadOnlyList<FileListing.Found> found, StructType? columns, PartitionTypes types)
    {
        var paths = found.Select(f => Folders(f).ToArray()).ToArray();
        if (paths.Length == 0 || paths.All(p => p.Length == 0))
            return (StructType.Empty, [.. found.Select(f => new TableFile(f.File, []))]);
        var names = paths[0].Select(p => p.Name).ToArray();
        for (var i = 1; i < paths.Length; i++)
            if (!paths[i].Select(p => p.Name).SequenceEqual(names, StringComparer.OrdinalIgnoreCase))
                throw Conflicting(found[0].File.Path, found[i].File.Path);

        var fields = new Field[names.Length];
        for (var c = 0; c < names.Length; c++)
        {
            var declared = columns?.Fields.FirstOrDefault(f => f.Name.Equals(names[c], StringComparison.OrdinalIgnoreCase));
            fields[c] = declared ?? new Field(names[c], types.Infer(paths.Select(p => p[c].Value)));
        }

        var files = new List<TableFile>();
        for (var i = 0; i < paths.Length; i++)
            files.Add(new TableFile(found[i].File, paths[i].Select((p, c) => p.Value is null ? null : types.Parse(p.Value, fields[c].Type)).ToValueList()));
        return (new StructType(fields.ToValueList()), files);
    }

    /// <summary>A name or value with its percent-escapes resolved.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('%'))
            return text;
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                plain.Append((char)Convert.ToInt32(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
                plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>A name or value as a part of a path: control characters and those that mean something in paths become percent-escapes.</summary>
    public static string Escape(string text)
    {
        const string Special = "\"#%'*/:=?\\{}[]^\u007F";
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            if (c < ' ' || Special.Contains(c))
                escaped.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static IEnumerable<(string Name, string? Value)> Folders(FileListing.Found found)
    {
        var folder = Files.FilePath.ParentOf(found.File.Path);

        // A path that is given down to a partition keeps the folders above it out of the table.
        var below = folder.Length > found.Base.Length ? folder[found.Base.Length..].Trim('/') : "";
        foreach (var part in below.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            if (equals <= 0)
                continue;
            var value = Unescape(part[(equals + 1)..]);
            yield return (Unescape(part[..equals]), value == NullName || value.Length == 0 ? null : value);
        }
    }

    private static SpindleException Conflicting(string first, string second) => new(
        StorageErrors.ConflictingPartitionColumnNames, $"{first} and {second} lie under different partition columns; read them as separate tables",
        parameters: new Dictionary<string, string> { ["suspiciousPaths"] = $"{first}\n{second}" });
}
