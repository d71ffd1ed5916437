using Spindle.Columnar.Checksums;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Storing;

/// <summary>
/// Strings and binary values that stay codes as long as batches bring them as codes of few values, whose dictionaries are merged into one. The first batch that does not turns the whole column into plain values.
/// </summary>
internal sealed unsafe class CodedBytesAppender(DataType type, MemoryBudget budget) : BytesAppender(type, budget)
{
    private const int MaxEntries = 256;
    private const int MaxHeapBytes = 1 << 16;
    private const int Slots = 1024;

    private readonly NativeArray<int> codes = new(budget);
    private readonly NativeArray<BytesView> entries = new(budget);
    private readonly int[] translation = new int[MaxEntries];
    private readonly short[] slots = new short[Slots];
    private BytesHeap? entryHeap;
    private Vector? translated;
    private int count;
    private int heapBytes;
    private int nullCode = -1;
    private bool isPlain;

    public override void Dispose()
    {
        codes.Dispose();
        entries.Dispose();
        entryHeap?.Release();
        entryHeap = null;
        base.Dispose();
    }

    protected override bool TryReserveValues(int count) => isPlain ? base.TryReserveValues(count) : codes.TryEnsure(count);

    protected override void AppendValues(in ColumnView column, int first, int rows)
    {
        if (!isPlain && !TryTranslate(column, rows))
            MakePlain(first);
        if (isPlain)
        {
            base.AppendValues(column, first, rows);
            return;
        }

        codes.Ensure(first + rows);
        var target = codes.Pointer + first;
        var map = column.Map;
        fixed (int* codeOf = translation)
            for (var i = 0; i < rows; i++)
                target[i] = codeOf[map[i]];
    }

    protected override Vector Finish(int count, NativeBuffer? bits)
    {
        var coded = !isPlain && count > 0;
        isPlain = false;
        if (!coded)
        {
            Forget();
            return base.Finish(count, bits);
        }

        // Nulls are an entry.
        bits?.Release();
        var vector = new DictionaryVector(Entries(), codes.Detach(), count, entriesAreDistinct: true);
        Forget();
        return vector;
    }

    /// <summary>True when each position of the column has a code.</summary>
    private bool TryTranslate(in ColumnView column, int rows)
    {
        if (column.Map == null || column.Values == null)
            return false;
        if (ReferenceEquals(column.Plain, translated))
            return true;
        if (column.Plain.Length > Math.Min(MaxEntries, Math.Max(16, rows)))
            return false;
        translated = null;
        for (var position = 0; position < column.Plain.Length; position++)
        {
            var isNull = column.Validity != null && !Bits.Get(column.Validity, position);
            var code = isNull ? NullCode() : CodeOf((BytesView*)column.Values + position);
            if (code < 0)
                return false;
            translation[position] = code;
        }

        translated = column.Plain;
        return true;
    }

    private int NullCode()
    {
        if (nullCode < 0 && count < MaxEntries)
        {
            entries.Ensure(count + 1);
            entries.Pointer[count] = default;
            nullCode = count++;
        }

        return nullCode;
    }

    /// <summary>The code of a value, a new one where it has none yet; -1 when there are too many.</summary>
    private int CodeOf(BytesView* value)
    {
        var slot = (int)(XxHash64.Hash(BytesView.Span(value)) % Slots);
        for (; slots[slot] != 0; slot = (slot + 1) % Slots)
            if (BytesView.Equal(entries.Pointer + (slots[slot] - 1), value))
                return slots[slot] - 1;
        if (count == MaxEntries || value->Length > MaxHeapBytes - heapBytes)
            return -1;
        heapBytes += value->IsInline ? 0 : value->Length;
        entries.Ensure(count + 1);
        entries.Pointer[count] = (entryHeap ??= new BytesHeap(Budget)).Append(BytesView.Span(value));
        slots[slot] = (short)++count;
        return count - 1;
    }

    private void MakePlain(int rows)
    {
        isPlain = true;
        if (rows > 0)
        {
            var dictionary = Entries();
            try
            {
                base.AppendValues(new ColumnView(dictionary, dictionary.Values, dictionary.Validity, codes.Pointer), 0, rows);
            }
            finally
            {
                dictionary.Release();
            }
        }

        codes.Dispose();
        Forget();
    }

    private FlatVector Entries()
    {
        NativeBuffer? validity = null;
        if (nullCode >= 0)
        {
            validity = Budget.Allocate(Bits.BytesFor(count));
            Bits.SetAll(validity.Pointer, count);
            Bits.Put(validity.Pointer, nullCode, false);
        }

        var vector = new FlatVector(Type, count, entries.Detach(), validity, entryHeap);
        entryHeap = null;
        return vector;
    }

    private void Forget()
    {
        entries.Dispose();
        entryHeap?.Release();
        entryHeap = null;
        translated = null;
        (count, heapBytes, nullCode) = (0, 0, -1);
        Array.Clear(slots);
    }
}
