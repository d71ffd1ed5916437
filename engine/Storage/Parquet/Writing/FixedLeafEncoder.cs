using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>How values of one stored form are compared and written; an empty struct.</summary>
internal unsafe interface IFixedForm<T> where T : unmanaged
{
    /// <summary>Negative, zero, positive; in the order that the format defines for statistics.</summary>
    static abstract int Compare(T left, T right);

    /// <summary>False for what belongs to no bounds: NaN.</summary>
    static abstract bool HasOrder(T value);

    /// <summary>The value as a lower bound: a zero is the negative one, since bounds do not tell them apart.</summary>
    static virtual T AsLower(T value) => value;

    /// <summary>The value as an upper bound: a zero is the positive one.</summary>
    static virtual T AsUpper(T value) => value;
}

internal readonly struct IntForm : IFixedForm<int>
{
    public static int Compare(int left, int right) => left.CompareTo(right);

    public static bool HasOrder(int value) => true;
}

internal readonly struct LongForm : IFixedForm<long>
{
    public static int Compare(long left, long right) => left.CompareTo(right);

    public static bool HasOrder(long value) => true;
}

internal readonly struct FloatForm : IFixedForm<int>
{
    public static int Compare(int left, int right) => BitConverter.Int32BitsToSingle(left).CompareTo(BitConverter.Int32BitsToSingle(right));

    public static bool HasOrder(int value) => !float.IsNaN(BitConverter.Int32BitsToSingle(value));

    public static int AsLower(int value) => value == 0 ? int.MinValue : value;

    public static int AsUpper(int value) => value == int.MinValue ? 0 : value;
}

internal readonly struct DoubleForm : IFixedForm<long>
{
    public static int Compare(long left, long right) => BitConverter.Int64BitsToDouble(left).CompareTo(BitConverter.Int64BitsToDouble(right));

    public static bool HasOrder(long value) => !double.IsNaN(BitConverter.Int64BitsToDouble(value));

    public static long AsLower(long value) => value == 0 ? long.MinValue : value;

    public static long AsUpper(long value) => value == long.MinValue ? 0 : value;
}

internal readonly struct DecimalForm : IFixedForm<Int128>
{
    public static int Compare(Int128 left, Int128 right) => left.CompareTo(right);

    public static bool HasOrder(Int128 value) => true;
}

/// <summary>Numbers of four or eight bytes, and (as <see cref="Int128"/>) decimals in big-endian byte arrays of one length.</summary>
/// <param name="stored">Bytes of a stored value.</param>
/// <param name="plain">The encoding where there is no dictionary: PLAIN, DELTA_BINARY_PACKED or BYTE_STREAM_SPLIT.</param>
internal sealed unsafe class FixedLeafEncoder<T, TForm>(int stored, bool wantsDictionary, Encoding plain, Encoding coded, MemoryBudget budget) : LeafEncoder
    where T : unmanaged, IBinaryInteger<T>
    where TForm : struct, IFixedForm<T>
{
    private readonly ByteSink values = new(budget);
    private readonly ByteSink codes = new(budget);
    private readonly ByteSink entries = new(budget);
    private NativeBuffer? slots;
    private int slotMask;
    private int entryCount;
    private bool isUnfolded = !wantsDictionary;

    public override int DictionaryCount => !isUnfolded ? entryCount : -1;

    public override long BufferedBytes => values.Length + codes.Length + entries.Length;

    public override Encoding Encoding => !isUnfolded ? coded : plain;

    private T* Values => (T*)values.Pointer;

    private int* Codes => (int*)codes.Pointer;

    private T* Entries => (T*)entries.Pointer;

    public override void Append(byte* raw, int count)
    {
        Count += count;
        if (isUnfolded)
        {
            values.Append(new ReadOnlySpan<byte>(raw, count * sizeof(T)));
            return;
        }

        var target = (int*)codes.Reserve(count * sizeof(int));
        for (var i = 0; i < count; i++)
            target[i] = CodeOf(((T*)raw)[i]);
        codes.Advance(count * sizeof(int));
        if (DictionaryPolicy.IsHopeless(Count, entryCount, (long)entryCount * stored))
            Unfold();
    }

    public override void Settle()
    {
        if (!isUnfolded && !DictionaryPolicy.Pays(Count, entryCount, (long)entryCount * stored, (long)Count * stored))
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
        else if (plain == Encoding.DeltaBinaryPacked)
            DeltaEncoder.Write(sink, Values + start, count);
        else if (plain == Encoding.ByteStreamSplit)
            WriteSplit(sink, Values + start, count);
        else
            WritePlain(sink, Values + start, count);
    }

    public override long SizeOf(int start, int count) => (long)count * (!isUnfolded ? sizeof(int) : stored);

    public override EncodedBounds Bounds(int start, int count)
    {
        T min = default, max = default;
        var any = false;
        if (!isUnfolded)
        {
            var seen = new bool[entryCount];
            for (var i = 0; i < count; i++)
                seen[Codes[start + i]] = true;
            for (var e = 0; e < entryCount; e++)
                if (seen[e])
                    Extend(Entries[e], ref min, ref max, ref any);
        }
        else
        {
            for (var i = 0; i < count; i++)
                Extend(Values[start + i], ref min, ref max, ref any);
        }

        return any ? new EncodedBounds(Encoded(TForm.AsLower(min)), Encoded(TForm.AsUpper(max))) : default;
    }

    public override void AddTo(BloomFilterBuilder filter)
    {
        var bytes = stackalloc byte[16];
        var all = !isUnfolded ? Entries : Values;
        for (var i = 0; i < (!isUnfolded ? entryCount : Count); i++)
        {
            Store(all[i], bytes);
            filter.Add(new ReadOnlySpan<byte>(bytes, stored));
        }
    }

    public override void Reset()
    {
        Count = 0;
        entryCount = 0;
        values.Reset();
        codes.Reset();
        entries.Reset();
        slots?.Clear();
        isUnfolded = !wantsDictionary;
    }

    public override void Dispose()
    {
        values.Dispose();
        codes.Dispose();
        entries.Dispose();
        slots?.Release();
        slots = null;
    }

    private static void Extend(T value, ref T min, ref T max, ref bool any)
    {
        if (!TForm.HasOrder(value))
            return;
        if (!any || TForm.Compare(value, min) < 0)
            min = value;
        if (!any || TForm.Compare(value, max) > 0)
            max = value;
        any = true;
    }

    /// <summary>The code of a value, which is entered where it is new. Slots hold codes + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CodeOf(T value)
    {
        if (slots is null || entryCount * 2 > slotMask)
            Grow();
        var table = (int*)slots!.Pointer;
        for (var slot = HashOf(value) & slotMask; ; slot = (slot + 1) & slotMask)
        {
            var code = table[slot] - 1;
            if (code < 0)
            {
                entries.Append(value);
                table[slot] = ++entryCount;
                return entryCount - 1;
            }

            if (Entries[code] == value)
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
            var slot = HashOf(Entries[e]) & slotMask;
            while (((int*)slots.Pointer)[slot] != 0)
                slot = (slot + 1) & slotMask;
            ((int*)slots.Pointer)[slot] = e + 1;
        }
    }

    private static int HashOf(T value)
    {
        var word = ulong.CreateTruncating(value);
        if (sizeof(T) == 16)
            word ^= ulong.CreateTruncating(value >> 64);
        return (int)(word * 0x9E3779B97F4A7C15 >> 40);
    }

    private void Unfold()
    {
        isUnfolded = true;
        var target = (T*)values.Reserve(Count * sizeof(T));
        for (var i = 0; i < Count; i++)
            target[i] = Entries[Codes[i]];
        values.Advance(Count * sizeof(T));
        codes.Reset();
    }

    private void WritePlain(ByteSink sink, T* source, int count)
    {
        if (sizeof(T) == stored && sizeof(T) <= 8)
        {
            sink.Append(new ReadOnlySpan<byte>(source, count * sizeof(T)));
            return;
        }

        var target = sink.Reserve(count * stored + 16);
        for (var i = 0; i < count; i++)
            Store(source[i], target + (long)i * stored);
        sink.Advance(count * stored);
    }

    private void WriteSplit(ByteSink sink, T* source, int count)
    {
        var target = sink.Reserve(count * stored);
        var bytes = stackalloc byte[16];
        for (var i = 0; i < count; i++)
        {
            Store(source[i], bytes);
            for (var b = 0; b < stored; b++)
                target[b * count + i] = bytes[b];
        }

        sink.Advance(count * stored);
    }

    private byte[] Encoded(T value)
    {
        var bytes = stackalloc byte[16];
        Store(value, bytes);
        return new ReadOnlySpan<byte>(bytes, stored).ToArray();
    }

    /// <summary>The stored form: little-endian numbers, or the low bytes of a decimal, big-endian.</summary>
    private void Store(T value, byte* target)
    {
        if (sizeof(T) <= 8)
            Unsafe.WriteUnaligned(target, value);
        else
            for (var b = stored - 1; b >= 0; b--, value >>= 8)
                target[b] = byte.CreateTruncating(value);
    }
}
