using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet;
using Spindle.Storage.Tables;

namespace Spindle.Sql.Catalogs;

/// <summary>The formats of files by name, and where files are found.</summary>
internal sealed class TableFormats
{
    private readonly Dictionary<string, IFileFormat> formats = new(StringComparer.OrdinalIgnoreCase);

    public TableFormats()
    {
        Add(new ParquetFormat());
    }

    public IFileFormat? Find(string name) => formats.GetValueOrDefault(name);

    public IFileFormat Get(string name) => Find(name) ?? throw new SpindleException(SessionErrors.DataSourceNotFound,
        $"there is no format {name}; there are {string.Join(", ", formats.Keys.Order(StringComparer.Ordinal))}", parameters: new Dictionary<string, string> { ["provider"] = name })
    {
        Hint = NearNames.Closest(name, [.. formats.Keys]) is { } near ? $"did you mean {near}?" : null,
    };

    public ITable Open(IFileFormat format, IReadOnlyList<string> paths, IEnumerable<KeyValuePair<string, string>> options, StructType? schema) =>
        FileTable.Open(FileSystemOf(paths), format, paths, new FormatOptions(options), schema);

    /// <summary>A table of the catalog over the files in its folder, of which there may be none yet.</summary>
    public ITable OpenTable(IFileFormat format, StoredTable table)
    {
        var fileSystem = FileSystemOf([table.Folder]);
        if (fileSystem.Status(table.Folder) is null)
            return new Objects.MemoryTable(table.Name, table.Columns, []);
        return FileTable.Open(fileSystem, format, [table.Folder], new FormatOptions(table.Specification.Options), table.Columns.Fields.Count == 0 ? null : table.Columns);
    }

    public IFileSystem FileSystemOf(IReadOnlyList<string> paths) => LocalFileSystem.Instance;

    private void Add(IFileFormat format) => formats.Add(format.Name, format);
}
