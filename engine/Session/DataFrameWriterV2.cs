using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Commands;
using Spindle.Sql.Parsing;

namespace Spindle.Sql;

/// <summary>Writes a DataFrame's rows into a table of the catalog, columns by name: <c>frame.WriteTo("sales").PartitionedBy("year").Create()</c>. What is written appears whole or not at all.</summary>
public sealed class DataFrameWriterV2
{
    private readonly DataFrame frame;
    private readonly ValueList<string> table;
    private readonly Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> properties = new(StringComparer.Ordinal);
    private string? provider;
    private ValueList<string> partitionedBy = [];

    internal DataFrameWriterV2(DataFrame frame, string table)
    {
        this.frame = frame;
        this.table = SqlParser.ParseName(table);
    }

    private Session Session => frame.Session;

    /// <summary>The format of a table that is made: <c>parquet</c>, <c>csv</c>, <c>json</c>, <c>arrow</c>.</summary>
    public DataFrameWriterV2 Using(string format)
    {
        provider = format;
        return this;
    }

    public DataFrameWriterV2 Option(string key, string value)
    {
        options[key] = value;
        return this;
    }

    public DataFrameWriterV2 Option(string key, bool value) => Option(key, value ? "true" : "false");

    public DataFrameWriterV2 Option(string key, long value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public DataFrameWriterV2 Option(string key, double value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public DataFrameWriterV2 Options(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (key, value) in values)
            Option(key, value);
        return this;
    }

    /// <summary>Notes a property of a table that is made.</summary>
    public DataFrameWriterV2 TableProperty(string property, string value)
    {
        properties[property] = value;
        return this;
    }

    /// <summary>The columns whose values become folders of a table that is made.</summary>
    /// <exception cref="ArgumentException">Something that is no column's name.</exception>
    public DataFrameWriterV2 PartitionedBy(Column column, params Column[] columns)
    {
        partitionedBy = new[] { column }.Concat(columns).Select(c => c.Expression is UnresolvedColumn { Parts: [var name] } ? name
            : throw new ArgumentException($"a table is partitioned by columns, and {c} is none", nameof(columns))).ToValueList();
        return this;
    }

    /// <summary>Makes the table of these rows.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_ALREADY_EXISTS</exception>
    public void Create() => Make(replace: false);

    /// <summary>Makes the table anew of these rows, which there must be.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public void Replace()
    {
        if (Session.State.Catalog.FindStored(table) is null)
            throw new Definitions(Session, "").NotFound(table);
        Make(replace: true);
    }

    /// <summary>Makes the table of these rows, in place of one that there is.</summary>
    public void CreateOrReplace() => Make(replace: true);

    /// <summary>Adds the rows to the table, null where they lack a column.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND; UNRESOLVED_COLUMN: the table lacks a column; INCOMPATIBLE_DATA_FOR_TABLE.*</exception>
    public void Append() => Insert(frame.Plan, overwrite: false);

    /// <summary>Replaces the rows for which the condition, over the table's columns, is true.</summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public void Overwrite(Column condition)
    {
        var stored = new Tables(Session).Stored(table);
        var kept = new Filter(new Not(Functions.Coalesce(condition, Functions.Lit(false)).Expression), new UnresolvedRelation(table, []));
        var columns = Session.State.Catalog.Formats.Open(stored).Schema.Fields.Select(f => DataFrame.Existing(f.Name)).ToValueList();
        Insert(new SetOperation(SetOperator.Union, All: true, ByName: true, AllowMissingColumns: true, new Project(columns, kept), frame.Plan), overwrite: true);
    }

    /// <summary>Replaces the partitions that get rows; the whole of a table without partitions.</summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public void OverwritePartitions() => Insert(frame.Plan, overwrite: true, writtenPartitions: true);

    private void Make(bool replace)
    {
        var location = options.GetValueOrDefault("path");
        var specification = new TableSpecification(provider, [.. options.Where(o => !o.Key.Equals("path", StringComparison.OrdinalIgnoreCase))], partitionedBy, location, null) { Properties = [.. properties] };
        Run(new CreateTableAsSelect(table, specification, frame.Plan, IfNotExists: false, OrReplace: replace));
    }

    private void Insert(LogicalPlan rows, bool overwrite, bool writtenPartitions = false) =>
        Run(new InsertInto(table, [], null, ByName: true, overwrite, rows) { OverwritesWrittenPartitions = writtenPartitions });

    private void Run(Command command) => new CommandRunner(Session, frame.SqlText ?? "").Run(command);
}
