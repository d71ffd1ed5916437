using Spindle.Plans.Logical;
using Spindle.Plans.Running;
using Spindle.Plans.Unresolved;
using Spindle.Sources;
using Spindle.Sql.Running;
using Spindle.Storage.Tables;

namespace Spindle.Sql.Caching;

/// <summary>Plans and tables whose rows are kept. A frame made of a kept one holds the very plan object, which is how it is recognised.</summary>
internal sealed class QueryCache(SessionState state) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<LogicalPlan, IKeptPlan> plans = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, ITable> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ITable> others = [];
    private CacheStore? store;

    /// <summary>Keeps a plan's rows from its first use on; a plan that is kept already stays as it is.</summary>
    public void Add(LogicalPlan plan, StorageLevel level)
    {
        lock (gate)
        {
            if (!plans.ContainsKey(plan))
                plans.Add(plan, state.Runner is IDatasetKeeper ? new DatasetEntry(state, plan, level) : new CacheEntry(state, Store(), plan, level));
        }
    }

    /// <summary>Where a plan's rows are kept.</summary>
    public StorageLevel LevelOf(LogicalPlan plan)
    {
        lock (gate)
            return plans.TryGetValue(plan, out var entry) ? entry.Level : StorageLevel.None;
    }

    public void Remove(LogicalPlan plan)
    {
        IKeptPlan? entry;
        lock (gate)
            plans.Remove(plan, out entry);
        entry?.Forget();
    }

    /// <summary>Keeps a plan's rows, in memory and on disk: now where they are kept here, from their first use on where executors keep them.</summary>
    public ITable Rows(LogicalPlan plan, string name, StorageLevel level = StorageLevel.MemoryAndDisk)
    {
        if (state.Runner is IDatasetKeeper)
            return Datasets.Table(state, plan, name, level);
        CacheStore kept;
        lock (gate)
            kept = Store();
        return CacheBuilder.Build(state, kept, plan, name, level == StorageLevel.DiskOnly ? level : StorageLevel.MemoryAndDisk)!;
    }

    /// <summary>Keeps a plan's rows for as long as the session lasts.</summary>
    public ITable RowsForGood(LogicalPlan plan, string name, StorageLevel level)
    {
        var rows = Rows(plan, name, level);
        lock (gate)
            others.Add(rows);
        return rows;
    }

    /// <summary>The kept rows of a table or view by name; null where none are.</summary>
    public ITable? Table(string name)
    {
        lock (gate)
            return tables.GetValueOrDefault(name);
    }

    /// <summary>Keeps the rows of a table or view; what was kept of it goes.</summary>
    public void SetTable(string name, ITable rows)
    {
        RemoveTable(name);
        lock (gate)
            tables[name] = rows;
    }

    /// <summary>False where nothing is kept of the table.</summary>
    public bool RemoveTable(string name)
    {
        ITable? rows;
        lock (gate)
            tables.Remove(name, out rows);
        (rows as IDisposable)?.Dispose();
        return rows is not null;
    }

    /// <summary>Forgets rows of files under a path.</summary>
    public void RemovePath(string path)
    {
        List<KeyValuePair<LogicalPlan, IKeptPlan>> entries;
        lock (gate)
            entries = [.. plans.Where(p => Reads(p.Key, path))];
        foreach (var (plan, _) in entries)
            Remove(plan);
    }

    private static bool Reads(LogicalPlan plan, string path)
    {
        var folder = Path.TrimEndingDirectorySeparator(path.Contains(':', StringComparison.Ordinal) ? path : Path.GetFullPath(path));
        return plan.SelfAndDescendants().OfType<Relation>().Select(r => r.Table).OfType<FileTable>()
            .Any(t => t.Files.Any(f => f.Path == folder || f.Path.StartsWith(folder + "/", StringComparison.Ordinal)));
    }

    public void Clear()
    {
        List<IKeptPlan> entries;
        List<ITable> rows;
        lock (gate)
        {
            (entries, rows) = ([.. plans.Values], [.. tables.Values]);
            plans.Clear();
            tables.Clear();
        }

        foreach (var entry in entries)
            entry.Forget();
        foreach (var table in rows)
            (table as IDisposable)?.Dispose();
    }

    /// <summary>The plan with its kept parts read from where they are kept, in the views that it names too.</summary>
    public UsedPlan Use(LogicalPlan plan)
    {
        var held = new Held();
        lock (gate)
        {
            if (plans.Count == 0)
                return new UsedPlan(plan, null, held);
        }

        try
        {
            return new UsedPlan(Used(plan, held), new KeptNames(state.Catalog, view => Used(view, held)), held);
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
        foreach (var rows in others)
            (rows as IDisposable)?.Dispose();
        store?.Dispose();
    }

    private CacheStore Store() => store ??= new CacheStore(state.Budget, state.QuerySettings().SpillFolder);

    private LogicalPlan Used(LogicalPlan plan, Held held) => plan.TransformDown(p => Replaced(p, held));

    private LogicalPlan Replaced(LogicalPlan plan, Held held)
    {
        IKeptPlan? entry;
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

    private static Relation Kept(ITable rows, LogicalPlan plan) =>
        Relation.Of(rows, plan is SubqueryAlias alias ? [alias.Name] : plan is UnresolvedRelation relation ? relation.Parts : []);

    private sealed class Held : IDisposable
    {
        private readonly List<IKeptPlan> entries = [];

        public void Add(IKeptPlan entry) => entries.Add(entry);

        public void Dispose()
        {
            foreach (var entry in entries)
                entry.Release();
            entries.Clear();
        }
    }
}
