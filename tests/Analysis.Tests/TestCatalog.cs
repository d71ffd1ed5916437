using Spindle.Columnar.Types;
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

    public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options) => entries.GetValueOrDefault(parts[^1]);

    public IEnumerable<string> Names() => entries.Keys;
}
