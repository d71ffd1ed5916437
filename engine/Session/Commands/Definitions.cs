using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sources;
using Spindle.Sql.Catalogs;
using Spindle.Sql.Routines;
using Spindle.Sql.Settings;

namespace Spindle.Sql.Commands;

/// <summary>CREATE and DROP of views, tables and databases.</summary>
internal sealed class Definitions(Session session, string text)
{
    private SessionCatalog Catalog => session.State.Catalog;

    public void Create(CreateView command)
    {
        if (command.Scope == ViewScope.Temporary && SessionNames.SessionName(command.Name) is null)
            throw SessionErrors.TemporaryQualifier("VIEW", command.Name, command.Origin);
        // A wrong query is an error now, and not when the view is read.
        var names = command.Scope == ViewScope.Persistent ? new LastingNames(Catalog, Catalog.CurrentDatabase, command.Name) : null;
        var given = session.State.Compiler.Analyze(command.Query, text, names, out var temporary).Schema;
        if (command.Scope == ViewScope.Persistent && temporary.FirstOrDefault(t => t.Kind != "VIEW") is { } own)
            throw TemporaryReferences.Error("VIEW", Catalog.Qualified(command.Name), own);
        CheckColumns(command, given);
        var plan = command.ColumnNames is null ? command.Query : new SubqueryAlias(command.Name[^1], command.ColumnNames, command.Query);
        switch (command.Scope)
        {
            case ViewScope.Temporary:
                if (!(command.IfNotExists && Catalog.IsTemporary(command.Name)))
                    Catalog.CreateTemporary(command.Name[^1], plan, text, command.OrReplace);
                break;
            case ViewScope.GlobalTemporary:
                Catalog.CreateGlobalTemporary(command.Name[^1], plan, text, command.OrReplace);
                break;
            default:
                if (command.IfNotExists && Catalog.FindStored(command.Name) is not null)
                    return;
                if (command.OrReplace && Catalog.FindStored(command.Name) is StoredTable)
                    throw new SpindleException(SessionErrors.ExpectView, $"{Text(command.Name)} is a table, which a view does not replace");
                var schema = Schema(command, given);
                Catalog.Store(command.Name, (database, name) => new StoredView(database, name, command, text, Catalog.CurrentDatabase, schema) { Created = session.State.Snapshot().NowMicros }, command.OrReplace);
                break;
        }
    }

    /// <summary>The view's columns as they are now, and what becomes of them.</summary>
    public ViewSchema Schema(CreateView command, StructType given)
    {
        var settings = session.State.Settings;
        var isWithout = !settings.Flag(SessionSettings.ViewSchemaBinding);
        if (isWithout && command.SchemaMode is not null)
        {
            throw new SpindleException(SessionErrors.FeatureNotEnabled, $"WITH SCHEMA needs {SessionSettings.ViewSchemaBinding} to be true",
                parameters: new Dictionary<string, string> { ["featureName"] = "VIEW ... WITH SCHEMA ...", ["configKey"] = SessionSettings.ViewSchemaBinding, ["configValue"] = "true" }, origin: command.SchemaModeOrigin);
        }

        var mode = command.SchemaMode ?? (isWithout || settings.Flag(SessionSettings.ViewSchemaCompensation) ? ViewSchemaMode.Compensation : ViewSchemaMode.Binding);
        var columns = given.Fields.Select((f, i) => f with { Name = command.ColumnNames?[i] ?? f.Name, Comment = command.ColumnComments.Count > i ? command.ColumnComments[i] : f.Comment });
        return new ViewSchema(mode == ViewSchemaMode.Evolution && command.ColumnNames is not null ? ViewSchemaMode.TypeEvolution : mode, given.Fields.Select(f => f.Name).ToValueList(), new StructType(columns.ToValueList()));
    }

    private void CheckColumns(CreateView command, StructType given)
    {
        if (command.ColumnNames is { } names && names.Count != given.Fields.Count)
        {
            throw new SpindleException(names.Count > given.Fields.Count ? SessionErrors.ViewTooFewColumns : SessionErrors.ViewTooManyColumns,
                $"the view {Text(command.Name)} names {names.Count} columns, and its query gives {given.Fields.Count}",
                parameters: new Dictionary<string, string>
                {
                    ["viewName"] = string.Join(".", command.Name.Select(n => $"`{n}`")),
                    ["viewColumns"] = string.Join(", ", names.Select(n => $"`{n}`")),
                    ["dataColumns"] = string.Join(", ", given.Fields.Select(f => $"`{f.Name}`")),
                });
        }

        if (command.Scope == ViewScope.Persistent)
            RequireDistinct(command.ColumnNames ?? given.Fields.Select(f => f.Name));
    }

    private void RequireDistinct(IEnumerable<string> columns)
    {
        var comparer = StringComparer.FromComparison(session.State.NameComparison);
        if (columns.GroupBy(c => c, comparer).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            throw new SpindleException(SessionErrors.ColumnExists, $"the column {twice.Key} is named twice; give one of them another name",
                parameters: new Dictionary<string, string> { ["columnName"] = $"`{twice.Key}`" });
        }
    }

    public void Create(CreateViewUsing command)
    {
        var path = command.Options.FirstOrDefault(o => o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).Value
            ?? throw new SpindleException(SessionErrors.InvalidSetting, "a view of files needs OPTIONS (path '…')");
        Catalog.CreateTemporary(command.Name[^1], Catalog.Formats.Open(command.Format, [path], command.Options, command.Columns), command.OrReplace);
    }

    /// <summary>Puts the table into the catalog; null where it exists and the statement says that it may.</summary>
    public StoredTable? Create(CreateTable command)
    {
        if (Catalog.FindStored(command.Name) is { } existing)
        {
            if (command.IfNotExists)
                return null;
            if (existing is StoredView)
                throw new SpindleException(SessionErrors.CannotModifyView, $"{Text(command.Name)} is a view, which a table does not replace");
        }

        RequireDistinct(command.Columns.Fields.Select(f => f.Name));

        // What is written under a path of this program's folder is looked for there by programs elsewhere too.
        static string Whole(string path) => path.Contains(':', StringComparison.Ordinal) ? path : Path.GetFullPath(path);

        StoredTable? made = null;
        var specification = command.Specification with { Format = command.Specification.Format ?? session.Conf.Get(Settings.SessionSettings.DefaultSource) };
        Catalog.Formats.Check(specification.Format);
        var location = specification.Location ?? specification.Options.FirstOrDefault(o => o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).Value;
        Catalog.Store(command.Name, (database, name) => made = new StoredTable(
            database, name, command.Columns, specification, location is not null ? Whole(location) : Catalog.FolderOf(database, name), IsManaged: location is null) { Created = session.State.Snapshot().NowMicros }, command.OrReplace);
        return made;
    }

    public void Drop(DropView command)
    {
        if (Catalog.DropTemporary(command.Name))
            return;
        switch (Catalog.FindStored(command.Name))
        {
            case StoredView:
                Catalog.RemoveStored(command.Name);
                break;
            case StoredTable:
                throw new SpindleException(SessionErrors.ExpectView, $"{Text(command.Name)} is a table: use DROP TABLE");
            default:
                if (!command.IfExists)
                    throw NotFound(command.Name);
                break;
        }
    }

    public void Drop(DropTable command)
    {
        switch (Catalog.FindStored(command.Name))
        {
            case StoredTable table:
                Catalog.RemoveStored(command.Name);
                if (table.IsManaged)
                    Catalog.DeleteFiles(table);
                break;
            case StoredView:
                throw new SpindleException(SessionErrors.CannotModifyView, $"{Text(command.Name)} is a view: use DROP VIEW");
            default:
                if (!Catalog.DropTemporary(command.Name) && !command.IfExists)
                    throw NotFound(command.Name);
                break;
        }
    }

    public void Drop(DropDatabase command)
    {
        if (command.Cascade && Catalog.Databases().FirstOrDefault(d => d.Name.Equals(command.Name[^1], StringComparison.OrdinalIgnoreCase)) is { } database)
        {
            foreach (var table in database.Entries.Values.OfType<StoredTable>().ToList())
                Drop(new DropTable([database.Name, table.Name], IfExists: true));
        }

        Catalog.DropDatabase(command.Name[^1], command.IfExists, command.Cascade);
    }

    // Tables list their files whenever they are opened: nothing is remembered that could be stale.
    public void Refresh(RefreshTable command)
    {
        if (Catalog.Find(command.Name, []) is null)
            throw NotFound(command.Name);
    }

    /// <summary>Tables of files are written as wholes.</summary>
    public void Refuse(ChangeRows command)
    {
        if (Catalog.Find(command.Table, []) is null)
            throw NotFound(command.Table);
        throw new SpindleException(SessionErrors.UnsupportedOperation, $"{Text(command.Table)} does not take {command.Operation}: write its rows anew with INSERT OVERWRITE",
            parameters: new Dictionary<string, string> { ["tableName"] = string.Join(".", Catalog.Qualified(command.Table).Select(p => $"`{p}`")), ["operation"] = command.Operation });
    }

    public SpindleException NotFound(ValueList<string> name) => new(SessionErrors.TableNotFound, $"there is no table or view {Text(name)}",
        parameters: new Dictionary<string, string> { ["relationName"] = string.Join(".", name.Select(n => $"`{n}`")) })
    {
        Hint = NearNames.Closest(Text(name), [.. Catalog.Names()]) is { } near ? $"did you mean {near}?" : null,
    };

    private static string Text(ValueList<string> name) => string.Join(".", name);
}
