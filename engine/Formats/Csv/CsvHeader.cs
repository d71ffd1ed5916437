using System.Globalization;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;

namespace Spindle.Formats.Csv;

/// <summary>Names of columns in a file's first record.</summary>
public static class CsvHeader
{
    /// <summary>Names that are all there and all different: what is empty is called by its position, which is appended to what is there twice.</summary>
    public static string[] SafeNames(IReadOnlyList<string?> header, CsvOptions options)
    {
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in header)
            if (name is not null)
                counts[name] = counts.GetValueOrDefault(name) + 1;
        var nullName = Encoding.UTF8.GetString(options.NullValue);
        return [.. header.Select((name, i) => string.IsNullOrEmpty(name) || name == nullName ? string.Create(CultureInfo.InvariantCulture, $"_c{i}")
            : counts[name] > 1 ? string.Create(CultureInfo.InvariantCulture, $"{name}{i}") : name)];
    }

    /// <summary>With <c>enforceSchema</c> off, a file's names must be the schema's, in order.</summary>
    /// <exception cref="SpindleException">They are not.</exception>
    public static void Check(IReadOnlyList<string?> header, StructType schema, CsvOptions options, string file)
    {
        var fields = schema.Fields.Where(f => f.Name != options.CorruptRecordColumn).ToArray();
        if (options.EnforceSchema)
            return;
        for (var i = 0; i < Math.Max(header.Count, fields.Length); i++)
        {
            var (found, expected) = (i < header.Count ? header[i] : null, i < fields.Length ? fields[i].Name : null);
            if (!string.Equals(found, expected, StringComparison.OrdinalIgnoreCase))
                throw new SpindleException(Records.RecordErrors.MalformedCsv,
                    $"{file}: the header's column {i + 1} is '{found}' where the schema has '{expected}'. Correct the schema, or set enforceSchema to true to go by position.",
                    parameters: new Dictionary<string, string> { ["badRecord"] = string.Join(",", header) });
        }
    }
}
