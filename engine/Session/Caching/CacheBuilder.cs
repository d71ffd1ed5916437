using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Logical;
using Spindle.Sql.Running;

namespace Spindle.Sql.Caching;

/// <summary>Runs a plan and keeps its rows.</summary>
internal static class CacheBuilder
{
    private const int RowsPerBlock = 100_000;
    private const int RowsPerBlockUnderPressure = 8_192;

    /// <returns>Null where the level is memory alone and there is not enough.</returns>
    public static CachedRows? Build(SessionState state, CacheStore store, LogicalPlan plan, string name, StorageLevel level)
    {
        // The plan below itself: it must not be replaced by what it makes.
        var analyzed = state.Compiler.Analyze(plan, null);
        using var result = state.Compiler.StartAnalyzed(analyzed, null, default);
        var blocks = new List<CachedBlock>();
        var batches = new List<RecordBatch>();
        try
        {
            var rows = 0L;
            while (result.Next() is { } batch)
            {
                try
                {
                    batches.Add(batch.Compact(state.Budget));
                }
                finally
                {
                    batch.Release();
                }

                rows += batches[^1].Rows;
                if (level == StorageLevel.MemoryOnly && state.Budget.Used > state.Budget.SpillLimit)
                    return Given();
                // Only a whole block can give its memory back: where there is little, blocks are small.
                if (rows < (state.Budget.Used < state.Budget.SpillLimit ? RowsPerBlock : RowsPerBlockUnderPressure))
                    continue;
                End();
                rows = 0;
            }

            if (batches.Count > 0)
                End();
            return new CachedRows(name, analyzed.Schema, blocks, store);
        }
        catch
        {
            Given();
            throw;
        }

        // A block that is whole can go to disk while the next is computed.
        void End()
        {
            var block = new CachedBlock(analyzed.Schema, [.. batches]);
            batches.Clear();
            blocks.Add(block);
            store.Touch(block);
            if (level == StorageLevel.DiskOnly)
                block.MoveToDisk(store.Folder);
            else if (level == StorageLevel.MemoryAndDisk)
                store.Add(block);
        }

        CachedRows? Given()
        {
            foreach (var batch in batches)
                batch.Release();
            batches.Clear();
            new CachedRows(name, StructType.Empty, blocks, store).Dispose();
            return null;
        }
    }
}
