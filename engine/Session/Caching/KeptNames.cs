using Spindle.Columnar.Types;
using Spindle.Plans.Logical;
using Spindle.Sources;

namespace Spindle.Sql.Caching;

/// <summary>The catalog's names, where views of kept frames read the rows that are kept.</summary>
internal sealed class KeptNames(ICatalog names, Func<LogicalPlan, LogicalPlan> use) : ICatalog
{
    public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options) =>
        names.Find(parts, options) is var found && found is ViewEntry view ? view with { Plan = use(view.Plan) } : found;

    public IEnumerable<string> Names() => names.Names();
}
