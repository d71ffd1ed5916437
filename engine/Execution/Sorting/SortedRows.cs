using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Sorting;

/// <summary>Rows in memory and their order. Sorted by the first key's prefix in passes of one byte, then, within equal prefixes, by comparing in full; equal rows keep their order.</summary>
internal sealed unsafe class SortedRows : IDisposable
{
    /// <summary>Bytes a row that sorting takes besides the columns: two items, each rounded up to a power of two altogether.</summary>
    public const int BytesPerRow = 64;

    private readonly Vector[] columns;
    private readonly NativeArray<Item> items;
    private readonly RowMaps maps;
    private bool disposed;

    /// <param name="columns">In the shape's layout; taken over.</param>
    public SortedRows(SortShape shape, Vector[] columns, int count, MemoryBudget budget, CancellationToken cancellation)
    {
        this.columns = columns;
        Count = count;
        maps = new RowMaps(budget);
        items = new NativeArray<Item>(budget);
        try
        {
            Sort(shape, budget, cancellation);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count { get; }

    /// <summary>Rows [start, start + count) of the order, the first <paramref name="width"/> columns, owned by the caller.</summary>
    public RecordBatch Read(int start, int count, int width, MemoryBudget budget)
    {
        var lanes = budget.Allocate((long)count * sizeof(int));
        var output = new Vector[width];
        try
        {
            for (var i = 0; i < count; i++)
                ((int*)lanes.Pointer)[i] = items.Pointer[start + i].Row;
            for (var c = 0; c < width; c++)
                output[c] = Gather.Lanes(columns[c], (int*)lanes.Pointer, count, budget);
            return new RecordBatch(output, count);
        }
        catch
        {
            foreach (var column in output)
                column?.Release();
            throw;
        }
        finally
        {
            lanes.Release();
        }
    }

    /// <summary>The first key's prefix of the row at a place in the order.</summary>
    public ulong Prefix(int place) => items.Pointer[place].Prefix;

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        foreach (var column in columns)
            column.Release();
        items.Dispose();
        maps.Dispose();
    }

    private void Sort(SortShape shape, MemoryBudget budget, CancellationToken cancellation)
    {
        if (Count == 0)
            return;
        items.Ensure(Count);
        var keys = shape.KeyViews(columns, maps);
        using var other = new NativeArray<Item>(budget);
        other.Ensure(Count);
        // The words come first, then the sort needs the same room.
        var words = (ulong*)other.Pointer;
        var exact = false;
        if (keys.Length > 0)
            exact = SortPrefix.Encode(keys[0], Count, shape.Orders[0].Descending, shape.Orders[0].NullsFirst, words);
        for (var i = 0; i < Count; i++)
            items.Pointer[i] = new Item { Prefix = words[i], Row = i };
        cancellation.ThrowIfCancellationRequested();
        RadixSort(other.Pointer);
        if (exact && keys.Length == 1)
            return;
        for (var start = 0; start < Count;)
        {
            var end = start + 1;
            while (end < Count && items.Pointer[end].Prefix == items.Pointer[start].Prefix)
                end++;
            if (end - start > 1)
            {
                cancellation.ThrowIfCancellationRequested();
                new Span<Item>(items.Pointer + start, end - start).Sort((left, right) =>
                    shape.Compare(keys, left.Row, keys, right.Row) is var order and not 0 ? order : left.Row.CompareTo(right.Row));
            }

            start = end;
        }
    }

    private void RadixSort(Item* other)
    {
        if (Count < 512)
        {
            new Span<Item>(items.Pointer, Count).Sort(static (left, right) =>
                left.Prefix != right.Prefix ? left.Prefix.CompareTo(right.Prefix) : left.Row.CompareTo(right.Row));
            return;
        }

        var counts = stackalloc int[8 * 256];
        new Span<int>(counts, 8 * 256).Clear();
        for (var i = 0; i < Count; i++)
            for (var pass = 0; pass < 8; pass++)
                counts[pass * 256 + (int)(items.Pointer[i].Prefix >> (8 * pass) & 255)]++;
        var from = items.Pointer;
        var to = other;
        for (var pass = 0; pass < 8; pass++)
        {
            var bucket = counts + pass * 256;
            if (bucket[(int)(from[0].Prefix >> (8 * pass) & 255)] == Count)
                continue;
            var sum = 0;
            for (var b = 0; b < 256; b++)
                (bucket[b], sum) = (sum, sum + bucket[b]);
            for (var i = 0; i < Count; i++)
                to[bucket[(int)(from[i].Prefix >> (8 * pass) & 255)]++] = from[i];
            var sorted = to;
            to = from;
            from = sorted;
        }

        if (from != items.Pointer)
            new ReadOnlySpan<Item>(from, Count).CopyTo(new Span<Item>(items.Pointer, Count));
    }

    private struct Item
    {
        public ulong Prefix;
        public int Row;
    }
}
