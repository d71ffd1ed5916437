using System.Runtime.InteropServices;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Aggregates.Grouping;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Execution.Joins;

/// <summary>
/// What a build side knows of one of its key columns, for scans of the probe side: nothing passes an empty side; whole numbers pass by their bounds, then by a bitmap over a dense range;
/// everything else, and sparse keys, by a Bloom filter. It may let rows pass that have no match, never the other way round.
/// </summary>
internal sealed unsafe class KeyFilter : IDisposable
{
    private const long MaxBitmapBits = 1L << 26;

    // The keys of all parts share the words of one: where they are few, each part brings a word a key instead of a quarter.
    private const int SharedWords = 1 << 14;

    private readonly bool isEmpty;
    private readonly bool isWhole;
    private readonly long min;
    private readonly long max;
    private readonly NativeArray<byte>? bitmap;
    private readonly NativeArray<ulong>? bloom;
    private readonly ulong bloomMask;

    /// <param name="keys">The key column of the build side, flat; nulls are left out. Lent.</param>
    /// <param name="budget">Pays for the bits; where it refuses, more rows pass.</param>
    /// <param name="travels">It is to be told to others and put together with those of other parts, as a <see cref="KeyDigest"/>; the keys are distinct then.</param>
    public KeyFilter(Vector keys, MemoryBudget budget, bool travels = false)
    {
        // A flat column is viewed, and its slices hashed, without memory of their own.
        using var maps = new RowMaps(budget);
        var view = maps.View(keys, null);
        var rows = keys.Length;
        var valid = 0;
        // Long decimals come in 64 or 128 bits: their hashes agree, their bits do not.
        isWhole = keys.Type is not DecimalType { Precision: > DecimalType.MaxLongPrecision }
            && view.Physical is PhysicalType.Int8 or PhysicalType.Int16 or PhysicalType.Int32 or PhysicalType.Int64;
        (min, max) = (long.MaxValue, long.MinValue);
        for (var i = 0; i < rows; i++)
        {
            if (view.IsNull(i))
                continue;
            valid++;
            if (!isWhole)
                continue;
            var value = Load(view, view.Position(i));
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        isEmpty = valid == 0;
        if (isEmpty)
            return;
        var span = unchecked((ulong)max - (ulong)min);
        if (isWhole && (travels ? valid > KeyDigest.MostValues && KeyDigest.HasBits(min, max, valid) : span < MaxBitmapBits && span < (ulong)valid * 256))
        {
            bitmap = new NativeArray<byte>(budget);
            if (!bitmap.TryEnsure(KeyDigest.BitmapBytes(min, max)))
                return;
            var first = (ulong)KeyDigest.FirstBit(min);
            for (var i = 0; i < rows; i++)
            {
                if (view.IsNull(i))
                    continue;
                var bit = unchecked((ulong)Load(view, view.Position(i)) - first);
                bitmap.Pointer[bit >> 3] |= (byte)(1 << (int)(bit & 7));
            }

            return;
        }

        bloom = new NativeArray<ulong>(budget);
        var words = System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(64, travels ? Math.Max(valid / 4, Math.Min(valid, SharedWords)) : valid / 4));
        if (!bloom.TryEnsure((long)words))
            return;
        bloomMask = words - 1;
        const int Step = 2048;
        var hashes = stackalloc ulong[Step];
        for (var start = 0; start < rows; start += Step)
        {
            var count = Math.Min(Step, rows - start);
            var slice = keys.Slice(start, count);
            maps.Reset();
            var part = maps.View(slice, null);
            KeyHash.Compute([part], count, hashes);
            for (var i = 0; i < count; i++)
                if (!part.IsNull(i))
                    bloom.Pointer[hashes[i] & bloomMask] |= Pattern(hashes[i]);
            slice.Release();
        }
    }

    private KeyFilter(KeyDigest digest, MemoryBudget budget)
    {
        (isWhole, min, max) = (digest.IsWhole, digest.Min, digest.Max);
        if (digest.Bitmap.Length > 0)
        {
            bitmap = new NativeArray<byte>(budget);
            if (bitmap.TryEnsure(digest.Bitmap.Length))
                digest.Bitmap.Span.CopyTo(new Span<byte>(bitmap.Pointer, digest.Bitmap.Length));
            return;
        }

        var words = digest.Bloom.Length / sizeof(ulong);
        bloom = new NativeArray<ulong>(budget);
        if (words == 0 || !bloom.TryEnsure(words))
            return;
        bloomMask = (ulong)words - 1;
        MemoryMarshal.Cast<byte, ulong>(digest.Bloom.Span).CopyTo(new Span<ulong>(bloom.Pointer, words));
    }

    /// <summary>The filter of keys that another stage has.</summary>
    public static KeyFilter Of(KeyDigest digest, MemoryBudget budget)
    {
        if (digest.Values is not { } values)
            return new KeyFilter(digest, budget);
        using var builder = VectorBuilder.Create(digest.Type, budget);
        foreach (var value in values)
            builder.Append(value);
        var keys = builder.Build();
        try
        {
            return new KeyFilter(keys, budget);
        }
        finally
        {
            keys.Release();
        }
    }

    /// <summary>What it knows, as another process can take it; null where it has no bits.</summary>
    /// <param name="values">The values themselves where they are few.</param>
    public KeyDigest? Digest(int id, DataType type, ValueList<object?>? values)
    {
        if (isEmpty)
            return new KeyDigest(id, type, [], isWhole, 0, 0, default, default);
        if (!HasBloom && !HasBitmap)
            return null;
        return new KeyDigest(id, type, values, isWhole, min, max,
            HasBloom ? Bytes((byte*)bloom!.Pointer, (long)(bloomMask + 1) * sizeof(ulong)) : default,
            HasBitmap ? new KeyBits(Bytes(bitmap!.Pointer, KeyDigest.BitmapBytes(min, max))) : default);

        static ByteString Bytes(byte* from, long count) => ByteString.Of(new ReadOnlySpan<byte>(from, checked((int)count)));
    }

    /// <summary>The filter as one worker's scan uses it.</summary>
    /// <param name="column">Position in the scan's columns.</param>
    public IScanFilter Open(int column, WorkerContext worker) => new Scan(this, column, worker.Budget);

    public void Dispose()
    {
        bitmap?.Dispose();
        bloom?.Dispose();
    }

    private bool HasBitmap => bitmap is { Capacity: > 0 };

    private bool HasBloom => bloom is { Capacity: > 0 };

    // Three bits of one word, from the half of the hash that does not choose the word.
    private static ulong Pattern(ulong hash) => 1UL << (int)(hash >> 58) | 1UL << (int)(hash >> 52 & 63) | 1UL << (int)(hash >> 46 & 63);

    private static long Load(in ColumnView view, int position) => view.Physical switch
    {
        PhysicalType.Int8 => ((sbyte*)view.Values)[position],
        PhysicalType.Int16 => ((short*)view.Values)[position],
        PhysicalType.Int32 => ((int*)view.Values)[position],
        _ => ((long*)view.Values)[position],
    };

    private sealed class Scan(KeyFilter filter, int column, MemoryBudget budget) : IScanFilter, IDisposable
    {
        private readonly RowMaps maps = new(budget);
        private NativeBuffer? hashes;

        public ValueList<int> Columns { get; } = [column];

        public RangeVerdict Test(IColumnRanges ranges)
        {
            if (filter.isEmpty)
                return RangeVerdict.None;
            if (!filter.isWhole || ranges.Range(column) is not { Min: { } low, Max: { } high })
                return RangeVerdict.Some;
            return Whole(low) > filter.max || Whole(high) < filter.min ? RangeVerdict.None : RangeVerdict.Some;
        }

        public Selection? Narrow(ReadOnlySpan<Vector> columns, int length, Selection? selection)
        {
            var rows = selection?.Count ?? length;
            maps.Reset();
            var view = maps.View(columns[0], selection);
            using var buffers = new BufferSet(budget);
            var buffer = buffers.Add(Math.Max(1L, rows) * sizeof(int));
            var target = (int*)buffer.Pointer;
            var lanes = selection is null ? null : selection.Lanes;
            var kept = filter.isEmpty ? 0
                : !filter.isWhole ? Hashed(view, lanes, rows, target)
                : view.Physical switch
                {
                    PhysicalType.Int8 => Bounded<sbyte>(view, lanes, rows, target),
                    PhysicalType.Int16 => Bounded<short>(view, lanes, rows, target),
                    PhysicalType.Int32 => Bounded<int>(view, lanes, rows, target),
                    _ => Bounded<long>(view, lanes, rows, target),
                };
            if (filter.isWhole && filter.HasBloom && kept > 0)
            {
                maps.Reset();
                kept = Hashed(maps.View(columns[0], target, kept), target, kept, target);
            }

            return kept < length ? new Selection(buffer.Retain(), kept) : null;
        }

        public void Dispose()
        {
            maps.Dispose();
            hashes?.Release();
        }

        private static long Whole(object value) => value is Int128 wide ? (long)wide : Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);

        private int Bounded<T>(in ColumnView view, int* lanes, int rows, int* target) where T : unmanaged, System.Numerics.INumberBase<T>
        {
            var values = (T*)view.Values;
            var low = (ulong)filter.min;
            var span = unchecked((ulong)filter.max - low);
            // Bits are counted from a number that may be a little less.
            var shift = low - (ulong)KeyDigest.FirstBit(filter.min);
            var bits = filter.HasBitmap ? filter.bitmap!.Pointer : null;
            var kept = 0;
            for (var i = 0; i < rows; i++)
            {
                var position = view.Position(i);
                var offset = unchecked((ulong)long.CreateTruncating(values[position]) - low);
                var passes = offset <= span && (view.Validity == null || Bits.Get(view.Validity, position))
                    && (bits == null || (bits[offset + shift >> 3] >> (int)(offset + shift & 7) & 1) != 0);
                target[kept] = lanes == null ? i : lanes[i];
                kept += passes ? 1 : 0;
            }

            return kept;
        }

        private int Hashed(in ColumnView view, int* lanes, int rows, int* target)
        {
            if (!filter.HasBloom)
            {
                for (var i = 0; i < rows; i++)
                    target[i] = lanes == null ? i : lanes[i];
                return rows;
            }

            if (hashes is null || hashes.Capacity < (long)rows * sizeof(ulong))
            {
                hashes?.Release();
                hashes = null;
                hashes = budget.Allocate((long)rows * sizeof(ulong));
            }

            var hash = (ulong*)hashes.Pointer;
            KeyHash.Compute([view], rows, hash);
            var words = filter.bloom!.Pointer;
            var kept = 0;
            for (var i = 0; i < rows; i++)
            {
                var lane = lanes == null ? i : lanes[i];
                var pattern = Pattern(hash[i]);
                var passes = (words[hash[i] & filter.bloomMask] & pattern) == pattern && !view.IsNull(i);
                target[kept] = lane;
                kept += passes ? 1 : 0;
            }

            return kept;
        }
    }
}
