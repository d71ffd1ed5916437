using Spindle.Columnar.Memory;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Sorting;
using Spindle.Plans.Running;

namespace Spindle.Execution.Tests.Sorting;

/// <summary>Orders of words against the library's stable sort.</summary>
public sealed unsafe class PrefixOrderTests
{
    public static TheoryData<string> Words => ["near one another", "anywhere", "few", "one", "outliers", "low bits", "rising", "falling"];

    [Theory]
    [MemberData(nameof(Words))]
    public void Sorts_and_keeps_the_order_of_equal_words(string words)
    {
        var chance = new Random(31);
        foreach (var count in new[] { 1, 2, 511, 513, 5_000, 70_000 })
            Check(words, count, chance, threads: 1);
    }

    // Enough words to be dealt out by their highest bits first.
    [Theory]
    [MemberData(nameof(Words))]
    public void Sorts_many_words_with_several_workers(string words) => Check(words, 600_001, new Random(32), threads: 3);

    private static void Check(string words, int count, Random chance, int threads)
    {
        var budget = new MemoryBudget();
        using (var stop = new CancellationTokenSource())
        using (var task = new TaskContext(budget, new QuerySettings(threads), stop))
        using (var order = new PrefixOrder(count, budget))
        {
            var given = Enumerable.Range(0, count).Select(i => Word(words, i, chance)).ToArray();
            given.CopyTo(new Span<ulong>(order.Words, count));
            order.Sort(threads > 1 ? task.Team : null);
            var expected = Enumerable.Range(0, count).OrderBy(row => given[row]).ToArray();
            var rows = new int[count];
            order.Rows(0, rows);
            for (var place = 0; place < count; place++)
                if (rows[place] != expected[place] || order.Prefix(place) != given[expected[place]])
                    Assert.Fail($"row {rows[place]} at {place} of {count} in place of {expected[place]}");
            for (var (start, end) = (0, 0); start < count; start = end)
            {
                end = order.EndOfEqual(start);
                Assert.Equal(order.Prefix(start), order.Prefix(end - 1));
                Assert.True(end == count || order.Prefix(end) != order.Prefix(start));
            }

            // Each run turned around.
            var first = order.EndOfEqual(0);
            order.Resort(0, first, (left, right) => right.CompareTo(left));
            order.Rows(0, rows.AsSpan(0, first));
            Assert.Equal(expected[..first].Reverse(), rows[..first]);
        }

        Assert.Equal(0, budget.Used);
    }

    private static ulong Word(string words, int row, Random chance) => words switch
    {
        "near one another" => 0x7FFF_FFFF_8000_0000UL + (ulong)chance.NextInt64(1L << 32),
        "anywhere" => (ulong)chance.NextInt64(long.MinValue, long.MaxValue),
        "few" => (ulong)chance.Next(3) << 62,
        "one" => 17,
        "outliers" => chance.Next(1000) switch { 0 => 0, 1 => ulong.MaxValue, _ => (1UL << 63) + (uint)chance.Next(1 << 20) },
        "low bits" => ((ulong)chance.Next(5) << 61) + (uint)chance.Next(1 << 14),
        "rising" => (ulong)row << 7,
        _ => ulong.MaxValue - (ulong)row / 3,
    };
}
