using System.Runtime.CompilerServices;
using Spindle.Columnar.Checksums;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Strings and binary values.</summary>
/// <param name="plain">The encoding where there is no dictionary: PLAIN, DELTA_LENGTH_BYTE_ARRAY or DELTA_BYTE_ARRAY.</param>
internal sealed unsafe class BytesLeafEncoder(bool wantsDictionary, Encoding plain, Encoding coded, MemoryBudget budget) : LeafEncoder
{
    private readonly ByteSink views = new(budget);
    private readonly ByteSink codes = new(budget);
    private readonly ByteSink entries = new(budget);
    private BytesHeap heap = new(budget);
    private NativeBuffer? slots;
    private int slotMask;
    private int entryCount;
    private long entryBytes;
    private long plainBytes;
    private bool isUnfolded = !wantsDictionary;

    public override int DictionaryCount => !isUnfolded ? entryCount : -1;

    public override long BufferedBytes => views.Length + codes.Length + entries.Length + heap.Size;

    public override Encoding Encoding => !isUnfolded ? coded : plain;

    private BytesView* Views => (BytesView*)views.Pointer;

    private int* Codes => (int*)codes.Pointer;

    private BytesView* Entries => (BytesView*)entries.Pointer;

    public override void Append(byte* raw, int count)
    {
        var source = (BytesView*)raw;
        Count += count;
        for (var i = 0; i < count; i++)
            plainBytes += source[i].Length + 4;
        if (isUnfolded)
        {
            var target = (BytesView*)views.Reserve(count * sizeof(BytesView));
            for (var i = 0; i < count; i++)
                target[i] = heap.Append(BytesView.Span(source + i));
            views.Advance(count * sizeof(BytesView));
            return;
        }

        var to = (int*)codes.Reserve(count * sizeof(int));
        for (var i = 0; i < count; i++)
            to[i] = CodeOf(source + i);
        codes.Advance(count * sizeof(int));
        if (DictionaryPolicy.IsHopeless(Count, entryCount, entryBytes))
            Unfold();
    }

    public override void Settle()
    {
        if (!isUnfolded && !DictionaryPolicy.Pays(Count, entryCount, entryBytes, plainBytes))
            Unfold();
    }

    public override void WriteDictionary(ByteSink sink) => WritePlain(sink, Entries, entryCount);

    public override void Write(ByteSink sink, int start, int count)
    {
        if (!isUnfolded)
        {
            var width = RunLengthEncoder.WidthFor(Math.Max(entryCount - 1, 0));
            sink.Append((byte)width);
            RunLengthEncoder.Write(sink, Codes + start, count, width);
        }
        else if (plain == Encoding.DeltaLengthByteArray)
            DeltaBytesEncoder.WriteLengths(sink, Views + start, count);
        else if (plain == Encoding.DeltaByteArray)
            DeltaBytesEncoder.WritePrefixes(sink, Views + start, count);
        else
            WritePlain(sink, Views + start, count);
    }

    public override long SizeOf(int start, int count)
    {
        if (!isUnfolded)
            return (long)count * sizeof(int);
        long bytes = 0;
        for (var i = start; i < start + count; i++)
            bytes += Views[i].Length + 4;
        return bytes;
    }

    public override EncodedBounds Bounds(int start, int count)
    {
        BytesView* min = null, max = null;
        if (!isUnfolded)
        {
            var seen = new bool[entryCount];
            for (var i = 0; i < count; i++)
                seen[Codes[start + i]] = true;
            for (var e = 0; e < entryCount; e++)
                if (seen[e])
                    Extend(Entries + e, ref min, ref max);
        }
        else
        {
            for (var i = 0; i < count; i++)
                Extend(Views + start + i, ref min, ref max);
        }

        return min == null ? default : new EncodedBounds(BytesView.Span(min).ToArray(), BytesView.Span(max).ToArray());
    }

    public override void AddTo(BloomFilterBuilder filter)
    {
        var all = !isUnfolded ? Entries : Views;
        for (var i = 0; i < (!isUnfolded ? entryCount : Count); i++)
            filter.Add(BytesView.Span(all + i));
    }

    public override void Reset()
    {
        Count = 0;
        entryCount = 0;
        entryBytes = 0;
        plainBytes = 0;
        views.Reset();
        codes.Reset();
        entries.Reset();
        slots?.Clear();
        heap.Release();
        heap = new BytesHeap(budget);
        isUnfolded = !wantsDictionary;
    }

    public override void Dispose()
    {
        views.Dispose();
        codes.Dispose();
        entries.Dispose();
        slots?.Release();
        slots = null;
        heap.Release();
    }

    private static void Extend(BytesView* value, ref BytesView* min, ref BytesView* max)
    {
        if (min == null || BytesView.Compare(value, min) < 0)
            min = value;
        if (max == null || BytesView.Compare(value, max) > 0)
            max = value;
    }

    /// <summary>The code of a value, which is entered where it is new. Slots hold codes + 1.</summary>
    private int CodeOf(BytesView* value)
    {
        if (slots is null || entryCount * 2 > slotMask)
            Grow();
        var table = (int*)slots!.Pointer;
        for (var slot = HashOf(value) & slotMask; ; slot = (slot + 1) & slotMask)
        {
            var code = table[slot] - 1;
            if (code < 0)
            {
                entries.Append(heap.Append(BytesView.Span(value)));
                entryBytes += value->Length + 4;
                table[slot] = ++entryCount;
                return entryCount - 1;
            }

            if (BytesView.Equal(Entries + code, value))
                return code;
        }
    }

    private void Grow()
    {
        var capacity = slots is null ? 1024 : (slotMask + 1) * 2;
        slots?.Release();
        slots = null;
        slots = budget.AllocateZeroed((long)capacity * sizeof(int));
        slotMask = capacity - 1;
        for (var e = 0; e < entryCount; e++)
        {
            var slot = HashOf(Entries + e) & slotMask;
            while (((int*)slots.Pointer)[slot] != 0)
                slot = (slot + 1) & slotMask;
            ((int*)slots.Pointer)[slot] = e + 1;
        }
    }

    private static int HashOf(BytesView* value)
    {
        if (!value->IsInline)
            return (int)(XxHash64.Hash(BytesView.Span(value)) >> 40);
        var word = (value->Head ^ System.Numerics.BitOperations.RotateLeft(value->Tail, 29)) * 0x9E3779B97F4A7C15;
        return (int)((word ^ word >> 32) * 0x9E3779B97F4A7C15 >> 40);
    }

    private void Unfold()
    {
        isUnfolded = true;
        var target = (BytesView*)views.Reserve(Count * sizeof(BytesView));
        for (var i = 0; i < Count; i++)
            target[i] = Entries[Codes[i]];
        views.Advance(Count * sizeof(BytesView));
        codes.Reset();
    }

    private static void WritePlain(ByteSink sink, BytesView* values, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var length = values[i].Length;
            var target = sink.Reserve(length + 4);
            Unsafe.WriteUnaligned(target, length);
            Unsafe.CopyBlockUnaligned(target + 4, BytesView.Bytes(values + i), (uint)length);
            sink.Advance(length + 4);
        }
    }
}
