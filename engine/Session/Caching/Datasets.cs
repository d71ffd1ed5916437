using System.Diagnostics;
using Spindle.Plans.Logical;
using Spindle.Plans.Running;
using Spindle.Plans.Stages;
using Spindle.Sources;
using Spindle.Sql.Running;

namespace Spindle.Sql.Caching;

/// <summary>Rows that executors keep.</summary>
internal static class Datasets
{
    private static long lastId;

    /// <summary>The rows of a plan as a table that executors keep once a query has read it.</summary>
    public static DatasetTable Table(SessionState state, LogicalPlan plan, string name, StorageLevel level)
    {
        // The plan below itself: it must not be replaced by what it makes.
        var analyzed = state.Compiler.Analyze(plan, null);
        var keeper = (IDatasetKeeper)state.Runner;
        return new DatasetTable(name, analyzed.Schema, new CachedDataset(Interlocked.Increment(ref lastId), Kept(level)), state.Compiler.Plan(analyzed), keeper.Forget);
    }

    private static KeepLevel Kept(StorageLevel level) => level switch
    {
        StorageLevel.MemoryOnly => KeepLevel.MemoryOnly,
        StorageLevel.MemoryAndDisk => KeepLevel.MemoryAndDisk,
        StorageLevel.DiskOnly => KeepLevel.DiskOnly,
        _ => throw new UnreachableException($"rows are not kept at level {level}"),
    };
}
