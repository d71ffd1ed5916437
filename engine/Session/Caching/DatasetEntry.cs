using Spindle.Plans.Logical;
using Spindle.Sources;
using Spindle.Sql.Running;

namespace Spindle.Sql.Caching;

/// <summary>A plan whose rows executors keep where they compute them. Nothing is computed here: the first query that reads them does.</summary>
internal sealed class DatasetEntry(SessionState state, LogicalPlan plan, StorageLevel level) : IKeptPlan
{
    private readonly Lock gate = new();
    private DatasetTable? table;
    private int uses;
    private bool isForgotten;

    public StorageLevel Level => level;

    public ITable? Hold()
    {
        lock (gate)
        {
            if (isForgotten)
                return null;
            table ??= Datasets.Table(state, plan, "cache", level);
            uses++;
            return table;
        }
    }

    public void Release()
    {
        lock (gate)
            if (--uses == 0 && isForgotten)
                table?.Dispose();
    }

    public void Forget()
    {
        lock (gate)
        {
            isForgotten = true;
            if (uses == 0)
                table?.Dispose();
        }
    }
}
