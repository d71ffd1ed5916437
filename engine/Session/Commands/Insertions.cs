using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Catalogs;
using Spindle.Sql.Running;
using Spindle.Sql.Settings;
using Spindle.Storage.Tables;

namespace Spindle.Sql.Commands;

/// <summary>INSERT, CREATE TABLE AS and TRUNCATE: rows into tables of the catalog.</summary>
internal sealed class Insertions(Session session, string text)
{
    private const string Source = "__insert";

    private readonly TableWriting writing = new(session.State);

    private SessionCatalog Catalog => session.State.Catalog;

    public void Insert(InsertInto command)
    {
        var table = new Tables(session).Stored(command.Table, command.TableOrigin);
        CheckPartitions(table, command);
        var schema = Catalog.Formats.Open(table).Schema;
        Write(table, Shaped(table, schema, command), command.Overwrite ? SaveMode.Overwrite : SaveMode.Append, command.Overwrite ? Replacing(schema, command) : []);
    }

    public void Create(CreateTableAsSelect command, Definitions definitions)
    {
        var schema = session.State.Compiler.Analyze(command.Query, text).Schema;
        var columns = new StructType(schema.Fields.Select(f => f with { Type = Storable(f) }).ToValueList());
        if (definitions.Create(new CreateTable(command.Name, columns, command.Specification, command.IfNotExists, command.OrReplace)) is not { } table)
            return;
        try
        {
            Write(table, command.Query, command.OrReplace ? SaveMode.Overwrite : SaveMode.ErrorIfExists, []);
        }
        catch
        {
            // A table whose rows were not written does not stay.
            Catalog.RemoveStored(command.Name);
            throw;
        }
    }

    public void Truncate(TruncateTable command)
    {
        var table = new Tables(session).Stored(command.Name);
        var schema = Catalog.Formats.Open(table).Schema;
        var none = new Limit(Literal.Of(0), null, new Project(schema.Fields.Select(f => (Expression)new UnresolvedColumn([f.Name])).ToValueList(), new UnresolvedRelation(command.Name, [])));
        Write(table, none, SaveMode.Overwrite, []);
    }

    private void Write(StoredTable table, LogicalPlan plan, SaveMode mode, IEnumerable<KeyValuePair<string, string>> options)
    {
        var schema = session.State.Compiler.Analyze(plan, text).Schema;
        var sink = Catalog.Formats.Sink(table.Format, table.Folder, schema, table.Specification.PartitionedBy, mode, [.. table.Specification.Options, .. options]);
        writing.Write(plan, text, sink);
        session.State.Cache.RemoveTable(table.Name);
    }

    // INSERT OVERWRITE replaces everything below the partitions that it gives values for, or, in dynamic mode, the partitions that get rows.
    private IEnumerable<KeyValuePair<string, string>> Replacing(StructType schema, InsertInto command)
    {
        yield return KeyValuePair.Create("partitionOverwriteMode", command.OverwritesWrittenPartitions switch { true => "dynamic", false => "static", null => session.Conf.Get(SessionSettings.PartitionOverwriteMode) });
        var folders = command.Partition.Where(p => p.Value is not null).Select(p => FolderOf(schema.Fields.First(f => f.Name.Equals(p.Column, StringComparison.OrdinalIgnoreCase)), p.Value!)).ToList();
        if (folders.Count > 0)
            yield return KeyValuePair.Create(FileSink.OverwrittenPartition, string.Join('/', folders));
    }

    private string FolderOf(Field column, Expression value)
    {
        var row = (Project)session.State.Compiler.Analyze(new Project([new UnresolvedAlias(new UnresolvedCast(value, column.Type, Try: false), [column.Name])], Values.OneRow), text);
        return PartitionFolder.Of(column.Name, ConstantFolder.Fold(((Alias)row.Items[0]).Child, session.State.Budget).Value, column.Type, session.State.Zone);
    }

    private static void CheckPartitions(StoredTable table, InsertInto command)
    {
        var columns = table.Specification.PartitionedBy;
        if (command.Partition.FirstOrDefault(p => !columns.Contains(p.Column, StringComparer.OrdinalIgnoreCase)) is { } other)
        {
            throw new SpindleException(SessionErrors.NonPartitionColumn,
                $"{other.Column} is no partition column of {table.Name}{(columns.Count == 0 ? ", which has none" : $"; those are {string.Join(", ", columns)}")}", command.TableOrigin,
                parameters: new Dictionary<string, string> { ["columnName"] = $"`{other.Column}`" });
        }
    }

    /// <summary>The query's columns in the table's order and types, nulls where it gives none.</summary>
    private Project Shaped(StoredTable table, StructType target, InsertInto command)
    {
        var given = session.State.Compiler.Analyze(command.Query, text).Schema;
        var names = given.Fields.Select((_, i) => $"_{i}").ToValueList();
        var fixedValues = command.Partition.Where(p => p.Value is not null).ToDictionary(p => p.Column, p => p.Value!, StringComparer.OrdinalIgnoreCase);
        var open = target.Fields.Where(f => !fixedValues.ContainsKey(f.Name)).Select(f => f.Name).ToList();
        var targets = command.ByName ? [.. given.Fields.Select(f => f.Name)] : command.Columns is { } listed ? [.. listed.Where(c => !fixedValues.ContainsKey(c))] : open;
        CheckColumns(table, given, targets, open);
        var items = target.Fields.Select(field =>
        {
            var position = targets.FindIndex(t => t.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
            var value = fixedValues.TryGetValue(field.Name, out var constant) ? constant : position >= 0 ? new UnresolvedColumn([names[position]]) : (Expression)Literal.Null(field.Type);
            var type = position >= 0 && !fixedValues.ContainsKey(field.Name) ? given.Fields[position].Type : null;
            if (type is not null && type != field.Type)
            {
                if (!MayStore(type, field.Type))
                    throw Unsafe(table, field, type);
                value = new UnresolvedCast(value, field.Type, Try: false);
            }
            else if (type is null)
            {
                value = new UnresolvedCast(value, field.Type, Try: false);
            }

            return (Expression)new UnresolvedAlias(value, [field.Name]);
        }).ToValueList();
        return new Project(items, new SubqueryAlias(Source, names, command.Query));
    }

    private bool MayStore(DataType from, DataType to) => session.State.Settings.Find(SessionSettings.StoreAssignmentPolicy)!.ToUpperInvariant() switch
    {
        "LEGACY" => true,
        "STRICT" => UpCast.IsSafe(from, to),
        _ => StoreAssignment.IsAllowed(from, to),
    };

    private void CheckColumns(StoredTable table, StructType given, List<string> targets, List<string> open)
    {
        if (targets.FirstOrDefault(t => !open.Contains(t, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new SpindleException(SessionErrors.UnresolvedColumn, $"the table {table.Name} has no column {unknown} to insert into; it has {string.Join(", ", open)}",
                parameters: new Dictionary<string, string> { ["objectName"] = $"`{unknown}`" });
        }

        if (given.Fields.Count != targets.Count)
        {
            throw new SpindleException(given.Fields.Count < targets.Count ? SessionErrors.TooFewColumns : SessionErrors.TooManyColumns,
                $"the query gives {given.Fields.Count} columns for the {targets.Count} of {table.Name}: {string.Join(", ", targets)}",
                parameters: new Dictionary<string, string>
                {
                    ["tableName"] = string.Join(".", table.QualifiedName.Select(n => $"`{n}`")),
                    ["tableColumns"] = string.Join(", ", targets.Select(t => $"`{t}`")),
                    ["dataColumns"] = string.Join(", ", given.Fields.Select(f => $"`{f.Name}`")),
                });
        }
    }

    private static SpindleException Unsafe(StoredTable table, Field field, DataType type) => new(SessionErrors.IncompatibleColumn,
        $"a {type.Name} cannot be stored safely in the {field.Type.Name} column {field.Name} of {table.Name}; cast it",
        parameters: new Dictionary<string, string> { ["colName"] = $"`{field.Name}`", ["srcType"] = $"\"{type.Sql}\"", ["targetType"] = $"\"{field.Type.Sql}\"" });

    // A bare NULL has no type that a file holds.
    private static DataType Storable(Field field) => field.Type is NullType
        ? throw new SpindleException(SessionErrors.UnsupportedType, $"the column {field.Name} has no type: cast the NULL to one")
        : field.Type;
}
