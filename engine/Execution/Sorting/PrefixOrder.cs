using System.Numerics;
using Spindle.Columnar.Memory;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Sorting;

/// <summary>
/// The order of rows that have a word each; rows of equal words keep their order. What is sorted is the words' leading bits with the rows' numbers behind them:
/// <code>
///  item = | (word - least word) >> shift | row |     row in as many bits as the count needs, the rest for the word
/// </code>
/// Most words lie close enough together for the shift to be zero. Where they do not, rows that agree in those bits are sorted once more by the others, which always fit.
/// </summary>
internal sealed unsafe class PrefixOrder : IDisposable
{
    /// <summary>Bytes a row that sorting takes besides the columns: the word and two items, which a pool may round up to twice that.</summary>
    public const int BytesPerRow = 48;

    private readonly MemoryBudget budget;
    private readonly int count;
    private readonly int rowBits;
    private readonly NativeBuffer words;
    private NativeBuffer? items;
    private ulong least;
    private int shift;

    public PrefixOrder(int count, MemoryBudget budget)
    {
        this.budget = budget;
        this.count = count;
        rowBits = Math.Max(1, 32 - BitOperations.LeadingZeroCount((uint)count));
        words = budget.Allocate((long)count * sizeof(ulong));
    }

    /// <summary>The rows' words, to be filled before they are sorted.</summary>
    public ulong* Words => (ulong*)words.Pointer;

    /// <summary>Writes the rows at places from <paramref name="start"/> on in the order.</summary>
    public void Rows(int start, Span<int> rows)
    {
        var items = Items + start;
        var mask = RowMask;
        for (var i = 0; i < rows.Length; i++)
            rows[i] = (int)(items[i] & mask);
    }

    /// <summary>The word of the row at a place in the order.</summary>
    public ulong Prefix(int place) => Words[Items[place] & RowMask];

    private ulong* Items => (ulong*)items!.Pointer;

    private ulong RowMask => (1UL << rowBits) - 1;

    /// <param name="team">Workers that have nothing else to do; null where there are none.</param>
    public void Sort(WorkerTeam? team)
    {
        items = budget.Allocate((long)count * sizeof(ulong));
        var other = budget.Allocate((long)count * sizeof(ulong));
        try
        {
            var span = Pack(team);
            RadixSort.Sort(Items, (ulong*)other.Pointer, count, rowBits, rowBits + BitsOf(span >> shift), team);
            if (shift > 0)
                SortRest((ulong*)other.Pointer);
        }
        finally
        {
            other.Release();
        }
    }

    /// <summary>Where the run of equal words ends that begins at a place.</summary>
    public int EndOfEqual(int start)
    {
        var end = start + 1;
        if (shift == 0)
            while (end < count && (Items[end] ^ Items[start]) >> rowBits == 0)
                end++;
        else
            while (end < count && Prefix(end) == Prefix(start))
                end++;
        return end;
    }

    /// <summary>Orders the rows of a run anew; those that compare as equal are ordered by their numbers.</summary>
    public void Resort(int start, int end, Comparison<int> rows)
    {
        var mask = RowMask;
        new Span<ulong>(Items + start, end - start).Sort((left, right) =>
            rows((int)(left & mask), (int)(right & mask)) is var order and not 0 ? order : (left & mask).CompareTo(right & mask));
    }

    public void Dispose()
    {
        words.Release();
        items?.Release();
        items = null;
    }

    /// <summary>Makes the items; returns how far the words lie apart.</summary>
    private ulong Pack(WorkerTeam? team)
    {
        var bounds = new (ulong Low, ulong High)[team?.Size ?? 1];
        WorkerTeam.RunRanges(team, count, (range, start, end) =>
        {
            var (low, high) = (ulong.MaxValue, 0UL);
            for (var row = start; row < end; row++)
            {
                low = Math.Min(low, Words[row]);
                high = Math.Max(high, Words[row]);
            }

            bounds[range] = (low, high);
        });
        least = bounds.Min(b => b.Low);
        var span = bounds.Max(b => b.High) - least;
        shift = Math.Max(0, BitsOf(span) - (64 - rowBits));
        WorkerTeam.RunRanges(team, count, (_, start, end) =>
        {
            var source = Words;
            var target = Items;
            var low = least;
            for (var row = start; row < end; row++)
                target[row] = source[row] - low >> shift << rowBits | (uint)row;
        });
        return span;
    }

    // The bits that were shifted out are fewer than a row's number has, so that they fit an item.
    private void SortRest(ulong* other)
    {
        var mask = RowMask;
        for (var (start, end) = (0, 0); start < count; start = end)
        {
            end = start + 1;
            while (end < count && (Items[end] ^ Items[start]) >> rowBits == 0)
                end++;
            if (end - start == 1)
                continue;
            for (var i = start; i < end; i++)
                Items[i] = (Words[Items[i] & mask] - least & (1UL << shift) - 1) << rowBits | Items[i] & mask;
            RadixSort.Sort(Items + start, other + start, end - start, rowBits, rowBits + shift, team: null);
        }
    }

    private static int BitsOf(ulong value) => 64 - BitOperations.LeadingZeroCount(value);
}
