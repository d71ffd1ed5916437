using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Sql.Catalogs;
using Spindle.Sql.Parsing;

namespace Spindle.Sql.Commands;

/// <summary>ALTER of tables and views: the catalog's entry is replaced by another.</summary>
internal sealed class Alterations(Session session, string text)
{
    private SessionCatalog Catalog => session.State.Catalog;

    public void Change(AlterViewQuery command)
    {
        if (Catalog.IsTemporary(command.Name))
        {
            new Definitions(session, text).Create(new CreateView(command.Name, null, command.Query, command.QueryText, ViewScope.Temporary, OrReplace: true, IfNotExists: false));
            return;
        }

        var view = View(command.Name);
        var names = new LastingNames(Catalog, Catalog.CurrentDatabase, command.Name);
        var schema = session.State.Compiler.Analyze(command.Query, text, names).Schema;
        var changed = view.Command with { ColumnNames = null, ColumnComments = [], Query = command.Query, QueryText = command.QueryText };
        Replace(view, changed, new Definitions(session, text).Schema(changed with { SchemaMode = view.Schema?.Mode ?? changed.SchemaMode }, schema), Catalog.CurrentDatabase);
    }

    public void Change(AlterViewSchema command)
    {
        var view = View(command.Name);
        var query = session.State.Compiler.Analyze(view.Command.Query, view.StatementText, new LastingNames(Catalog, view.MadeIn, View: null)).Schema;
        var changed = view.Command with { SchemaMode = command.Mode, SchemaModeOrigin = command.ModeOrigin };
        Replace(view, changed, new Definitions(session, text).Schema(changed, query), view.MadeIn);
    }

    public void Rename(RenameEntry command)
    {
        if (command.IsView && Catalog.RenameTemporary(command.Name, command.To))
            return;
        var entry = Entry(command.Name, command.IsView);
        ValueList<string> to = command.To.Count > 1 ? command.To : [entry.Database, command.To[0]];
        if (!to[^2].Equals(entry.Database, StringComparison.OrdinalIgnoreCase))
            throw new SpindleException(SessionErrors.RenameAcross, $"{string.Join(".", command.Name)} stays in its database, {entry.Database}: make it anew in {to[^2]} instead");
        Catalog.Store(to, (database, name) => entry switch
        {
            StoredTable table => table with { Name = name, IsRenamed = true },
            _ => entry with { Name = name },
        }, replace: false);
        Catalog.RemoveStored([entry.Database, entry.Name]);
    }

    public void Change(ChangeProperties command)
    {
        var entry = Entry(command.Name, command.IsView);
        var properties = (entry is StoredView view ? view.Command.Properties : ((StoredTable)entry).Specification.Properties).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        foreach (var (key, value) in command.Given)
            properties[key] = value;
        foreach (var key in command.Removed)
            properties.Remove(key);
        var changed = properties.OrderBy(p => p.Key, StringComparer.Ordinal).ToValueList();
        if (entry is StoredView old)
            Replace(old, old.Command with { Properties = changed }, old.Schema, old.MadeIn);
        else
            Replace((StoredTable)entry with { Specification = Commented((StoredTable)entry, command) with { Properties = changed.Where(p => p.Key != "comment").ToValueList() } });
    }

    // A table's comment is the property of that name.
    private static TableSpecification Commented(StoredTable table, ChangeProperties command) => table.Specification with
    {
        Comment = command.Removed.Contains("comment") ? null : command.Given.Where(p => p.Key == "comment").Select(p => p.Value).LastOrDefault() ?? table.Specification.Comment,
    };

    /// <summary>New columns stand behind the others, before those of the partitions, and are NULL in the rows that are there.</summary>
    public void Add(AddColumns command)
    {
        var table = new Tables(session).Stored(command.Name);
        var columns = (table.Columns.Fields.Count > 0 ? table.Columns : session.State.Compiler.Analyze(new Plans.Unresolved.UnresolvedRelation(command.Name, []), text).Schema).Fields;
        foreach (var added in command.Columns.Fields)
        {
            if (columns.Any(c => c.Name.Equals(added.Name, session.State.NameComparison)))
            {
                throw new SpindleException(SessionErrors.FieldExists, $"the table {table.Name} has a column {added.Name} already",
                    parameters: new Dictionary<string, string> { ["op"] = "add", ["fieldNames"] = $"`{added.Name}`" });
            }
        }

        var partitions = columns.Where(c => table.Specification.PartitionedBy.Contains(c.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        Replace(table with { Columns = new StructType([.. columns.Except(partitions), .. command.Columns.Fields, .. partitions]) });
    }

    private StoredEntry Entry(ValueList<string> name, bool isView) => isView ? View(name) : new Tables(session).Stored(name);

    private StoredView View(ValueList<string> name) => Catalog.FindStored(name) switch
    {
        StoredView view => view,
        StoredTable => throw new SpindleException(SessionErrors.ExpectView, $"{string.Join(".", name)} is a table: use ALTER TABLE"),
        _ => throw new Definitions(session, text).NotFound(name),
    };

    // What is kept is the statement that would make the view as it is now.
    private void Replace(StoredView view, CreateView command, Sources.ViewSchema? schema, string madeIn)
    {
        var changed = view with { Command = command, Schema = schema, MadeIn = madeIn };
        var statement = DefinitionText.Of(changed, schema?.Columns ?? StructType.Empty, withNames: command.ColumnNames is not null, withSecrets: true);
        Replace(changed with { StatementText = statement, Command = (CreateView)SqlParser.ParseStatement(statement, session.State.ParserSettings(session, statement)) });
    }

    private void Replace(StoredEntry entry) => Catalog.Store([entry.Database, entry.Name], (_, _) => entry, replace: true);
}
