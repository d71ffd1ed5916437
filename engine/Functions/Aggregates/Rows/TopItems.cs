using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Nested;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>
/// The frequent items of a group with their counts, as rows of (item, count). The order of equals is that of the table in which Spark's sketches keep items: open addressing with linear
/// probing, eight slots that double at three quarters, read in steps of the golden ratio; null comes last.
/// </summary>
internal static class TopItems
{
    private const int LeastSlots = 8;
    private const double GoldenRatio = 0.6180339887498949;

    public static StructType Row(DataType item) => new([new Field("item", item), new Field("count", DataType.Long)]);

    /// <summary>The type of what approx_top_k_accumulate gives: the items met, and how many may be told apart.</summary>
    public static StructType Sketch(DataType item) => new([new Field("items", new ArrayType(Row(item), true), false), new Field("maxItemsTracked", DataType.Int, false)]);

    /// <summary>Sums the counts of equal items.</summary>
    public static ValueList<object?> Count(IEnumerable<(object? Item, long Count)> items)
    {
        var counts = new Dictionary<object, long>(BoxedOrder.Instance);
        var nulls = 0L;
        foreach (var (item, count) in items)
        {
            if (item is null)
                nulls += count;
            else
                counts[item] = counts.GetValueOrDefault(item) + count;
        }

        var rows = new List<object?>(counts.Count + 1);
        foreach (var (item, count) in counts)
            rows.Add(ValueList.Create<object?>([item, count]));
        if (nulls > 0)
            rows.Add(ValueList.Create<object?>([null, nulls]));
        return ValueList.Create<object?>([.. rows]);
    }

    /// <summary>The rows of (item, count) with the greatest counts.</summary>
    public static ValueList<object?> Most(ValueList<object?> items, int most, DataType type)
    {
        var rows = items.Cast<ValueList<object?>>().ToList();
        var known = rows.Where(r => r[0] is not null).ToList();
        var slots = new int[LeastSlots];
        Array.Fill(slots, -1);
        for (var i = 0; i < known.Count; i++)
        {
            if (i > slots.Length * 3 / 4)
                slots = Grown(slots, known, type);
            Put(slots, known, i, type);
        }

        var stride = (int)(slots.Length * GoldenRatio) | 1;
        var ordered = Enumerable.Range(0, slots.Length).Select(i => slots[i * stride & (slots.Length - 1)]).Where(s => s >= 0).Select(s => known[s]).Concat(rows.Where(r => r[0] is null));
        return ValueList.Create<object?>([.. ordered.OrderByDescending(r => (long)r[1]!).Take(most)]);
    }

    private static int[] Grown(int[] slots, List<ValueList<object?>> rows, DataType type)
    {
        var larger = new int[slots.Length * 2];
        Array.Fill(larger, -1);
        foreach (var slot in slots)
            if (slot >= 0)
                Put(larger, rows, slot, type);
        return larger;
    }

    private static void Put(int[] slots, List<ValueList<object?>> rows, int row, DataType type)
    {
        var at = (int)(Mix(Hash(rows[row][0]!, type)) & (ulong)(slots.Length - 1));
        while (slots[at] >= 0)
            at = (at + 1) & (slots.Length - 1);
        slots[at] = row;
    }

    /// <summary>Texts hash as Java's strings do.</summary>
    private static int Hash(object item, DataType type)
    {
        if (item is not ByteString text)
            return JvmOrder.JavaHash(item, type);
        var hash = 0;
        foreach (var unit in text.ToString())
            hash = unchecked(hash * 31 + unit);
        return hash;
    }

    private static ulong Mix(long key)
    {
        var mixed = (ulong)key;
        mixed = (mixed ^ (mixed >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        mixed = (mixed ^ (mixed >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return mixed ^ (mixed >> 33);
    }
}
