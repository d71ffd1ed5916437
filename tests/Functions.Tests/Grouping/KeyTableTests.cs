using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Functions.Tests.Grouping;

/// <summary>Whole-number keys are found by their place in the range seen so far, which widens as they come.</summary>
public sealed unsafe class KeyTableTests : IDisposable
{
    private const int Batch = 4_096;

    private readonly MemoryBudget budget = new();

    public void Dispose() => Assert.Equal(0, budget.Used);

    [Fact]
    public void Keys_keep_their_numbers_however_their_range_widens()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            using var table = new KeyTable([DataType.Long], budget);
            var numbers = new Dictionary<long, int>();
            var center = random.NextInt64(long.MinValue / 2, long.MaxValue / 2);
            for (var round = 0; round < 12; round++)
            {
                // Up, down, to both sides, a little or a lot.
                var reach = 1L << random.Next(1, round < 9 ? 24 : 62);
                var keys = Enumerable.Range(0, random.Next(1, 400)).Select(_ => center + random.NextInt64(seed % 3 == 1 ? -reach : 0, seed % 3 == 2 ? 1 : reach)).ToArray();
                var expected = keys.Select(k => numbers.TryGetValue(k, out var number) ? number : numbers[k] = numbers.Count).ToArray();
                Assert.Equal(expected, Add(table, keys));
            }

            Assert.Equal(numbers.Count, table.Count);
        }
    }

    [Fact]
    public void One_key_out_of_order_does_not_move_the_range_away_from_where_keys_come()
    {
        var rising = Enumerable.Range(0, 600_000).Select(i => 1_000 + i * 5L).ToArray();
        var falling = rising.Select(k => -k).ToArray();
        foreach (var (keys, odd) in new[] { (rising, 2L), (falling, -2L) })
        {
            var inOrder = Used(keys);
            var half = keys.Length / 2;
            Assert.InRange(Used([.. keys[..half], odd, .. keys[half..]]), inOrder, inOrder + (1 << 20));
        }
    }

    private long Used(long[] keys)
    {
        using var table = new KeyTable([DataType.Long], budget);
        foreach (var batch in keys.Chunk(Batch))
            Add(table, batch);
        return budget.Used;
    }

    private int[] Add(KeyTable table, long[] keys)
    {
        using var scratch = new KeyScratch(budget);
        using var builder = VectorBuilder.Create(DataType.Long, budget);
        foreach (var key in keys)
            builder.Append(key);
        var column = builder.Build();
        var ids = new int[keys.Length];
        fixed (int* target = ids)
            table.FindOrAdd(scratch, [column], null, keys.Length, target);
        column.Release();
        return ids;
    }
}
