using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Commands;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Catalogs;
using Spindle.Sql.Objects;
using Spindle.Sql.Running;

namespace Spindle.Sql.Commands;

/// <summary>What DESCRIBE, SHOW CREATE TABLE and EXPLAIN answer.</summary>
internal sealed class Descriptions(Session session, string text)
{
    private static readonly StructType ColumnList = ResultTable.Schema(("col_name", DataType.String), ("data_type", DataType.String), ("comment", DataType.String));

    private bool ShowsModes => session.State.Settings.Flag(Settings.SessionSettings.ViewSchemaBinding);

    public MemoryTable Table(DescribeTable command)
    {
        // What a view is bound to holds, whatever its tables are now.
        var schema = !session.State.Catalog.IsTemporary(command.Table) && session.State.Catalog.FindStored(command.Table) is StoredView { Schema: { Mode: ViewSchemaMode.Binding or ViewSchemaMode.Compensation } bound }
            ? bound.Columns : Commented(session.State.Compiler.Analyze(new UnresolvedRelation(command.Table, []), text).Schema, command.Table);
        if (command.Column is { } column)
        {
            var field = schema.Fields.FirstOrDefault(f => f.Name.Equals(column[^1], session.State.NameComparison))
                ?? throw new SpindleException(SessionErrors.UnresolvedColumn, $"{string.Join(".", command.Table)} has no column {column[^1]}")
                {
                    Hint = NearNames.Closest(column[^1], [.. schema.Fields.Select(f => f.Name)]) is { } near ? $"did you mean {near}?" : null,
                };
            return ResultTable.Of(session, ResultTable.Schema(("info_name", DataType.String), ("info_value", DataType.String)),
                [["col_name", field.Name], ["data_type", field.Type.Name], ["comment", field.Comment ?? "NULL"]]);
        }

        var rows = schema.Fields.Select(f => new object?[] { f.Name, f.Type.Name, f.Comment }).ToList();
        if (!session.State.Catalog.IsTemporary(command.Table) && session.State.Catalog.FindStored(command.Table) is { } entry)
        {
            if (entry is StoredTable { Specification.PartitionedBy: { Count: > 0 } partitions })
            {
                rows.Add(["# Partition Information", "", ""]);
                rows.Add(["# col_name", "data_type", "comment"]);
                rows.AddRange(partitions.Select(p => schema.Fields.First(f => f.Name.Equals(p, StringComparison.OrdinalIgnoreCase))).Select(f => new object?[] { f.Name, f.Type.Name, f.Comment }));
            }

            if (command.Extended)
                rows.AddRange([["", "", ""], ["# Detailed Table Information", "", ""], .. EntryDetails.Of(entry, session.State.Zone, ShowsModes).Select(d => new object?[] { d.Name, d.Value, "" })]);
        }

        return ResultTable.Of(session, ColumnList, rows);
    }

    // Comments are the catalog's: a query's columns have none.
    private StructType Commented(StructType schema, ValueList<string> name)
    {
        var declared = session.State.Catalog.IsTemporary(name) ? null : session.State.Catalog.FindStored(name) switch { StoredTable table => table.Columns, StoredView view => view.Schema?.Columns, _ => null };
        return declared is null ? schema
            : new StructType(schema.Fields.Select(f => f with { Comment = declared.Fields.FirstOrDefault(c => c.Name.Equals(f.Name, StringComparison.OrdinalIgnoreCase))?.Comment }).ToValueList());
    }

    public MemoryTable Query(DescribeQuery command) => ResultTable.Of(session, ColumnList,
        session.State.Compiler.Analyze(command.Query, text).Schema.Fields.Select(f => new object?[] { f.Name, f.Type.Name, f.Comment }));

    public MemoryTable Function(DescribeFunction command)
    {
        var name = string.Join(".", command.Function);
        var entry = session.State.Functions.Catalog.Find(command.Function[^1]) ?? throw new SpindleException(SessionErrors.RoutineNotFound, $"there is no function {name}",
            parameters: new Dictionary<string, string> { ["routineName"] = $"`{name}`" })
        {
            Hint = NearNames.Closest(name, [.. session.State.Functions.Catalog.Entries.SelectMany(e => e.Names)]) is { } near ? $"did you mean {near}?" : null,
        };
        return ResultTable.Of(session, ResultTable.Schema(("function_desc", DataType.String)), FunctionDocument.Describe(entry, command.Function[^1].ToLowerInvariant(), command.Extended).Select(l => new object?[] { l }));
    }

    /// <summary>SHOW TABLE EXTENDED: the details of the tables and views that a pattern fits.</summary>
    public MemoryTable Tables(ShowTableExtended command)
    {
        var catalog = session.State.Catalog;
        var database = catalog.Database(command.Database?[^1] ?? catalog.CurrentDatabase);
        var rows = database.Entries.Values.Where(e => NamePattern.Matches(e.Name, command.Pattern)).OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => new object?[]
        {
            database.Name, e.Name, false,
            string.Concat(EntryDetails.Of(e, session.State.Zone, ShowsModes).Select(d => $"{d.Name}: {d.Value}\n")) + "Schema: " + Printing.SchemaTree.Of(session.State.Compiler.Analyze(new UnresolvedRelation([database.Name, e.Name], []), text).Schema) + "\n",
        });
        return ResultTable.Of(session, ResultTable.Schema(("namespace", DataType.String), ("tableName", DataType.String), ("isTemporary", DataType.Boolean), ("information", DataType.String)), rows);
    }

    public MemoryTable Database(DescribeDatabase command)
    {
        var database = session.State.Catalog.Database(command.Database[^1]);
        return ResultTable.Of(session, ResultTable.Schema(("info_name", DataType.String), ("info_value", DataType.String)),
            [["Catalog Name", SessionCatalog.CatalogName], ["Namespace Name", database.Name], ["Comment", database.Comment ?? ""], ["Location", database.Location ?? ""]]);
    }

    public MemoryTable Explain(Explain command) => ResultTable.Of(session, ResultTable.Schema(("plan", DataType.String)),
        [[PlanExplanation.Of(session.State, command.Mode, command.Statement, text)]]);

    public MemoryTable Definition(ShowCreateTable command)
    {
        if (session.State.Catalog.FindStored(command.Table) is StoredView view)
            return Statement(DefinitionText.Of(view, new StructType(view.Schema?.Columns.Fields ?? session.State.Compiler.Analyze(new UnresolvedRelation(command.Table, []), text).Schema.Fields), withMode: ShowsModes));
        var table = new Tables(session).Stored(command.Table);
        return Statement(DefinitionText.Of(table, Commented(session.State.Compiler.Analyze(new UnresolvedRelation(command.Table, []), text).Schema, command.Table)));
    }

    private MemoryTable Statement(string sql) => ResultTable.Of(session, ResultTable.Schema(("createtab_stmt", DataType.String)), [[sql]]);
}
