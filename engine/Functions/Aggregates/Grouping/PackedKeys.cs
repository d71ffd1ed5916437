using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>
/// Keys that fit one 64-bit word together: whole numbers, dates, times and booleans by their offset in the range seen so far, strings by number. Words are
/// found in a <see cref="WordTable"/>. Ranges widen as values come; <see cref="TryAdapt"/> says no when a word no longer holds them, and the keys move to <see cref="GeneralKeys"/>.
/// </summary>
internal sealed unsafe class PackedKeys : IDisposable
{
    private const int MaxBits = 63;

    private readonly DataType[] types;
    private readonly StringNumbers?[] strings;
    private readonly PackedField[] fields;
    private readonly MemoryBudget budget;
    private readonly WordTable words;

    public PackedKeys(DataType[] types, MemoryBudget budget)
    {
        this.types = types;
        this.budget = budget;
        fields = new PackedField[types.Length];
        strings = new StringNumbers?[types.Length];
        for (var i = 0; i < types.Length; i++)
            if (types[i].Physical == PhysicalType.Bytes)
                strings[i] = new StringNumbers(types[i], budget);
        words = new WordTable(budget);
    }

    public int Count => words.Count;

    public static bool CanPack(DataType type) => type.Physical is PhysicalType.Int8 or PhysicalType.Int16 or PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Bytes;

    /// <summary>The bounds of a single whole-number key: the smallest and largest key there can be. False where there are several keys or strings.</summary>
    public bool TryGetBounds(out long min, out long max)
    {
        (min, max) = (long.MaxValue, long.MinValue);
        if (fields.Length != 1 || strings[0] is not null)
            return false;
        Include(0, ref min, ref max);
        return true;
    }

    public bool TryReserve(int more)
    {
        foreach (var numbers in strings)
            if (numbers is not null && !numbers.TryReserve(more))
                return false;
        return words.TryReserve(more);
    }

    public void Grow(int more)
    {
        foreach (var numbers in strings)
            numbers?.Grow(more);
        words.Grow(more);
    }

    /// <summary>Widens the fields until they hold every row's values, numbering strings on the way; false when a word cannot.</summary>
    public bool TryAdapt(KeyScratch scratch, ReadOnlySpan<ColumnView> keys, ReadOnlySpan<Vector> vectors, int rows)
    {
        var changed = false;
        Span<PackedField> wider = stackalloc PackedField[fields.Length];
        for (var c = 0; c < fields.Length; c++)
        {
            wider[c] = fields[c];
            long low = long.MaxValue, high = long.MinValue;
            if (strings[c] is { } numbers)
            {
                numbers.Of(scratch, c, keys[c], vectors[c], rows, add: true);
                if (numbers.Count > 0)
                    (low, high) = (1, numbers.Count);
            }
            else
            {
                ValueBounds.Widen(keys[c], rows, ref low, ref high);
            }

            if (low > high)
            {
                // Only nulls so far: one code is enough.
                if (fields[c].Bits == 0)
                {
                    wider[c].Bits = 1;
                    changed = true;
                }
            }
            else if (fields[c].Bits == 0 || !fields[c].Holds(low) || !fields[c].Holds(high))
            {
                if (strings[c] is null)
                    Include(c, ref low, ref high);
                wider[c] = fields[c].Including(low, high);
                changed = true;
            }
        }

        if (!changed)
            return true;
        var bits = 0;
        foreach (ref var field in wider)
        {
            field.Shift = bits;
            bits += field.Bits;
            if (bits > MaxBits)
                return false;
        }

        for (var id = 0; id < Count; id++)
        {
            var word = 0UL;
            for (var c = 0; c < fields.Length; c++)
            {
                var code = Code(id, c);
                if (code != 0)
                    code = unchecked((ulong)(fields[c].Min + (long)(code - 1)) - (ulong)wider[c].Min) + 1;
                word |= code << wider[c].Shift;
            }

            words.Words[id] = word;
        }

        wider.CopyTo(fields);
        words.Reindex(bits, rows);
        return true;
    }

    /// <summary>The id of each row's key; with <paramref name="add"/> (after <see cref="TryAdapt"/>) new keys get the next ids, else -1.</summary>
    public void Resolve(KeyScratch scratch, ReadOnlySpan<ColumnView> keys, ReadOnlySpan<Vector> vectors, int rows, int* ids, bool add)
    {
        if (words.Bits == 0)
        {
            new Span<int>(ids, rows).Fill(-1);
            return;
        }

        new Span<ulong>(scratch.Words, rows).Clear();
        for (var c = 0; c < fields.Length; c++)
        {
            if (strings[c] is { } numbers)
                WordPacking.PackNumbers(numbers.Of(scratch, c, keys[c], vectors[c], rows, add), rows, scratch.Words, fields[c]);
            else
                WordPacking.Pack(keys[c], rows, scratch.Words, fields[c]);
        }

        if (add)
            words.Add(scratch.Words, rows, ids);
        else
            words.Find(scratch.Words, rows, ids);
    }

    /// <summary>A column of the keys listed, or of keys [start, start + count) where there is no list; owned by the caller.</summary>
    public Vector Read(int column, int* ids, int start, int count)
    {
        var type = types[column];
        using var output = new FlatOutput(type, count, budget);
        using var read = new ColumnSet();
        if (strings[column] is { } numbers)
            read.Add(numbers.Read());
        var texts = read.Count > 0 ? (FlatVector)read.Columns[0] : null;
        for (var i = 0; i < count; i++)
        {
            var code = Code(ids == null ? start + i : ids[i], column);
            if (code == 0)
                output.SetNull(i);
            var value = code == 0 ? 0 : unchecked(fields[column].Min + (long)(code - 1));
            switch (type.Physical)
            {
                case PhysicalType.Int8:
                    ((sbyte*)output.Values)[i] = (sbyte)value;
                    break;
                case PhysicalType.Int16:
                    ((short*)output.Values)[i] = (short)value;
                    break;
                case PhysicalType.Int32:
                    ((int*)output.Values)[i] = (int)value;
                    break;
                case PhysicalType.Int64:
                    ((long*)output.Values)[i] = value;
                    break;
                default:
                    ((BytesView*)output.Values)[i] = code == 0 ? default : ((BytesView*)texts!.Values)[value - 1];
                    break;
            }
        }

        if (texts?.Heap is { } heap)
            output.Heap.Keep(heap);
        return output.Build();
    }

    public void Dispose()
    {
        foreach (var numbers in strings)
            numbers?.Dispose();
        words.Dispose();
    }

    private void Include(int column, ref long low, ref long high)
    {
        for (var id = 0; id < Count; id++)
        {
            var code = Code(id, column);
            if (code == 0)
                continue;
            var value = unchecked(fields[column].Min + (long)(code - 1));
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
    }

    private ulong Code(int id, int column) => (words.Words[id] & fields[column].Mask) >> fields[column].Shift;
}
