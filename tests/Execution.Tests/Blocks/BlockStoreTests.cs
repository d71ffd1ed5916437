using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Execution.Tasks;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Execution.Tests.Blocks;

/// <summary>Blocks stay readable wherever they lie; memory comes back when it is wanted; nothing is left behind.</summary>
public sealed class BlockStoreTests : IDisposable
{
    private static readonly StructType Schema = new([new Field("v", DataType.Long, false)]);

    private readonly string path = Path.Combine(Path.GetTempPath(), "spindle-tests-" + Guid.NewGuid().ToString("N"));
    private readonly MemoryBudget budget = new(32 << 20);
    private readonly BlockStore store;

    public BlockStoreTests() => store = new BlockStore(budget, new BlockFolder(path));

    public void Dispose()
    {
        store.Dispose();
        Assert.Equal(0, budget.Used);
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void What_was_not_used_for_longest_goes_to_disk_first()
    {
        for (var map = 0; map < 3; map++)
            store.Add(new MapBlockKey(1, 2, map), Blocks(map, 20_000));
        store.Find(new MapBlockKey(1, 2, 0));
        var held = budget.Used;
        Ask(budget.SpillLimit - held + 1);
        Assert.Equal(0, store.Find(new MapBlockKey(1, 2, 1))!.MemoryBytes);
        Assert.NotEqual(0, store.Find(new MapBlockKey(1, 2, 0))!.MemoryBytes);
        for (var map = 0; map < 3; map++)
            Assert.Equal(Values(map, 20_000), Read(store.Find(new MapBlockKey(1, 2, map))!));
        Assert.True(store.Use is { ShuffleMemory: > 0, ShuffleDisk: > 0, CachedMemory: 0, CachedDisk: 0 });
    }

    [Fact]
    public void Cached_partitions_go_before_map_outputs_and_are_dropped_or_moved_as_their_level_says()
    {
        var dropped = new List<CachedBlockKey>();
        store.Dropped = dropped.Add;
        store.Add(new CachedBlockKey(7, 0), Blocks(1, 20_000), KeepLevel.MemoryOnly);
        store.Add(new CachedBlockKey(7, 1), Blocks(2, 20_000));
        store.Add(new CachedBlockKey(7, 2), Blocks(3, 20_000), KeepLevel.DiskOnly);
        store.Add(new MapBlockKey(1, 1, 0), Blocks(4, 20_000));
        Assert.Equal(0, store.Find(new CachedBlockKey(7, 2))!.MemoryBytes);
        var map = store.Find(new MapBlockKey(1, 1, 0))!.MemoryBytes;
        Ask(budget.SpillLimit - map - 100_000);
        Assert.Equal([new CachedBlockKey(7, 0)], dropped);
        Assert.Null(store.Find(new CachedBlockKey(7, 0)));
        Assert.Equal(map, store.Find(new MapBlockKey(1, 1, 0))!.MemoryBytes);
        Assert.Equal(Values(2, 20_000), Read(store.Find(new CachedBlockKey(7, 1))!));
        store.RemoveDataset(7);
        Assert.Equal([new MapBlockKey(1, 1, 0)], store.Keys());
    }

    [Fact]
    public void A_query_s_blocks_go_with_it()
    {
        store.Add(new MapBlockKey(1, 1, 0), Blocks(1, 100));
        store.Add(new MapBlockKey(2, 1, 0), Blocks(2, 100));
        store.Add(new ResultBlockKey(new TaskIdentity(1, 3, 0, 0)), Blocks(3, 100));
        store.Add(new CachedBlockKey(1, 0), Blocks(4, 100));
        store.RemoveQuery(1);
        Assert.Equal(2, store.Keys().Count);
        Assert.NotNull(store.Find(new MapBlockKey(2, 1, 0)));
    }

    [Fact]
    public void A_reader_keeps_what_is_removed_under_it()
    {
        store.Add(new MapBlockKey(1, 1, 0), Blocks(1, 20_000));
        var output = store.Find(new MapBlockKey(1, 1, 0))!;
        using (var cursor = output.Open(0)!)
        {
            store.Remove(new MapBlockKey(1, 1, 0));
            Assert.Null(output.Open(0));
            Assert.True(budget.Used > 0);
            Assert.False(cursor.Next().IsEmpty);
        }

        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Another_attempt_replaces_the_first()
    {
        store.Add(new MapBlockKey(1, 1, 0), Blocks(1, 1000));
        store.Add(new MapBlockKey(1, 1, 0), Blocks(2, 1000));
        Assert.Equal(Values(2, 1000), Read(store.Find(new MapBlockKey(1, 1, 0))!));
    }

    [Fact]
    public void A_full_disk_is_one_named_error_and_the_store_stays_usable()
    {
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, "file");
        File.WriteAllText(file, "");
        using (var full = new BlockStore(budget, new BlockFolder(Path.Combine(file, "below"))))
        {
            full.Add(new MapBlockKey(1, 1, 0), Blocks(1, 20_000));
            var error = Assert.Throws<SpindleException>(() => full.Add(new CachedBlockKey(1, 1), Blocks(2, 100), KeepLevel.DiskOnly));
            Assert.Equal("SPINDLE_SPILL_FAILED", error.ErrorClass.Name);
            Assert.Null(budget.TryAllocate(budget.SpillLimit - 1000));
            Assert.Equal(Values(1, 20_000), Read(full.Find(new MapBlockKey(1, 1, 0))!));
            full.Add(new MapBlockKey(1, 1, 1), Blocks(5, 10));
            Assert.Equal(Values(5, 10), Read(full.Find(new MapBlockKey(1, 1, 1))!));
        }

        Directory.Delete(path, recursive: true);
    }

    private void Ask(long bytes)
    {
        Assert.True(budget.TryCharge(bytes));
        budget.Discharge(bytes);
    }

    private static List<long> Values(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt64())];
    }

    private unsafe MapOutput Blocks(int seed, int count)
    {
        using var writer = new MapOutputWriter(new SinglePartitioning(), 0, store.Folder, budget, ExchangeOptions.Default);
        foreach (var part in Values(seed, count).Chunk(2000))
        {
            var buffer = budget.Allocate(part.Length * sizeof(long));
            part.CopyTo(buffer.AsSpan<long>(part.Length));
            var batch = new RecordBatch([new FlatVector(DataType.Long, part.Length, buffer)], part.Length);
            writer.Write(batch);
            batch.Release();
        }

        return writer.Finish();
    }

    private List<long> Read(MapOutput output)
    {
        var values = new List<long>();
        using var reader = new BlockReader([output.Open(0)!], Schema, new BlockContext(budget, 2048, NoScanMetrics.Instance, default));
        while (reader.Read() is { } batch)
        {
            for (var i = 0; i < batch.Rows; i++)
                values.Add((long)batch[0].Read(i)!);
            batch.Release();
        }

        return values;
    }
}
