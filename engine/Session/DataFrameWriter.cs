using Spindle.Columnar.Errors;
using Spindle.Plans.Commands;
using Spindle.Sources;
using Spindle.Sql.Commands;
using Spindle.Sql.Parsing;
using Spindle.Sql.Running;
using Spindle.Sql.Settings;

namespace Spindle.Sql;

/// <summary>Saves a DataFrame's rows: <c>frame.Write.Mode(SaveMode.Overwrite).PartitionBy("year").Parquet("data/t")</c>. What is written appears whole or not at all.</summary>
public sealed class DataFrameWriter
{
    private readonly DataFrame frame;
    private readonly Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);
    private string? format;
    private string[] partitionBy = [];
    private SaveMode mode = SaveMode.ErrorIfExists;

    internal DataFrameWriter(DataFrame frame) => this.frame = frame;

    /// <summary><c>parquet</c>, <c>csv</c>, <c>json</c>, <c>text</c>, <c>arrow</c>.</summary>
    public DataFrameWriter Format(string name)
    {
        format = name;
        return this;
    }

    public DataFrameWriter Mode(SaveMode value)
    {
        mode = value;
        return this;
    }

    /// <param name="value"><c>append</c>, <c>overwrite</c>, <c>ignore</c>, <c>error</c> or <c>errorIfExists</c>.</param>
    public DataFrameWriter Mode(string value) => Mode(value.ToLowerInvariant() switch
    {
        "append" => SaveMode.Append,
        "overwrite" => SaveMode.Overwrite,
        "ignore" => SaveMode.Ignore,
        "error" or "errorifexists" or "default" => SaveMode.ErrorIfExists,
        _ => throw new ArgumentException($"'{value}' is no mode; use append, overwrite, ignore or errorIfExists", nameof(value)),
    });

    public DataFrameWriter Option(string key, string value)
    {
        options[key] = value;
        return this;
    }

    public DataFrameWriter Option(string key, bool value) => Option(key, value ? "true" : "false");

    public DataFrameWriter Option(string key, long value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public DataFrameWriter Option(string key, double value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public DataFrameWriter Options(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (key, value) in values)
            Option(key, value);
        return this;
    }

    /// <summary>Columns whose values become folders, <c>year=2024/month=5</c>.</summary>
    public DataFrameWriter PartitionBy(params string[] columns)
    {
        partitionBy = columns;
        return this;
    }

    /// <summary>Writes files into a folder.</summary>
    /// <exception cref="SpindleException">PATH_ALREADY_EXISTS, or whatever the query ends in; nothing of it is left.</exception>
    public void Save(string path, CancellationToken cancellation = default)
    {
        var sink = frame.Session.State.Catalog.Formats.Sink(format ?? frame.Session.Conf.Get(SessionSettings.DefaultSource), path, frame.Schema, partitionBy, mode,
            [KeyValuePair.Create("partitionOverwriteMode", frame.Session.Conf.Get(SessionSettings.PartitionOverwriteMode)), .. options]);
        if (sink.IsWanted)
            new TableWriting(frame.Session.State).Write(frame.Plan, frame.SqlText, sink, cancellation);
    }

    /// <summary>Runs the query and drops its rows: for the format <c>noop</c>, which has no place to write to.</summary>
    /// <exception cref="SpindleException">UNSUPPORTED_DATA_SOURCE_SAVE_MODE where the mode asks whether a table is there.</exception>
    public void Save(CancellationToken cancellation = default)
    {
        if (!NoopSink.Format.Equals(format, StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"the format {format ?? "of files"} needs a path; only {NoopSink.Format} writes nowhere");
        if (mode is not (SaveMode.Append or SaveMode.Overwrite))
            throw new SpindleException(SessionErrors.UnsupportedSaveMode, $"what is written with {NoopSink.Format} is nowhere afterwards; use append or overwrite, not {mode}",
                parameters: new Dictionary<string, string> { ["source"] = NoopSink.Format, ["createMode"] = mode.ToString() });
        new TableWriting(frame.Session.State).Write(frame.Plan, frame.SqlText, new NoopSink(frame.Schema), cancellation);
    }

    public void Parquet(string path) => Format("parquet").Save(path);

    public void Csv(string path) => Format("csv").Save(path);

    /// <summary>Writes lines of JSON.</summary>
    public void Json(string path) => Format("json").Save(path);

    /// <summary>Writes one column of text, a line a row.</summary>
    public void Text(string path) => Format("text").Save(path);

    /// <summary>Writes Arrow IPC files.</summary>
    public void Arrow(string path) => Format("arrow").Save(path);

    /// <summary>Makes the rows a table of the catalog.</summary>
    public void SaveAsTable(string name)
    {
        var parts = SqlParser.ParseName(name);
        var catalog = frame.Session.State.Catalog;
        var exists = catalog.FindStored(parts) is not null;
        if (exists && mode == SaveMode.Ignore)
            return;
        if (exists && mode == SaveMode.Append)
        {
            InsertInto(name);
            return;
        }

        var location = options.GetValueOrDefault("path");
        var specification = new TableSpecification(format, [.. options.Where(o => o.Key != "path")], [.. partitionBy], location, null);
        new CommandRunner(frame.Session, frame.SqlText ?? "").Run(new CreateTableAsSelect(parts, specification, frame.Plan, IfNotExists: false, OrReplace: mode == SaveMode.Overwrite));
    }

    /// <summary>Adds the rows to a table of the catalog (or replaces its rows), columns by position.</summary>
    public void InsertInto(string name, bool overwrite = false) =>
        new CommandRunner(frame.Session, frame.SqlText ?? "").Run(new InsertInto(SqlParser.ParseName(name), [], null, ByName: false, overwrite || mode == SaveMode.Overwrite, frame.Plan));
}
