namespace Spindle.Execution.Exchange;

/// <summary>
/// What one map task put out: for each partition a block of frames, in memory or in files. Read as often as wanted, by any number of threads; disposing it removes it once the last reader is done.
/// </summary>
public sealed class MapOutput : IDisposable
{
    private readonly Lock gate = new();
    private StoredBlocks? blocks;

    internal MapOutput(StoredBlocks blocks, int firstPartition, long[] bytes, long[] rows, ulong checksum, long spilledBytes)
    {
        this.blocks = blocks;
        FirstPartition = firstPartition;
        Bytes = bytes;
        Rows = rows;
        Checksum = checksum;
        SpilledBytes = spilledBytes;
        TotalBytes = bytes.Sum();
        TotalRows = rows.Sum();
    }

    /// <summary>The number of the first partition; 0 but where rows stay with their map task.</summary>
    public int FirstPartition { get; }

    /// <summary>Stored bytes of each partition from <see cref="FirstPartition"/> on.</summary>
    public IReadOnlyList<long> Bytes { get; }

    public IReadOnlyList<long> Rows { get; }

    public long TotalBytes { get; }

    public long TotalRows { get; }

    /// <summary>Over all rows and the partitions they went to, whatever their order: another attempt that gives another figure gave other rows.</summary>
    public ulong Checksum { get; }

    /// <summary>Bytes that went to disk while it was written.</summary>
    public long SpilledBytes { get; }

    /// <summary>Bytes of memory that it holds now.</summary>
    public long MemoryBytes
    {
        get
        {
            lock (gate)
                return blocks?.MemoryBytes ?? 0;
        }
    }

    /// <summary>The frames of a partition; null where it has no rows, or the output is gone.</summary>
    public BlockCursor? Open(int partition)
    {
        var place = partition - FirstPartition;
        if ((uint)place >= (uint)Bytes.Count || Bytes[place] == 0)
            return null;
        StoredBlocks? held;
        lock (gate)
            held = blocks is not null && blocks.TryRetain() ? blocks : null;
        if (held is null)
            return null;
        try
        {
            return held.Open(place);
        }
        catch
        {
            held.Release();
            throw;
        }
    }

    /// <summary>True once it has been disposed of.</summary>
    public bool IsGone
    {
        get
        {
            lock (gate)
                return blocks is null;
        }
    }

    /// <summary>Writes what is in memory to files and gives the memory back, as soon as nobody reads it any more.</summary>
    /// <returns>Bytes of memory given back.</returns>
    /// <exception cref="Columnar.Errors.SpindleException">The disk refuses; the output stays where it was.</exception>
    public long MoveToDisk(BlockFolder folder)
    {
        MemoryBlocks inMemory;
        lock (gate)
        {
            if (blocks is not MemoryBlocks memory || !memory.TryRetain())
                return 0;
            inMemory = memory;
        }

        var freed = inMemory.MemoryBytes;
        var saved = false;
        try
        {
            var files = inMemory.Save(folder);
            lock (gate)
            {
                saved = ReferenceEquals(blocks, inMemory);
                if (saved)
                    blocks = files;
            }

            if (saved)
                inMemory.Release();
            else
                files.Release();
        }
        finally
        {
            inMemory.Release();
        }

        return saved ? freed : 0;
    }

    public void Dispose()
    {
        StoredBlocks? held;
        lock (gate)
        {
            held = blocks;
            blocks = null;
        }

        held?.Release();
    }
}
