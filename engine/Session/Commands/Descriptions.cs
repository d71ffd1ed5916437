using System.Text;
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

    public MemoryTable Table(DescribeTable command)
    {
        var schema = Commented(session.State.Compiler.Analyze(new UnresolvedRelation(command.Table, []), text).Schema, command.Table);
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
        if (session.State.Catalog.FindStored(command.Table) is StoredTable table && !session.State.Catalog.IsTemporary(command.Table))
        {
            if (table.Specification.PartitionedBy.Count > 0)
            {
                rows.Add(["# Partition Information", "", ""]);
                rows.Add(["# col_name", "data_type", "comment"]);
                rows.AddRange(table.Specification.PartitionedBy.Select(p => new object?[] { p, schema.Fields.First(f => f.Name.Equals(p, StringComparison.OrdinalIgnoreCase)).Type.Name, null }));
            }

            if (command.Extended)
                rows.AddRange(Details(table));
        }

        return ResultTable.Of(session, ColumnList, rows);
    }

    // Comments are the catalog's: a query's columns have none.
    private StructType Commented(StructType schema, ValueList<string> name) =>
        session.State.Catalog.FindStored(name) is StoredTable table && !session.State.Catalog.IsTemporary(name)
            ? new StructType(schema.Fields.Select(f => f with { Comment = table.Columns.Fields.FirstOrDefault(c => c.Name.Equals(f.Name, StringComparison.OrdinalIgnoreCase))?.Comment }).ToValueList())
            : schema;

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
        var name = string.Join(".", command.Table);
        var entry = session.State.Catalog.FindStored(command.Table);
        if (entry is StoredView view)
            return Statement($"CREATE VIEW {name} AS {view.Text}");
        var table = new Tables(session).Stored(command.Table);
        var columns = Commented(session.State.Compiler.Analyze(new UnresolvedRelation(command.Table, []), text).Schema, command.Table);
        var statement = new StringBuilder($"CREATE TABLE {name} (\n  ");
        statement.AppendJoin(",\n  ", columns.Fields.Select(f => $"{f.Name} {f.Type.Sql}{(f.Comment is null ? "" : $" COMMENT '{f.Comment}'")}")).Append($")\nUSING {table.Format}");
        if (table.Specification.Options.Count > 0)
            statement.Append($"\nOPTIONS (\n  {string.Join(",\n  ", table.Specification.Options.Select(o => $"'{o.Key}' = '{o.Value}'"))})");
        if (table.Specification.PartitionedBy.Count > 0)
            statement.Append($"\nPARTITIONED BY ({string.Join(", ", table.Specification.PartitionedBy)})");
        if (!table.IsManaged)
            statement.Append($"\nLOCATION '{table.Folder}'");
        return Statement(statement.ToString());
    }

    private MemoryTable Statement(string sql) => ResultTable.Of(session, ResultTable.Schema(("createtab_stmt", DataType.String)), [[sql]]);

    private static IEnumerable<object?[]> Details(StoredTable table)
    {
        yield return ["", "", ""];
        yield return ["# Detailed Table Information", "", ""];
        yield return ["Catalog", SessionCatalog.CatalogName, ""];
        yield return ["Database", table.Database, ""];
        yield return ["Table", table.Name, ""];
        yield return ["Type", table.IsManaged ? "MANAGED" : "EXTERNAL", ""];
        yield return ["Provider", table.Format, ""];
        if (table.Specification.Comment is { } comment)
            yield return ["Comment", comment, ""];
        yield return ["Location", table.Folder, ""];
    }
}
