using Spindle.Execution.Exchange;

namespace Spindle.Execution.Tests.Exchange;

/// <summary>The place of a word among bounds is the one that counting gives.</summary>
public sealed class WordBoundsTests
{
    public static TheoryData<string> Spreads => ["even", "near one another", "outliers", "few", "one"];

    [Theory]
    [MemberData(nameof(Spreads))]
    public unsafe void Counts_the_bounds_that_are_not_above(string spread)
    {
        for (var count = 0; count < 70; count++)
        {
            var random = new Random(count);
            var bounds = Enumerable.Range(0, count).Select(_ => Word(spread, random)).Order().ToArray();
            ulong[] words = [0, 1, ulong.MaxValue, .. bounds, .. bounds.Select(b => b + 1), .. bounds.Select(b => b - 1), .. Enumerable.Range(0, 500).Select(_ => Word(spread, random))];
            var counts = new int[words.Length];
            fixed (ulong* w = words)
            fixed (int* c = counts)
                new WordBounds(bounds).CountNotAbove(w, words.Length, c);
            Assert.Equal(words.Select(word => bounds.Count(b => b <= word)), counts);
        }
    }

    private static ulong Word(string spread, Random random) => spread switch
    {
        "even" => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        "near one another" => (1UL << 63) + (ulong)random.Next(1 << 20),
        "outliers" => random.Next(20) switch { 0 => 0, 1 => ulong.MaxValue, _ => (1UL << 63) + (ulong)random.Next(10_000) },
        "few" => (ulong)random.Next(3) << 62,
        _ => 17,
    };
}
