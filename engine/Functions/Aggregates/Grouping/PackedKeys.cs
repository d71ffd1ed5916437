using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>
/// Keys that fit one 64-bit word together: whole numbers, dates, times and booleans by their offset in the range seen so far, strings by number. Where all words together span a small
/// range, the word is the position in an array (no hashing at all); else it is looked up in a hash table whose entries hold the word itself.
/// Ranges widen as values come; <see cref="TryAdapt"/> says no when a word no longer holds them, and the keys move to <see cref="GeneralKeys"/>.
/// </summary>
internal sealed unsafe class PackedKeys : IDisposable
{
    private const int MaxBits = 63;
    private const int AlwaysDirectBits = 16;
    private const ulong NoWord = ulong.MaxValue;

    private readonly DataType[] types;
    private readonly GeneralKeys?[] interned;
    private readonly PackedField[] fields;
    private readonly MemoryBudget budget;
    private readonly NativeArray<ulong> words;
    private readonly NativeArray<int> direct;
    private NativeArray<Entry> entries;
    private int entryCount;
    private int totalBits;
    private bool isDirect;

    public PackedKeys(DataType[] types, MemoryBudget budget)
    {
        this.types = types;
        this.budget = budget;
        fields = new PackedField[types.Length];
        interned = new GeneralKeys?[types.Length];
        for (var i = 0; i < types.Length; i++)
            if (types[i].Physical == PhysicalType.Bytes)
                interned[i] = new GeneralKeys([types[i]], budget, equalHashes: false);
        words = new NativeArray<ulong>(budget);
        direct = new NativeArray<int>(budget);
        entries = new NativeArray<Entry>(budget);
    }

    public int Count { get; private set; }

    public static bool CanPack(DataType type) => type.Physical is PhysicalType.Int8 or PhysicalType.Int16 or PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Bytes;

    /// <summary>The bounds of a single whole-number key: the smallest and largest key there can be. False where there are several keys or strings.</summary>
    public bool TryGetBounds(out long min, out long max)
    {
        (min, max) = (long.MaxValue, long.MinValue);
        if (fields.Length != 1 || interned[0] is not null)
            return false;
        for (var id = 0; id < Count; id++)
        {
            var code = words.Pointer[id];
            if (code == 0)
                continue;
            var value = unchecked(fields[0].Min + (long)(code - 1));
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return true;
    }

    public bool TryReserve(int more)
    {
        foreach (var table in interned)
            if (table is not null && !table.TryReserve(more))
                return false;
        return words.TryEnsure(Count + more) && TryIndex(Count + more, mustSucceed: false);
    }

    public void Grow(int more)
    {
        foreach (var table in interned)
            table?.Grow(more);
        words.Ensure(Count + more);
        TryIndex(Count + more, mustSucceed: true);
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
            if (interned[c] is { } table)
            {
                Codes(scratch, c, keys[c], vectors[c], rows, add: true);
                (low, high) = (1, table.Count);
                if (table.Count == 0)
                    (low, high) = (long.MaxValue, long.MinValue);
            }
            else
            {
                Bounds(keys[c], rows, ref low, ref high);
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

            words.Pointer[id] = word;
        }

        wider.CopyTo(fields);
        totalBits = bits;
        direct.Dispose();
        entries.Dispose();
        entryCount = 0;
        isDirect = false;
        TryIndex(Count + rows, mustSucceed: true);
        return true;
    }

    /// <summary>The id of each row's key; with <paramref name="add"/> (after <see cref="TryAdapt"/>) new keys get the next ids, else -1.</summary>
    public void Resolve(KeyScratch scratch, ReadOnlySpan<ColumnView> keys, ReadOnlySpan<Vector> vectors, int rows, int* ids, bool add)
    {
        if (totalBits == 0)
        {
            new Span<int>(ids, rows).Fill(-1);
            return;
        }

        new Span<ulong>(scratch.Words, rows).Clear();
        for (var c = 0; c < fields.Length; c++)
        {
            if (interned[c] is not null)
                Pack<int>(new ColumnView(keys[c].Plain, (byte*)Codes(scratch, c, keys[c], vectors[c], rows, add), null, null), rows, scratch.Words, fields[c], zeroIsNull: true);
            else
                switch (keys[c].Physical)
                {
                    case PhysicalType.Int8:
                        Pack<sbyte>(keys[c], rows, scratch.Words, fields[c]);
                        break;
                    case PhysicalType.Int16:
                        Pack<short>(keys[c], rows, scratch.Words, fields[c]);
                        break;
                    case PhysicalType.Int32:
                        Pack<int>(keys[c], rows, scratch.Words, fields[c]);
                        break;
                    case PhysicalType.Null:
                        break;
                    default:
                        Pack<long>(keys[c], rows, scratch.Words, fields[c]);
                        break;
                }
        }

        if (add)
            Add(scratch.Words, rows, ids);
        else
            Find(scratch.Words, rows, ids);
    }

    /// <summary>A column of the keys listed, or of keys [start, start + count) where there is no list; owned by the caller.</summary>
    public Vector Read(int column, int* ids, int start, int count)
    {
        var type = types[column];
        using var output = new FlatOutput(type, count, budget);
        using var strings = new ColumnSet();
        if (interned[column] is { } table)
            strings.Add(table.Read(0, null, 0, table.Count));
        var texts = strings.Count > 0 ? (FlatVector)strings.Columns[0] : null;
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
        foreach (var table in interned)
            table?.Dispose();
        words.Dispose();
        direct.Dispose();
        entries.Dispose();
    }

    private ulong Code(int id, int column) => (words.Pointer[id] & fields[column].Mask) >> fields[column].Shift;

    private void Add(ulong* rowWords, int rows, int* ids)
    {
        var count = Count;
        var stored = words.Pointer;
        if (isDirect)
        {
            var slots = direct.Pointer;
            for (var i = 0; i < rows; i++)
            {
                var id = slots[rowWords[i]];
                if (id == 0)
                {
                    stored[count] = rowWords[i];
                    slots[rowWords[i]] = id = ++count;
                }

                ids[i] = id - 1;
            }

            Count = count;
            return;
        }

        var table = entries.Pointer;
        var mask = (uint)entryCount - 1;
        for (var i = 0; i < rows; i++)
        {
            var word = rowWords[i];
            var slot = Slot(word) & mask;
            while (table[slot].Id != 0 && table[slot].Word != word)
                slot = (slot + 1) & mask;
            if (table[slot].Id == 0)
            {
                stored[count] = word;
                table[slot] = new Entry { Word = word, Id = ++count };
            }

            ids[i] = (int)table[slot].Id - 1;
        }

        Count = count;
    }

    private void Find(ulong* rowWords, int rows, int* ids)
    {
        if (isDirect)
        {
            var slots = direct.Pointer;
            var size = 1UL << totalBits;
            for (var i = 0; i < rows; i++)
                ids[i] = rowWords[i] < size ? slots[rowWords[i]] - 1 : -1;
            return;
        }

        var table = entries.Pointer;
        var mask = (uint)entryCount - 1;
        for (var i = 0; i < rows; i++)
        {
            var word = rowWords[i];
            if (word == NoWord)
            {
                ids[i] = -1;
                continue;
            }

            var slot = Slot(word) & mask;
            while (table[slot].Id != 0 && table[slot].Word != word)
                slot = (slot + 1) & mask;
            ids[i] = (int)table[slot].Id - 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Slot(ulong word) => (uint)(unchecked(word * 0x9E3779B97F4A7C15UL) >> 32);

    private static void Pack<T>(in ColumnView column, int rows, ulong* target, PackedField field, bool zeroIsNull = false)
        where T : unmanaged, INumberBase<T>
    {
        var values = (T*)column.Values;
        var map = column.Map;
        var min = (ulong)field.Min;
        var limit = field.Limit;
        var shift = field.Shift;
        if (zeroIsNull)
        {
            // Numbers of strings: 0 is null, -1 a string without a number.
            for (var i = 0; i < rows; i++)
            {
                var number = int.CreateTruncating(values[i]);
                var offset = unchecked((ulong)number - min);
                target[i] |= number == 0 ? 0 : offset < limit ? (offset + 1) << shift : NoWord;
            }
        }
        else if (column.Validity != null)
        {
            for (var i = 0; i < rows; i++)
            {
                var position = map == null ? i : map[i];
                var offset = unchecked((ulong)long.CreateTruncating(values[position]) - min);
                target[i] |= !Bits.Get(column.Validity, position) ? 0 : offset < limit ? (offset + 1) << shift : NoWord;
            }
        }
        else if (map != null)
        {
            for (var i = 0; i < rows; i++)
            {
                var offset = unchecked((ulong)long.CreateTruncating(values[map[i]]) - min);
                target[i] |= offset < limit ? (offset + 1) << shift : NoWord;
            }
        }
        else
        {
            for (var i = 0; i < rows; i++)
            {
                var offset = unchecked((ulong)long.CreateTruncating(values[i]) - min);
                target[i] |= offset < limit ? (offset + 1) << shift : NoWord;
            }
        }
    }

    private static void Bounds(in ColumnView column, int rows, ref long low, ref long high)
    {
        switch (column.Physical)
        {
            case PhysicalType.Int8:
                Bounds<sbyte>(column, rows, ref low, ref high);
                break;
            case PhysicalType.Int16:
                Bounds<short>(column, rows, ref low, ref high);
                break;
            case PhysicalType.Int32:
                Bounds<int>(column, rows, ref low, ref high);
                break;
            case PhysicalType.Int64:
                Bounds<long>(column, rows, ref low, ref high);
                break;
        }
    }

    private static void Bounds<T>(in ColumnView column, int rows, ref long low, ref long high)
        where T : unmanaged, INumberBase<T>
    {
        var (least, most) = (low, high);
        var values = (T*)column.Values;
        for (var i = 0; i < rows; i++)
        {
            if (column.IsNull(i))
                continue;
            var value = long.CreateTruncating(values[column.Position(i)]);
            least = value < least ? value : least;
            most = value > most ? value : most;
        }

        (low, high) = (least, most);
    }

    /// <summary>A number a row for a string column: from 1 on, 0 for null, -1 for a string that has none and is not to get one.</summary>
    private int* Codes(KeyScratch scratch, int column, in ColumnView view, Vector vector, int rows, bool add)
    {
        var codes = scratch.Maps.Rent(rows);
        var table = interned[column]!;
        var dictionary = view.Plain;
        if (vector is DictionaryVector or ConstantVector && dictionary.Length <= Math.Max(rows, 4096))
        {
            var numbers = DictionaryNumbers(scratch, column, dictionary, table, add);
            for (var i = 0; i < rows; i++)
                codes[i] = numbers[view.Position(i)];
            return codes;
        }

        using var inner = new KeyScratch(budget);
        inner.Ensure(rows);
        if (add)
            table.Grow(rows);
        table.Resolve(inner, [view], rows, codes, add);
        for (var i = 0; i < rows; i++)
            codes[i] = view.IsNull(i) ? 0 : codes[i] < 0 ? -1 : codes[i] + 1;
        return codes;
    }

    private int[] DictionaryNumbers(KeyScratch scratch, int column, Vector dictionary, GeneralKeys table, bool add)
    {
        if (scratch.DictionaryCodes.TryGetValue(column, out var known) && ReferenceEquals(known.Dictionary, dictionary) && ReferenceEquals(known.Table, table))
            return known.Codes;
        using var inner = new KeyScratch(budget);
        inner.Ensure(dictionary.Length);
        var numbers = new int[dictionary.Length];
        var view = inner.Maps.View(dictionary, null, dictionary.Length);
        if (add)
            table.Grow(dictionary.Length);
        fixed (int* n = numbers)
            table.Resolve(inner, [view], numbers.Length, n, add);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = view.IsNull(i) ? 0 : numbers[i] < 0 ? -1 : numbers[i] + 1;
        scratch.DictionaryCodes[column] = (dictionary, table, numbers);
        return numbers;
    }

    // Chooses between positions and hashing, and makes room for that many keys.
    private bool TryIndex(int keys, bool mustSucceed)
    {
        if (totalBits == 0 || isDirect)
            return true;
        var entriesNeeded = (int)Math.Max(1024, BitOperations.RoundUpToPowerOf2((uint)keys) * 2L);
        if (entriesNeeded <= entryCount)
            return true;
        if (totalBits <= AlwaysDirectBits || (totalBits <= 28 && 4L << totalBits <= (long)entriesNeeded * sizeof(Entry)))
        {
            var size = 1L << totalBits;
            if (mustSucceed)
                direct.Ensure(size);
            else if (!direct.TryEnsure(size))
                return false;
            for (var id = 0; id < Count; id++)
                direct.Pointer[words.Pointer[id]] = id + 1;
            entries.Dispose();
            entryCount = 0;
            isDirect = true;
            return true;
        }

        var larger = new NativeArray<Entry>(budget);
        if (mustSucceed)
            larger.Ensure(entriesNeeded);
        else if (!larger.TryEnsure(entriesNeeded))
            return false;
        var mask = (uint)entriesNeeded - 1;
        for (var id = 0; id < Count; id++)
        {
            var slot = Slot(words.Pointer[id]) & mask;
            while (larger.Pointer[slot].Id != 0)
                slot = (slot + 1) & mask;
            larger.Pointer[slot] = new Entry { Word = words.Pointer[id], Id = id + 1 };
        }

        entries.Dispose();
        entries = larger;
        entryCount = entriesNeeded;
        return true;
    }

    private struct Entry
    {
        public ulong Word;
        public long Id;
    }
}
