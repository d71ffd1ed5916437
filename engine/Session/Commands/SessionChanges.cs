using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sources;
using Spindle.Sql.Objects;
using Spindle.Sql.Running;

namespace Spindle.Sql.Commands;

/// <summary>SET, and what concerns cached tables.</summary>
internal sealed class SessionChanges(Session session, string text)
{
    private static readonly StructType Pairs = ResultTable.Schema(("key", DataType.String), ("value", DataType.String));

    public MemoryTable Set(SetSetting command)
    {
        if (command.Key is null)
            return ResultTable.Of(session, Pairs, session.State.Settings.Given().Select(p => new object?[] { p.Key, p.Value }));
        if (command.Value is not null && command.Key.Split('.').ToValueList() is var parts && session.State.Names.Variable(parts) is not null)
        {
            throw new SpindleException(SessionErrors.SetOfVariable, $"{command.Key} is a variable, which SET VARIABLE sets",
                parameters: new Dictionary<string, string> { ["variableName"] = string.Join(".", parts.Select(p => $"`{p}`")) });
        }

        if (command.Value is not null)
            session.State.Settings.Set(command.Key, command.Value);
        return ResultTable.Of(session, Pairs, [[command.Key, session.State.Settings.Find(command.Key) ?? "<undefined>"]]);
    }

    // The rows take the name's place, as a temporary view that reads from memory.
    public void Cache(CacheTable command)
    {
        var name = command.Name[^1];
        var catalog = session.State.Catalog;
        var cache = session.State.Cache;
        if (command.Query is { } query)
            Keep(cache.Rows(query, name, session.State.CacheLevel), command.Lazy, rows => catalog.CreateTemporary(name, rows, replace: false));
        else if (cache.Table(name) is null)
            Keep(cache.Rows(new UnresolvedRelation(command.Name, []), name, session.State.CacheLevel), command.Lazy, rows => cache.SetTable(name, rows));
    }

    /// <summary>Names kept rows once they are there; where they cannot be computed, or the name is taken, nothing is kept.</summary>
    private void Keep(ITable rows, bool isLazy, Action<ITable> name)
    {
        try
        {
            // Rows that are kept here are there by now; those that executors keep are from their first use on.
            if (!isLazy && session.State.Topology.IsCluster)
                new DataFrame(session, Relation.Of(rows, [])).Count();
            name(rows);
        }
        catch
        {
            (rows as IDisposable)?.Dispose();
            throw;
        }
    }

    public void Uncache(UncacheTable command)
    {
        var catalog = session.State.Catalog;
        if (!session.State.Cache.RemoveTable(command.Name[^1]) && !command.IfExists && catalog.Find(command.Name, []) is null)
            throw new Definitions(session, text).NotFound(command.Name);
    }

    public void ClearCache() => session.State.Cache.Clear();
}
