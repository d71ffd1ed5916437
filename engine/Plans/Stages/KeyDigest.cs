using System.Numerics;
using Spindle.Columnar.Types;

namespace Spindle.Plans.Stages;

/// <summary>A column of a stage's rows whose values its tasks take note of, for scans of other stages that need only rows with one of them.</summary>
/// <param name="FilterId">Under which scans know it: <see cref="Physical.RuntimeFilterTarget.FilterId"/>.</param>
/// <param name="Column">Position in the rows that the stage puts out.</param>
public sealed record KeyCollection(int FilterId, int Column, DataType Type);

/// <summary>What is known of the values of a key column, nulls left out. Data that travels; a value that the digest does not have is not there.</summary>
/// <param name="Values">All of them, each once, boxed as literals hold them; null where they are many.</param>
/// <param name="IsWhole">The values are whole numbers, between the bounds.</param>
/// <param name="Bloom">Words of 64 bits, least byte first, a power of two of them: in the word that the low bits of a value's hash choose, the bits that its high bits choose. Empty for none.</param>
/// <param name="Bitmap">A bit for each whole number from <see cref="FirstBit"/> on, least first; empty for none. Many values that lie close together have it instead of the Bloom filter.</param>
public sealed record KeyDigest(int FilterId, DataType Type, ValueList<object?>? Values, bool IsWhole, long Min, long Max, ByteString Bloom, KeyBits Bitmap)
{
    /// <summary>Values that are kept one by one at most.</summary>
    public const int MostValues = 1_000;

    // As much as the Bloom filter of the most values that a task takes note of.
    private const long MostBits = 1L << 24;
    private const long MostBitsPerValue = 256;

    /// <summary>The most bytes of a bitmap; its first bits may stand for numbers before the least.</summary>
    public const long MostBitmapBytes = (MostBits >> 3) + 1;

    /// <summary>Whether a bit for each number between the bounds is a good way to tell that many values.</summary>
    public static bool HasBits(long min, long max, long values) => unchecked((ulong)max - (ulong)min) < (ulong)Math.Min(MostBits, values * MostBitsPerValue);

    /// <summary>The number that the first bit of a bitmap stands for: the least value, or one shortly before it, so that bitmaps of several parts lie byte by byte over another.</summary>
    public static long FirstBit(long min) => min & ~7L;

    /// <summary>Bytes of a bitmap.</summary>
    public static long BitmapBytes(long min, long max) => (long)(unchecked((ulong)max - (ulong)FirstBit(min)) >> 3) + 1;

    /// <summary>What is known of the values of all parts.</summary>
    /// <param name="parts">At least one.</param>
    public static KeyDigest Merge(params IReadOnlyList<KeyDigest> parts)
    {
        var some = parts.Where(p => p.Values is not { Count: 0 }).ToList();
        if (some.Count <= 1)
            return some.Count == 1 ? some[0] : parts[0];
        var values = some.Any(p => p.Values is null) ? null : some.SelectMany(p => p.Values!).Distinct().ToValueList();
        var all = some[0] with
        {
            Values = values?.Count <= MostValues ? values : null,
            IsWhole = some.All(p => p.IsWhole),
            Min = some.Min(p => p.Min),
            Max = some.Max(p => p.Max),
            Bloom = default,
            Bitmap = default,
        };
        return all.Values is null && Bits(all, some, values?.Count ?? long.MaxValue / MostBitsPerValue) is { } bits
            ? all with { Bitmap = new KeyBits(new ByteString(bits)) }
            : all with { Bloom = Union(some) };
    }

    /// <summary>The bitmap of all parts; null where one of them is not known value by value, or they lie too far apart.</summary>
    private static byte[]? Bits(KeyDigest all, List<KeyDigest> parts, long values)
    {
        if (!all.IsWhole || !HasBits(all.Min, all.Max, values) || !parts.All(p => p.Bitmap.Length > 0 || p.Values is not null))
            return null;
        var bits = new byte[BitmapBytes(all.Min, all.Max)];
        foreach (var part in parts)
        {
            if (part.Bitmap.Length > 0)
            {
                Add(part.Bitmap.Span, bits.AsSpan((int)((FirstBit(part.Min) - FirstBit(all.Min)) >> 3)));
                continue;
            }

            foreach (var value in part.Values!)
            {
                var bit = Whole(value!) - FirstBit(all.Min);
                bits[bit >> 3] |= (byte)(1 << (int)(bit & 7));
            }
        }

        return bits;
    }

    private static void Add(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var i = 0;
        for (; i <= from.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(from[i..]) | new Vector<byte>(to[i..])).CopyTo(to[i..]);
        for (; i < from.Length; i++)
            to[i] |= from[i];
    }

    private static long Whole(object value) => value is Int128 wide ? (long)wide : Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);

    // A smaller filter says the same when it is repeated: the place of a word is the low bits of a hash. Of a part without one nothing is known but its bounds.
    private static ByteString Union(List<KeyDigest> parts)
    {
        if (parts.Any(p => p.Bloom.Length == 0))
            return default;
        var bits = new byte[parts.Max(p => p.Bloom.Length)];
        foreach (var part in parts)
            for (var start = 0; start < bits.Length; start += part.Bloom.Length)
                Add(part.Bloom.Span, bits.AsSpan(start));
        return new ByteString(bits);
    }
}

/// <summary>What one task took note of.</summary>
public sealed record KeyDigests(ValueList<KeyDigest> All);
