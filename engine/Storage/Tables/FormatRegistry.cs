using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Storage.Arrow;
using Spindle.Storage.Csv;
using Spindle.Storage.Files;
using Spindle.Storage.Json;
using Spindle.Storage.Parquet;
using Spindle.Storage.Text;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tables;

/// <summary>The formats of a process by name: what <c>format.`path`</c>, the reader API and <c>CREATE TABLE … USING format</c> open and write through.</summary>
public sealed class FormatRegistry
{
    private readonly Dictionary<string, IFileFormat> formats = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="fileSystems">Where paths lead.</param>
    public FormatRegistry(FileSystems fileSystems)
    {
        FileSystems = fileSystems;
        foreach (var format in new IFileFormat[] { new ParquetFormat(), new CsvFormat(), new JsonFormat(), new TextFormat(), new ArrowFormat() })
            Register(format);
    }

    public FileSystems FileSystems { get; }

    public IEnumerable<string> Names => formats.Keys.Order(StringComparer.Ordinal);

    /// <summary>Makes a format known; before the first query.</summary>
    public FormatRegistry Register(IFileFormat format)
    {
        formats[format.Name] = format;
        return this;
    }

    public bool Contains(string name) => formats.ContainsKey(name);

    /// <exception cref="SpindleException">DATA_SOURCE_NOT_FOUND</exception>
    public IFileFormat this[string name] => formats.GetValueOrDefault(name) ?? throw new SpindleException(StorageErrors.DataSourceNotFound,
        $"there is no data source {name}; known are {string.Join(", ", Names)}", parameters: new Dictionary<string, string> { ["provider"] = name });

    /// <summary>Opens files as a table (see <see cref="FileTable.Open"/>).</summary>
    /// <param name="paths">Files, folders or globs, all of one file system.</param>
    public FileTable Open(string format, IReadOnlyList<string> paths, FormatOptions options, StructType? schema = null, TimeZone? zone = null) =>
        FileTable.Open(FileSystems.For(paths[0]), this[format], paths, options, schema, zone);

    /// <summary>A folder to write to.</summary>
    public FileSink Sink(string format, string path, StructType schema, IReadOnlyList<string> partitionBy, SaveMode mode, FormatOptions options, TimeZone? zone = null) =>
        new(FileSystems.For(path), this[format], path, schema, partitionBy, mode, options, zone ?? TimeZone.Utc);
}
