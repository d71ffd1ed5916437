using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Exchange;
using Spindle.Execution.Joins;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Tasks;
using Spindle.Plans.Running;
using Spindle.Plans.Stages;

namespace Spindle.Execution.Tests.Exchange;

/// <summary>What several tasks note of their keys, put together and told to a scan, lets each of the keys pass, and of close whole numbers nothing else.</summary>
public sealed class KeyDigestTests : IDisposable
{
    private readonly MemoryBudget budget = new();

    public void Dispose() => Assert.Equal(0, budget.Used);

    /// <param name="most">Keys of a part at most: few are told one by one, many by bits.</param>
    /// <param name="spread">Numbers that keys are drawn from, for each key.</param>
    /// <param name="exact">Nothing else passes.</param>
    [Theory]
    [InlineData(700, 10, true)]
    [InlineData(3_000, 10, true)]
    [InlineData(3_000, 100, true)]
    [InlineData(3_000, 100_000, false)]
    public void Keys_pass(int most, long spread, bool exact)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            DataType type = (seed % 3) switch { 0 => DataType.Long, 1 => DataType.Date, _ => DataType.Int };
            var first = seed % 2 == 0 ? -most * spread / 3 : 1_000_000;
            var parts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Enumerable.Range(0, random.Next(most * 2 / 3, most)).Select(_ => first + random.NextInt64(most * spread)).Distinct().ToList()).ToList();
            var digest = KeyDigest.Merge([.. parts.Select(p => Digest(p, type))]);
            var keys = parts.SelectMany(p => p).ToHashSet();
            Assert.Equal((keys.Min(), keys.Max()), (digest.Min, digest.Max));
            var candidates = keys.SelectMany(k => new[] { k - 1, k, k + 1 }).Concat([first - 9, first + most * spread + 9]).Distinct().Order().ToList();
            var passed = Passed(digest, candidates, type);
            Assert.Subset(passed, keys);
            if (exact)
                Assert.Equal(keys.Count, passed.Count);
            else
                Assert.True(passed.Count < keys.Count + (candidates.Count - keys.Count) / 4, $"{passed.Count} of {candidates.Count} passed for {keys.Count} keys");
        }
    }

    [Fact]
    public void The_keys_of_many_parts_put_together_still_hold_others_back()
    {
        var random = new Random(1);
        var parts = Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 3_000).Select(_ => random.NextInt64(1L << 40)).Distinct().ToList()).ToList();
        var digest = KeyDigest.Merge([.. parts.Select(p => Digest(p, DataType.Long))]);
        var others = Enumerable.Range(0, 20_000).Select(_ => random.NextInt64(digest.Min, digest.Max)).Distinct().ToList();
        Assert.InRange(Passed(digest, others, DataType.Long).Count, 1, others.Count / 50);
    }

    [Fact]
    public void Where_one_part_has_close_keys_and_another_has_not_bounds_are_left()
    {
        var close = Digest([.. Enumerable.Range(0, 2_000).Select(i => (long)i)], DataType.Long);
        var apart = Digest([.. Enumerable.Range(1, 2_000).Select(i => i * 1_000_000L)], DataType.Long);
        var both = KeyDigest.Merge(close, apart);
        Assert.True(close.Bitmap.Length > 0 && close.Bloom.Length == 0 && apart.Bloom.Length > 0 && apart.Bitmap.Length == 0);
        Assert.Equal((0, 0, 2_000_000_000L), (both.Bloom.Length, both.Bitmap.Length, both.Max));
        Assert.Equal([0, 5_000_001, 2_000_000_000], Passed(both, [-1, 0, 5_000_001, 2_000_000_000, 2_000_000_001], DataType.Long).Order());
    }

    [Fact]
    public void A_part_without_keys_changes_nothing()
    {
        var keys = Digest([.. Enumerable.Range(0, 2_000).Select(i => (long)i)], DataType.Long);
        var none = Digest([], DataType.Long);
        Assert.Same(keys, KeyDigest.Merge(none, keys));
        Assert.Same(keys, KeyDigest.Merge(keys, none));
    }

    private KeyDigest Digest(List<long> keys, DataType type)
    {
        using var collector = new KeyCollector(new Nowhere(), [new KeyCollection(7, 0, type)], budget);
        foreach (var chunk in keys.Chunk(1_000))
        {
            var batch = new RecordBatch([Column(chunk, type)], chunk.Length);
            collector.Write(batch);
            collector.Write(batch);
            batch.Release();
        }

        return Assert.Single(collector.Finish());
    }

    private HashSet<long> Passed(KeyDigest digest, List<long> candidates, DataType type)
    {
        using var stop = new CancellationTokenSource();
        using var task = new TaskContext(budget, new QuerySettings(1), stop);
        using var filter = KeyFilter.Of(digest, budget);
        var scan = filter.Open(0, new WorkerContext(task, 0));
        var column = Column([.. candidates], type);
        var selection = scan.Narrow([column], candidates.Count, null);
        var passed = new HashSet<long>();
        unsafe
        {
            for (var i = 0; i < (selection?.Count ?? candidates.Count); i++)
                passed.Add(candidates[selection is null ? i : selection.Lanes[i]]);
        }

        selection?.Release();
        column.Release();
        (scan as IDisposable)?.Dispose();
        return passed;
    }

    private Vector Column(long[] values, DataType type)
    {
        using var builder = VectorBuilder.Create(type, budget);
        foreach (var value in values)
            builder.Append(type == DataType.Long ? value : (object)(int)value);
        return builder.Build();
    }

    private sealed class Nowhere : ITaskOutput
    {
        public void Write(RecordBatch batch)
        {
        }
    }
}
