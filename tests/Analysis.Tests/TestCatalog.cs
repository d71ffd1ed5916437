using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sources;
using Spindle.Sql.Parsing;
using Spindle.Testing;

namespace Spindle.Analysis.Tests;

/// <summary>Tables by name, made of lines such as <c>t: a int, b string</c>, and views.</summary>
internal sealed class TestCatalog : ICatalog
{
    private readonly Dictionary<string, CatalogEntry> entries = new(StringComparer.OrdinalIgnoreCase);

    public static TestCatalog Of(params string[] lines)
    {
        var catalog = new TestCatalog();
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            catalog.entries[line[..colon]] = new TableEntry(["spark_catalog", "default", line[..colon]], new TestTable(line[..colon], SqlParser.ParseSchema(line[(colon + 1)..])));
        }

        return catalog;
    }

    /// <summary>The tables of a file in the folder Schemas.</summary>
    public static TestCatalog FromFile(string name) => Of(File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Analysis.Tests", "Schemas", name)));

    public TestCatalog WithView(string name, string sql)
    {
        entries[name] = new ViewEntry(["spark_catalog", "default", name], SqlParser.ParseQuery(sql), sql);
        return this;
    }

    /// <summary>What a statement changes in the catalog, as far as names and columns go.</summary>
    public void Run(Command command)
    {
        switch (command)
        {
            case CreateView view:
                entries[view.Name[^1]] = new ViewEntry(["spark_catalog", "default", view.Name[^1]],
                    view.ColumnNames is null ? view.Query : new SubqueryAlias(view.Name[^1], view.ColumnNames, view.Query), view.QueryText);
                break;
            case CreateTable table:
                entries[table.Name[^1]] = new TableEntry(["spark_catalog", "default", table.Name[^1]], new TestTable(table.Name[^1], table.Columns));
                break;
            case CreateTableAsSelect table:
                entries[table.Name[^1]] = new TableEntry(["spark_catalog", "default", table.Name[^1]],
                    new TestTable(table.Name[^1], new Analyzer(this, new SessionSnapshot(), FunctionCatalog.Declared).Analyze(table.Query).Schema));
                break;
            case DropView drop:
                entries.Remove(drop.Name[^1]);
                break;
            case DropTable drop:
                entries.Remove(drop.Name[^1]);
                break;
        }
    }

    public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options) => entries.GetValueOrDefault(parts[^1]);

    public IEnumerable<string> Names() => entries.Keys;
}
