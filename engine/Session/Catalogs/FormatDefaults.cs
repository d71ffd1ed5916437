using Spindle.Sql.Settings;

namespace Spindle.Sql.Catalogs;

/// <summary>Options of formats that the session's settings give where the reader or writer does not.</summary>
internal static class FormatDefaults
{
    public const string CorruptRecordColumn = "spark.sql.columnNameOfCorruptRecord";
    public const string IgnoreNullFields = "spark.sql.jsonGenerator.ignoreNullFields";
    public const string MergeSchema = "spark.sql.parquet.mergeSchema";
    public const string ParquetCodec = "spark.sql.parquet.compression.codec";
    public const string PartitionTypes = "spark.sql.sources.partitionColumnTypeInference.enabled";

    /// <param name="Option">The first name is the option that the setting gives; another in its place says the same.</param>
    private sealed record Row(string Setting, string[] Formats, params string[] Option);

    private static readonly Row[] Rows =
    [
        new(CorruptRecordColumn, ["json", "csv", "xml"], "columnNameOfCorruptRecord"),
        new(IgnoreNullFields, ["json"], "ignoreNullFields"),
        new(MergeSchema, ["parquet"], "mergeSchema"),
        new(ParquetCodec, ["parquet"], "compression", "parquet.compression"),
        new(PartitionTypes, [], "partitionColumnTypeInference"),
    ];

    /// <summary>The options with those that settings other than the defaults add.</summary>
    public static IEnumerable<KeyValuePair<string, string>> With(IEnumerable<KeyValuePair<string, string>> options, string format, Func<string, string?> setting)
    {
        var given = options.ToList();
        foreach (var row in Rows)
        {
            if (row.Formats.Length > 0 && !row.Formats.Contains(format, StringComparer.OrdinalIgnoreCase) || given.Exists(o => row.Option.Contains(o.Key, StringComparer.OrdinalIgnoreCase)))
                continue;
            if (setting(row.Setting) is { } value && !SettingTable.Find(row.Setting)!.IsDefault(value))
                given.Add(new(row.Option[0], value));
        }

        return given;
    }

    /// <summary>What functions of documents take besides their own options.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> OfFunctions(Func<string, string?> setting) => [.. With([], "json", setting).Where(o => o.Key is "columnNameOfCorruptRecord" or "ignoreNullFields")];
}
