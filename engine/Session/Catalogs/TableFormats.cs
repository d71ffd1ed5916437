using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Sql.Objects;
using Spindle.Storage.Files;
using Spindle.Storage.S3;
using Spindle.Storage.Tables;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Sql.Catalogs;

/// <summary>Files as tables, read and written, with the session's zone.</summary>
internal sealed class TableFormats(Func<TimeZone> zone, Func<string, string?> setting)
{
    public FormatRegistry Registry { get; } = new(Systems(setting));

    public bool Contains(string format) => Registry.Contains(format);

    /// <exception cref="Columnar.Errors.SpindleException">DATA_SOURCE_NOT_FOUND</exception>
    public void Check(string format) => _ = Registry[format];

    public FileTable Open(string format, IReadOnlyList<string> paths, IEnumerable<KeyValuePair<string, string>> options, StructType? schema) =>
        Registry.Open(format, paths, new FormatOptions(FormatDefaults.With(options, format, setting)), schema, zone());

    /// <summary>A table of the catalog over the files in its folder, of which there may be none yet.</summary>
    public ITable Open(StoredTable table)
    {
        if (Registry.FileSystems.For(table.Folder).Status(table.Folder) is null)
            return new MemoryTable(table.Name, table.Columns, []);
        return Open(table.Format, [table.Folder], table.Specification.Options, table.Columns.Fields.Count == 0 ? null : table.Columns);
    }

    public FileSink Sink(string format, string path, StructType schema, IReadOnlyList<string> partitionBy, SaveMode mode, IEnumerable<KeyValuePair<string, string>> options) =>
        Registry.Sink(format, path, schema, partitionBy, mode switch
        {
            SaveMode.Append => Storage.Tables.SaveMode.Append,
            SaveMode.Overwrite => Storage.Tables.SaveMode.Overwrite,
            SaveMode.Ignore => Storage.Tables.SaveMode.Ignore,
            _ => Storage.Tables.SaveMode.ErrorIfExists,
        }, new FormatOptions(FormatDefaults.With(options, format, setting)), zone());

    // Settings of buckets are known under Hadoop's names, with or without Spark's prefix.
    private static FileSystems Systems(Func<string, string?> setting)
    {
        var s3 = new S3FileSystem(S3Settings.From(key => setting(key) ?? setting("spark.hadoop." + key)));
        return new FileSystems().Register("s3", s3).Register("s3a", s3);
    }
}
