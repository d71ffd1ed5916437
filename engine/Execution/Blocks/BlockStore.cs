using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Execution.Exchange;
using Spindle.Plans.Stages;

namespace Spindle.Execution.Blocks;

/// <summary>
/// Everything that a process keeps for later: map outputs, cached partitions, results that wait to be fetched. In memory first; when an allocation would be refused, what was not used for longest goes
/// to disk or is dropped, cached partitions before the rest. Any number of threads.
/// </summary>
public sealed class BlockStore : IDisposable
{
    private readonly MemoryBudget budget;
    private readonly Lock gate = new();
    private readonly Dictionary<BlockKey, Entry> entries = [];
    private long clock;
    private bool disposed;

    /// <param name="budget">Asks the store to give memory back from now on.</param>
    /// <param name="folder">Where blocks go that do not fit; taken over.</param>
    public BlockStore(MemoryBudget budget, BlockFolder folder)
    {
        this.budget = budget;
        Folder = folder;
        budget.Reclaim = Reclaim;
    }

    /// <summary>Where block files lie.</summary>
    public BlockFolder Folder { get; }

    /// <summary>Told of cached partitions that were dropped for lack of memory, on the thread that needed it; must not wait.</summary>
    public Action<CachedBlockKey>? Dropped { get; set; }

    /// <summary>True of a dataset that a query under way reads: its partitions go to disk where they would be dropped. Asked on the thread that needs memory; must not wait.</summary>
    public Func<long, bool>? IsInUse { get; set; }

    /// <summary>Bytes of memory and of disk that blocks take, of map outputs and results and of cached partitions.</summary>
    public BlockStoreUse Use
    {
        get
        {
            lock (gate)
            {
                var use = default(BlockStoreUse);
                foreach (var (key, entry) in entries)
                {
                    var memory = entry.Blocks.MemoryBytes;
                    var disk = memory == 0 ? entry.Blocks.TotalBytes : 0;
                    use = key is CachedBlockKey ? use with { CachedMemory = use.CachedMemory + memory, CachedDisk = use.CachedDisk + disk }
                        : use with { ShuffleMemory = use.ShuffleMemory + memory, ShuffleDisk = use.ShuffleDisk + disk };
                }

                return use;
            }
        }
    }

    /// <summary>Keeps blocks, which it takes over; what was there under the key is removed.</summary>
    /// <exception cref="SpindleException">SPINDLE_SPILL_FAILED when they must go to disk, which refuses; the blocks are disposed of, and the store is as before.</exception>
    public void Add(BlockKey key, MapOutput blocks, KeepLevel level = KeepLevel.MemoryAndDisk)
    {
        if (level == KeepLevel.DiskOnly)
            try
            {
                blocks.MoveToDisk(Folder);
            }
            catch
            {
                blocks.Dispose();
                throw;
            }

        MapOutput? before;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            before = entries.TryGetValue(key, out var existing) ? existing.Blocks : null;
            entries[key] = new Entry(blocks, level) { Used = ++clock };
        }

        if (!ReferenceEquals(before, blocks))
            before?.Dispose();
    }

    /// <summary>What is kept under the key; null for nothing. It may go at any time: an output that is gone opens nothing.</summary>
    public MapOutput? Find(BlockKey key)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(key, out var entry))
                return null;
            entry.Used = ++clock;
            return entry.Blocks;
        }
    }

    /// <summary>The keys of everything that is kept.</summary>
    public IReadOnlyList<BlockKey> Keys()
    {
        lock (gate)
            return [.. entries.Keys];
    }

    /// <summary>Removes one entry; false where there is none.</summary>
    public bool Remove(BlockKey key)
    {
        Entry? entry;
        lock (gate)
            if (!entries.Remove(key, out entry))
                return false;
        entry.Blocks.Dispose();
        return true;
    }

    /// <summary>Removes a query's map outputs and results; cached partitions stay.</summary>
    public void RemoveQuery(long query) => RemoveAll(k => k is MapBlockKey map && map.Query == query || k is ResultBlockKey result && result.Task.Query == query);

    /// <summary>Removes the partitions of a cached dataset.</summary>
    public void RemoveDataset(long dataset) => RemoveAll(k => k is CachedBlockKey cached && cached.Dataset == dataset);

    public void Dispose()
    {
        lock (gate)
            disposed = true;
        if (budget.Reclaim == Reclaim)
            budget.Reclaim = null;
        RemoveAll(static _ => true);
        Folder.Dispose();
    }

    private void RemoveAll(Func<BlockKey, bool> condition)
    {
        List<MapOutput> gone = [];
        lock (gate)
            foreach (var key in entries.Keys.Where(condition).ToList())
                if (entries.Remove(key, out var entry))
                    gone.Add(entry.Blocks);
        foreach (var blocks in gone)
            blocks.Dispose();
    }

    /// <summary>Gives back at least that many bytes where it can; false when nothing was given.</summary>
    private bool Reclaim(long bytes)
    {
        var given = 0L;
        while (given < bytes && TakeOldest() is var (key, entry))
            given += Evict(key, entry);
        return given > 0;
    }

    private (BlockKey Key, Entry Entry)? TakeOldest()
    {
        lock (gate)
        {
            (BlockKey Key, Entry Entry)? oldest = null;
            foreach (var (key, entry) in entries)
                if (!entry.IsLeaving && entry.Blocks.MemoryBytes > 0 && (oldest is not { } best || Rank(key, entry).CompareTo(Rank(best.Key, best.Entry)) < 0))
                    oldest = (key, entry);
            if (oldest is { } found)
                found.Entry.IsLeaving = true;
            return oldest;
        }
    }

    private static (int, long) Rank(BlockKey key, Entry entry) => (key is CachedBlockKey ? 0 : 1, entry.Used);

    private long Evict(BlockKey key, Entry entry)
    {
        var held = entry.Blocks.MemoryBytes;
        if (entry.Level != KeepLevel.MemoryOnly || (key is CachedBlockKey { Dataset: var dataset } && IsInUse?.Invoke(dataset) == true))
            try
            {
                return entry.Blocks.MoveToDisk(Folder);
            }
            catch (SpindleException) when (key is CachedBlockKey)
            {
                // A cached partition can be computed again: without a disk it is dropped.
            }
            catch (SpindleException)
            {
                // Blocks that others need stay in memory, marked as not to be asked again; the allocation is refused.
                return 0;
            }

        var removed = false;
        lock (gate)
            if (entries.TryGetValue(key, out var current) && ReferenceEquals(current, entry))
                removed = entries.Remove(key);
        if (!removed)
            return 0;
        entry.Blocks.Dispose();
        if (key is CachedBlockKey cached)
            Dropped?.Invoke(cached);
        return held;
    }

    private sealed class Entry(MapOutput blocks, KeepLevel level)
    {
        public MapOutput Blocks => blocks;

        public KeepLevel Level => level;

        public long Used { get; set; }

        /// <summary>Someone is moving it, or the disk refused it.</summary>
        public bool IsLeaving { get; set; }
    }
}

/// <summary>Bytes that a <see cref="BlockStore"/> takes.</summary>
public readonly record struct BlockStoreUse(long ShuffleMemory, long ShuffleDisk, long CachedMemory, long CachedDisk);
