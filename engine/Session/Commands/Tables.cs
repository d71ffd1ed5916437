using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Sql.Catalogs;

namespace Spindle.Sql.Commands;

/// <summary>Finds tables of the catalog for commands that work on nothing else.</summary>
internal sealed class Tables(Session session)
{
    /// <param name="origin">Where the name stands, for errors.</param>
    public StoredTable Stored(ValueList<string> name, Origin origin = default) => session.State.Catalog.FindStored(name) switch
    {
        StoredTable table => table,
        StoredView => throw new SpindleException(SessionErrors.CannotModifyView, $"{string.Join(".", name)} is a view, and this takes a table", origin),
        _ when session.State.Catalog.Find(name, []) is not null => throw new SpindleException(SessionErrors.UnsupportedOperation, $"{string.Join(".", name)} is no table of the catalog, and this takes one", origin),
        _ => throw new Definitions(session, "").NotFound(name).At(origin),
    };
}
