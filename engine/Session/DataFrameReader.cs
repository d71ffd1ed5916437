using Spindle.Columnar.Types;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Settings;

namespace Spindle.Sql;

/// <summary>Reads files as tables: <c>session.Read.Option("header", true).Csv("data/*.csv")</c>. Paths may be files, folders (with partitions in their names) and globs.</summary>
public sealed class DataFrameReader
{
    private readonly Session session;
    private readonly Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);
    private StructType? schema;
    private string? format;

    internal DataFrameReader(Session session) => this.session = session;

    /// <summary><c>parquet</c>, <c>csv</c>, <c>json</c>, <c>text</c>, <c>arrow</c>.</summary>
    public DataFrameReader Format(string name)
    {
        format = name;
        return this;
    }

    /// <summary>The columns, in place of what the files say: <c>a INT, b STRING</c>.</summary>
    public DataFrameReader Schema(string columns) => Schema(Parsing.SqlParser.ParseSchema(columns));

    /// <inheritdoc cref="Schema(string)"/>
    public DataFrameReader Schema(StructType columns)
    {
        schema = columns;
        return this;
    }

    public DataFrameReader Option(string key, string value)
    {
        options[key] = value;
        return this;
    }

    public DataFrameReader Option(string key, bool value) => Option(key, value ? "true" : "false");

    public DataFrameReader Option(string key, long value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public DataFrameReader Option(string key, double value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public DataFrameReader Options(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (key, value) in values)
            Option(key, value);
        return this;
    }

    /// <summary>The files as a table.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">PATH_NOT_FOUND, DATA_SOURCE_NOT_FOUND, or a file's own error.</exception>
    public DataFrame Load(params string[] paths)
    {
        var chosen = format ?? session.Conf.Get(SessionSettings.DefaultSource);
        if (paths.Length == 0 && options.TryGetValue("path", out var path))
            paths = [path];
        return new DataFrame(session, Relation.Of(session.State.Catalog.Formats.Open(chosen, paths, options, schema), []));
    }

    public DataFrame Parquet(params string[] paths) => Format("parquet").Load(paths);

    public DataFrame Csv(params string[] paths) => Format("csv").Load(paths);

    /// <summary>Reads lines of JSON.</summary>
    public DataFrame Json(params string[] paths) => Format("json").Load(paths);

    /// <summary>Reads lines, as the column <c>value</c>.</summary>
    public DataFrame Text(params string[] paths) => Format("text").Load(paths);

    /// <summary>Reads Arrow IPC files.</summary>
    public DataFrame Arrow(params string[] paths) => Format("arrow").Load(paths);

    /// <summary>A table or view by name.</summary>
    public DataFrame Table(string name) => new(session, new UnresolvedRelation(Parsing.SqlParser.ParseName(name), [.. options]));
}
