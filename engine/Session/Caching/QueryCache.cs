using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Running;

namespace Spindle.Sql.Caching;

/// <summary>Plans and tables whose rows are kept. A frame made of a kept one holds the very plan object, which is how it is recognised.</summary>
internal sealed class QueryCache(SessionState state) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<LogicalPlan, CacheEntry> plans = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, CachedRows> tables = new(StringComparer.OrdinalIgnoreCase);
    private CacheStore? store;

    /// <summary>Keeps a plan's rows from its first use on; a plan that is kept already stays as it is.</summary>
    public void Add(LogicalPlan plan, StorageLevel level)
    {
        lock (gate)
        {
            if (!plans.ContainsKey(plan))
                plans.Add(plan, new CacheEntry(state, Store(), plan, level));
        }
    }

    public void Remove(LogicalPlan plan)
    {
        CacheEntry? entry;
        lock (gate)
            plans.Remove(plan, out entry);
        entry?.Forget();
    }

    /// <summary>Runs a plan and keeps its rows, in memory and on disk.</summary>
    public CachedRows Rows(LogicalPlan plan, string name)
    {
        CacheStore kept;
        lock (gate)
            kept = Store();
        return CacheBuilder.Build(state, kept, plan, name, StorageLevel.MemoryAndDisk)!;
    }

    /// <summary>The kept rows of a table or view by name; null where none are.</summary>
    public CachedRows? Table(string name)
    {
        lock (gate)
            return tables.GetValueOrDefault(name);
    }

    /// <summary>Keeps the rows of a table or view; what was kept of it goes.</summary>
    public void SetTable(string name, CachedRows rows)
    {
        RemoveTable(name);
        lock (gate)
            tables[name] = rows;
    }

    /// <summary>False where nothing is kept of the table.</summary>
    public bool RemoveTable(string name)
    {
        CachedRows? rows;
        lock (gate)
            tables.Remove(name, out rows);
        rows?.Dispose();
        return rows is not null;
    }

    public void Clear()
    {
        List<CacheEntry> entries;
        List<CachedRows> rows;
        lock (gate)
        {
            (entries, rows) = ([.. plans.Values], [.. tables.Values]);
            plans.Clear();
            tables.Clear();
        }

        foreach (var entry in entries)
            entry.Forget();
        foreach (var table in rows)
            table.Dispose();
    }

    /// <summary>The plan with its kept parts read from where they are kept, and what holds them there for the query.</summary>
    public (LogicalPlan Plan, IDisposable Hold) Use(LogicalPlan plan)
    {
        var held = new Held();
        lock (gate)
        {
            if (plans.Count == 0)
                return (plan, held);
        }

        try
        {
            return (plan.TransformDown(p => Replaced(p, held)), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Clear();
        store?.Dispose();
    }

    private CacheStore Store() => store ??= new CacheStore(state.Budget, state.QuerySettings().SpillFolder);

    private LogicalPlan Replaced(LogicalPlan plan, Held held)
    {
        CacheEntry? entry;
        lock (gate)
        {
            if (!plans.TryGetValue(plan, out entry))
                return plan;
        }

        if (entry.Hold() is not { } rows)
            return plan;
        held.Add(entry);
        // Still the frame that its columns are asked of.
        return plan is UnresolvedFrame frame ? frame with { Child = Kept(rows, frame.Child) } : Kept(rows, plan);
    }

    private static Relation Kept(CachedRows rows, LogicalPlan plan) =>
        Relation.Of(rows, plan is SubqueryAlias alias ? [alias.Name] : plan is UnresolvedRelation relation ? relation.Parts : []);

    private sealed class Held : IDisposable
    {
        private readonly List<CacheEntry> entries = [];

        public void Add(CacheEntry entry) => entries.Add(entry);

        public void Dispose()
        {
            foreach (var entry in entries)
                entry.Release();
            entries.Clear();
        }
    }
}
