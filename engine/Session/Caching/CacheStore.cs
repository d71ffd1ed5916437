using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Execution.Exchange;

namespace Spindle.Sql.Caching;

/// <summary>
/// The memory of a session's kept rows, under the one budget: when an allocation would be refused, what was not read for longest goes to disk (or is dropped, where its level keeps it from disk and
/// no query reads it), so that execution always goes before the cache.
/// </summary>
internal sealed class CacheStore : IDisposable
{
    private readonly MemoryBudget budget;
    private readonly Func<long, bool>? others;
    private readonly string spillFolder;
    private readonly Lock gate = new();
    private readonly HashSet<CachedBlock> movable = [];
    private readonly List<Func<bool>> droppable = [];
    private readonly Lock reclaiming = new();
    private long reads;
    private long given;

    public CacheStore(MemoryBudget budget, string spillFolder)
    {
        this.budget = budget;
        this.spillFolder = spillFolder;
        Folder = new BlockFolder(Path.Combine(spillFolder, $"cache-{Guid.NewGuid():N}"));
        others = budget.Reclaim;
        budget.Reclaim = Reclaim;
    }

    public BlockFolder Folder { get; }

    /// <summary>Rows that go to disk when memory is wanted.</summary>
    public void Add(CachedBlock block)
    {
        lock (gate)
            movable.Add(block);
    }

    /// <summary>Rows that are dropped when memory is wanted.</summary>
    /// <param name="drop">Drops them, and says whether there was something to drop.</param>
    public void Add(Func<bool> drop)
    {
        lock (gate)
            droppable.Add(drop);
    }

    public void Remove(CachedBlock block)
    {
        lock (gate)
            movable.Remove(block);
    }

    public void Remove(Func<bool> drop)
    {
        lock (gate)
            droppable.Remove(drop);
    }

    /// <summary>Notes that the block is read now.</summary>
    public void Touch(CachedBlock block) => block.Used = Interlocked.Increment(ref reads);

    public void Dispose()
    {
        if (budget.Reclaim == Reclaim)
            budget.Reclaim = others;
        Folder.Dispose();
        try
        {
            if (Directory.Exists(spillFolder) && !Directory.EnumerateFileSystemEntries(spillFolder).Any())
                Directory.Delete(spillFolder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another session has just put something there, or the system clears it.
        }
    }

    private bool Reclaim(long bytes)
    {
        // One thread at a time moves rows; those that wait for it try their allocation again first.
        var before = Interlocked.Read(ref given);
        lock (reclaiming)
        {
            if (Interlocked.Read(ref given) != before)
                return true;
            if (Give())
            {
                Interlocked.Increment(ref given);
                return true;
            }
        }

        return others?.Invoke(bytes) ?? false;
    }

    private bool Give()
    {
        Func<bool>[] drops;
        lock (gate)
            drops = [.. droppable];
        foreach (var drop in drops)
            if (drop())
                return true;
        while (Oldest() is { } block)
        {
            try
            {
                if (block.MoveToDisk(Folder))
                    return true;
            }
            catch (SpindleException)
            {
                // The disk refuses: the rows stay, and the allocation is refused as it was without them.
                Remove(block);
            }
        }

        return false;
    }

    private CachedBlock? Oldest()
    {
        lock (gate)
            return movable.Where(b => b.IsInMemory).MinBy(b => b.Used);
    }
}
