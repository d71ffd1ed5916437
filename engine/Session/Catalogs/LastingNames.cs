using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Logical;
using Spindle.Sources;

namespace Spindle.Sql.Catalogs;

/// <summary>The names that a view which lasts may use: what is in the warehouse, files and the benchmark's tables, and no temporary view, whatever the reader's session has.</summary>
/// <param name="Database">Where names without a database are looked up.</param>
/// <param name="View">The view that is being made, which may not name a temporary one; null for one that is read.</param>
internal sealed record LastingNames(SessionCatalog Catalog, string Database, ValueList<string>? View) : ICatalog
{
    public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options)
    {
        if (View is not { } view || !Catalog.IsTemporary(parts))
            return Catalog.FindLasting(parts, options, Database);
        throw new SpindleException(SessionErrors.TemporaryReference, $"the view {string.Join(".", view)} lasts, and {string.Join(".", parts)} is a temporary view, which does not; make one of them like the other",
            parameters: new Dictionary<string, string> { ["obj"] = "VIEW", ["objName"] = Quoted(view), ["tempObj"] = "VIEW", ["tempObjName"] = Quoted(parts) });
    }

    public IEnumerable<string> Names() => Catalog.Names().Where(n => !Catalog.IsTemporary([n]));

    private static string Quoted(ValueList<string> parts) => string.Join(".", parts.Select(p => $"`{p}`"));
}
