using Spindle.Plans.Logical;
using Spindle.Sources;
using Spindle.Sql.Running;

namespace Spindle.Sql.Caching;

/// <summary>A plan whose rows are kept, from its first use on. Rows that are kept in memory alone may be dropped between queries and are computed again.</summary>
internal sealed class CacheEntry : IKeptPlan
{
    private readonly Lock gate = new();
    private readonly Lock building = new();
    private readonly SessionState state;
    private readonly CacheStore store;
    private readonly LogicalPlan plan;
    private readonly StorageLevel level;
    private readonly Func<bool> drop;
    private CachedRows? rows;
    private int uses;
    private bool isForgotten;

    public CacheEntry(SessionState state, CacheStore store, LogicalPlan plan, StorageLevel level)
    {
        this.state = state;
        this.store = store;
        this.plan = plan;
        this.level = level;
        drop = Drop;
        if (level == StorageLevel.MemoryOnly)
            store.Add(drop);
    }

    public StorageLevel Level => level;

    public ITable? Hold()
    {
        lock (building)
        {
            lock (gate)
            {
                if (rows is not null)
                {
                    uses++;
                    return rows;
                }
            }

            var built = CacheBuilder.Build(state, store, plan, "cache", level);
            lock (gate)
            {
                if (built is not null && !isForgotten)
                {
                    uses++;
                    return rows = built;
                }
            }

            built?.Dispose();
            return null;
        }
    }

    public void Release()
    {
        CachedRows? free = null;
        lock (gate)
        {
            if (--uses == 0 && isForgotten)
                (free, rows) = (rows, null);
        }

        free?.Dispose();
    }

    public void Forget()
    {
        CachedRows? free = null;
        lock (gate)
        {
            isForgotten = true;
            if (uses == 0)
                (free, rows) = (rows, null);
        }

        store.Remove(drop);
        free?.Dispose();
    }

    private bool Drop()
    {
        CachedRows? free;
        lock (gate)
        {
            if (uses > 0 || rows is null)
                return false;
            (free, rows) = (rows, null);
        }

        free.Dispose();
        return true;
    }
}
