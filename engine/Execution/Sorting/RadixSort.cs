using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Sorting;

/// <summary>
/// Sorts words by a range of their bits, of which the bits below are in rising order already: that order is kept among equal ones. Many words are dealt out by the highest eight bits first, by all workers, so
/// that each part is sorted within the processor's cache by the others, eight bits a pass from the lowest.
/// </summary>
internal static unsafe class RadixSort
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;

    /// <summary>Below that many the library's sort is as fast.</summary>
    private const int Few = 512;

    /// <summary>So many words and their copies, two megabytes each, stay in the cache.</summary>
    private const int Cached = 1 << 18;

    /// <param name="items">Sorted in place.</param>
    /// <param name="other">Room for as many.</param>
    /// <param name="low">The lowest bit that counts.</param>
    /// <param name="high">Past the highest bit in which items differ.</param>
    /// <param name="team">Workers that have nothing else to do; null where there are none.</param>
    public static void Sort(ulong* items, ulong* other, int count, int low, int high, WorkerTeam? team) => Sort(items, other, items, count, low, high, team);

    /// <param name="result">Where the sorted items are wanted: one of the two.</param>
    private static void Sort(ulong* items, ulong* other, ulong* result, int count, int low, int high, WorkerTeam? team)
    {
        if (high > low && count > Cached && high - low > DigitBits)
        {
            FromHighest(items, other, result, count, low, high, team);
            return;
        }

        var sorted = items;
        if (high > low && count <= Few)
            new Span<ulong>(items, count).Sort();
        else if (high > low)
            sorted = FromLowest(items, other, count, low, high);
        if (sorted != result)
            new ReadOnlySpan<ulong>(sorted, count).CopyTo(new Span<ulong>(result, count));
    }

    private static void FromHighest(ulong* items, ulong* other, ulong* result, int count, int low, int high, WorkerTeam? team)
    {
        var bit = high - DigitBits;
        var chunks = team?.Size ?? 1;
        var places = new int[chunks * Digits];
        WorkerTeam.RunRanges(team, count, (chunk, start, end) =>
        {
            var counts = places.AsSpan(chunk * Digits, Digits);
            for (var i = start; i < end; i++)
                counts[(int)(items[i] >> bit) & Digits - 1]++;
        });
        // A digit's words of the first chunk come before those of the second.
        var starts = new int[Digits + 1];
        var sum = 0;
        for (var digit = 0; digit < Digits; digit++)
        {
            starts[digit] = sum;
            for (var chunk = 0; chunk < chunks; chunk++)
                (places[chunk * Digits + digit], sum) = (sum, sum + places[chunk * Digits + digit]);
        }

        starts[Digits] = sum;
        WorkerTeam.RunRanges(team, count, (chunk, start, end) =>
        {
            var next = places.AsSpan(chunk * Digits, Digits);
            for (var i = start; i < end; i++)
                other[next[(int)(items[i] >> bit) & Digits - 1]++] = items[i];
        });
        Each(team, Digits, digit =>
        {
            var (start, length) = (starts[digit], starts[digit + 1] - starts[digit]);
            Sort(other + start, items + start, result + start, length, low, bit, team: null);
        });
    }

    /// <summary>Sorts to and fro; returns where the items lie at the end.</summary>
    private static ulong* FromLowest(ulong* items, ulong* other, int count, int low, int high)
    {
        var passes = (high - low + DigitBits - 1) / DigitBits;
        var counts = stackalloc int[passes * Digits];
        new Span<int>(counts, passes * Digits).Clear();
        for (var i = 0; i < count; i++)
            for (var pass = 0; pass < passes; pass++)
                counts[pass * Digits + ((int)(items[i] >> low + pass * DigitBits) & Digits - 1)]++;
        var from = items;
        var to = other;
        for (var pass = 0; pass < passes; pass++)
        {
            var bit = low + pass * DigitBits;
            var places = counts + pass * Digits;
            if (places[(int)(from[0] >> bit) & Digits - 1] == count)
                continue;
            var sum = 0;
            for (var digit = 0; digit < Digits; digit++)
                (places[digit], sum) = (sum, sum + places[digit]);
            for (var i = 0; i < count; i++)
                to[places[(int)(from[i] >> bit) & Digits - 1]++] = from[i];
            var sorted = to;
            to = from;
            from = sorted;
        }

        return from;
    }

    private static void Each(WorkerTeam? team, int count, Action<int> action)
    {
        if (team is not null)
            team.RunEach(count, (_, index) => action(index));
        else
            for (var i = 0; i < count; i++)
                action(i);
    }
}
