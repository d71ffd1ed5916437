using Spindle.Execution.Tasks;

namespace Spindle.Execution.Joins;

/// <summary>Tables of broadcast rows, once a process: the first task that probes one makes it, and all probe the same until their query has ended. Any number of threads.</summary>
public sealed class JoinTableCache : IDisposable
{
    private readonly QueryShares<JoinTableKey, Made> tables = new(k => k.Query);

    /// <summary>Gives a query's tables back, as soon as nobody probes them any more.</summary>
    public void RemoveQuery(long query) => tables.RemoveQuery(query);

    public void Dispose() => tables.Dispose();

    /// <summary>A table for as long as the lease is held; null where memory has no room for one of all rows, so that each task sees for itself.</summary>
    /// <param name="make">Makes the table, and filters of its keys; null where it does not fit. Called by one task at a time, and by another where that one fails.</param>
    internal Lease? Acquire(JoinTableKey key, Func<RuntimeFilterRegistry, JoinTable?> make, CancellationToken cancellation)
    {
        var hold = tables.Acquire(key, () => Made.By(make), cancellation);
        if (hold.Value.Table is not null)
            return new Lease(hold);
        hold.Dispose();
        return null;
    }

    /// <summary>One task's hold on a table. Disposing it twice does no harm.</summary>
    internal sealed class Lease(QueryShares<JoinTableKey, Made>.Hold hold) : IDisposable
    {
        public JoinTable Table => hold.Value.Table!;

        /// <summary>Lets a task's scans use the filters of the table's keys.</summary>
        public void LendFilters(RuntimeFilterRegistry to) => to.Borrow(hold.Value.Filters);

        public void Dispose() => hold.Dispose();
    }

    /// <param name="Table">Null where it does not fit: the next task need not try.</param>
    internal sealed record Made(JoinTable? Table, RuntimeFilterRegistry Filters) : IDisposable
    {
        public static Made By(Func<RuntimeFilterRegistry, JoinTable?> make)
        {
            var filters = new RuntimeFilterRegistry();
            try
            {
                return new Made(make(filters), filters);
            }
            catch
            {
                filters.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            Table?.Dispose();
            Filters.Dispose();
        }
    }
}
