using Spindle.Execution.Blocks;
using Spindle.Sources;

namespace Spindle.Executor.Tests;

/// <summary>Blocks come from peers in order and whole, or the failure says which of them did not.</summary>
public sealed class BlockFetchTests
{
    [Fact]
    public async Task Blocks_of_both_executors_come_in_the_order_of_maps()
    {
        await using var both = await TwoExecutors.StartAsync(8);
        var all = both.Read(0, TwoExecutors.Partitions);
        Assert.Equal(Enumerable.Range(0, 8).SelectMany(TwoExecutors.Values), all.Order());
        Assert.Equal(all.Select(v => v / 1_000_000), all.Select(v => v / 1_000_000).Order());
        var parts = Enumerable.Range(0, TwoExecutors.Partitions).Select(p => both.Read(p, p + 1)).ToList();
        Assert.All(parts, p => Assert.NotEmpty(p));
        Assert.Equal(all.Order(), parts.SelectMany(p => p).Order());
        Assert.Equal(all.Where(v => v / 1_000_000 is 2 or 3), both.Read(both.Here, new PartitionsInput(0, TwoExecutors.Partitions, 2, 4)));
    }

    [Fact]
    public async Task A_block_that_is_gone_is_named()
    {
        await using var both = await TwoExecutors.StartAsync(6);
        both.There.Store.Remove(new MapBlockKey(7, 1, 3));
        var remote = Assert.Throws<FetchFailedException>(() => both.Read(0, 1));
        Assert.Equal((1, 3, "2", 1L), (remote.Stage, remote.Map, remote.Executor, remote.Epoch));
        both.Here.Store.Remove(new MapBlockKey(7, 1, 0));
        var local = Assert.Throws<FetchFailedException>(() => both.Read(0, 1));
        Assert.Equal((0, "1"), (local.Map, local.Executor));
        both.Outputs.ExecutorOfMap[5] = -1;
        Assert.Equal(5, Assert.Throws<FetchFailedException>(() => both.Read(0, 1)).Map);
    }

    [Fact]
    public async Task An_address_that_another_executor_has_now_is_out_of_reach()
    {
        await using var both = await TwoExecutors.StartAsync(4);
        both.Outputs.Executors[1].ExecutorId = "3";
        var failure = Assert.Throws<FetchFailedException>(() => both.Read(0, 1));
        Assert.Equal((-1, "3"), (failure.Map, failure.Executor));
    }

    [Fact]
    public async Task A_peer_that_is_gone_is_named()
    {
        await using var both = await TwoExecutors.StartAsync(4);
        await both.Server!.StopAsync(TimeSpan.Zero);
        var failure = Assert.Throws<FetchFailedException>(() => both.Read(0, 1));
        Assert.Equal((-1, "2"), (failure.Map, failure.Executor));
    }

    [Fact]
    public async Task Blocks_are_handed_over_whole()
    {
        await using var both = await TwoExecutors.StartAsync(6);
        var before = both.Read(0, TwoExecutors.Partitions);
        var moved = await new HandedBlocks(both.Here).SendAsync(both.Outputs.Executors[1], new HashSet<Protos.BlockKey>(), default);
        Assert.Equal([0, 2, 4], moved.Select(k => k.Map.Map).Order());
        both.Here.RemoveQuery(7);
        for (var map = 0; map < 6; map++)
            both.Outputs.ExecutorOfMap[map] = 1;
        Assert.Equal(before, both.Read(0, TwoExecutors.Partitions));
    }

    [Fact]
    public async Task A_full_peer_takes_nothing_and_keeps_what_it_has()
    {
        await using var both = await TwoExecutors.StartAsync(6);
        var before = both.Read(0, TwoExecutors.Partitions);
        var blocked = Path.Combine(both.There.Options.Folder, "blocks");
        Directory.CreateDirectory(both.There.Options.Folder);
        await File.WriteAllTextAsync(blocked, "where the folder of blocks would be");
        var filling = new List<Columnar.Memory.NativeBuffer>();
        foreach (var size in new[] { 1 << 20, 1 << 13 })
            while (both.There.Budget.Limit - both.There.Budget.Used > size + (1 << 14))
                filling.Add(both.There.Budget.Allocate(size));
        IReadOnlyList<Protos.BlockKey> moved;
        try
        {
            moved = await new HandedBlocks(both.Here).SendAsync(both.Outputs.Executors[1], new HashSet<Protos.BlockKey>(), default);
        }
        catch (Wire.Grpc.RpcException full)
        {
            Assert.Equal(Wire.Grpc.StatusCode.ResourceExhausted, full.Code);
            moved = [];
        }
        finally
        {
            filling.ForEach(b => b.Release());
            File.Delete(blocked);
        }

        Assert.Empty(moved);
        Assert.Equal(before, both.Read(0, TwoExecutors.Partitions));
        Assert.Equal([1, 3, 5], both.There.Store.Keys().OfType<MapBlockKey>().Select(k => k.Map).Order());
    }
}
