using System.Numerics;
using Spindle.Columnar.Types;
using Spindle.Functions.Scalars;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>
/// The order in which hash tables of the JVM hand out their entries. Spark's <c>collect_set</c> and <c>mode</c> leave that order to the user, so that it is part of what they answer.
/// </summary>
internal static class JvmOrder
{
    private const int LeastSlots = 16;
    private const int LeastOpenSlots = 64;

    /// <summary>Distinct values in the order of a Scala mutable.HashSet to which they were added one by one: chained, 16 slots that double at three quarters, by hash within a slot.</summary>
    public static IEnumerable<object?> OfSet(IReadOnlyList<object?> values, DataType type)
    {
        var slots = LeastSlots;
        while (values.Count >= slots * 3 / 4)
            slots *= 2;
        return values.Select((value, i) => (Value: value, Hash: Spread(ScalaHash(value, type)), Place: i)).OrderBy(e => e.Hash & (slots - 1)).ThenBy(e => e.Hash).ThenBy(e => e.Place)
            .Select(e => e.Value);
    }

    /// <summary>Places of distinct values in the order of Spark's OpenHashMap: 64 slots that double at seven tenths, probed at growing distances.</summary>
    public static int[] OfMap(IReadOnlyList<object?> values, DataType type)
    {
        var slots = new int[LeastOpenSlots];
        Array.Fill(slots, -1);
        var hashes = values.Select(v => (int)Mix(JavaHash(v, type))).ToArray();
        for (var i = 0; i < values.Count; i++)
        {
            Put(slots, hashes, i);
            if (i + 1 > slots.Length * 7 / 10)
                slots = Rehashed(slots, hashes);
        }

        return [.. slots.Where(s => s >= 0)];
    }

    private static int[] Rehashed(int[] slots, int[] hashes)
    {
        var larger = new int[slots.Length * 2];
        Array.Fill(larger, -1);
        foreach (var entry in slots)
            if (entry >= 0)
                Put(larger, hashes, entry);
        return larger;
    }

    private static void Put(int[] slots, int[] hashes, int entry)
    {
        var at = hashes[entry] & (slots.Length - 1);
        for (var step = 1; slots[at] >= 0; step++)
            at = (at + step) & (slots.Length - 1);
        slots[at] = entry;
    }

    private static int Spread(int hash) => hash ^ (int)((uint)hash >> 16);

    /// <summary>Murmur3 of one integer with seed 0.</summary>
    private static uint Mix(int hash)
    {
        var mixed = BitOperations.RotateLeft(BitOperations.RotateLeft((uint)hash * 0xCC9E_2D51, 15) * 0x1B87_3593, 13) * 5 + 0xE654_6B64;
        mixed ^= 4;
        mixed = (mixed ^ (mixed >> 16)) * 0x85EB_CA6B;
        mixed = (mixed ^ (mixed >> 13)) * 0xC2B2_AE35;
        return mixed ^ (mixed >> 16);
    }

    /// <summary>Object.hashCode of the value as Spark holds it.</summary>
    public static int JavaHash(object? value, DataType type) => value switch
    {
        null => 0,
        bool b => b ? 1231 : 1237,
        sbyte b => b,
        short s => s,
        int i => i,
        long l => (int)(l ^ (l >>> 32)),
        float f => float.IsNaN(f) ? 0x7FC0_0000 : BitConverter.SingleToInt32Bits(f),
        double d => Fold(double.IsNaN(d) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToInt64Bits(d)),
        ByteString bytes => HashFunctions.OfText(bytes.Span),
        Int128 unscaled when type is DecimalType d => DecimalHash(unscaled, d.Scale),
        _ when type is StructType or ArrayType or MapType => HashFunctions.OfText(UnsafeLayout.Of(value, type)),
        _ => value.GetHashCode(),
    };

    /// <summary>Scala's <c>##</c>: numbers that are equal hash alike whatever their types.</summary>
    private static int ScalaHash(object? value, DataType type) => value switch
    {
        long l => l == (int)l ? (int)l : (int)(l ^ (l >>> 32)),
        double d when d == (int)d => (int)d,
        double d when d == (long)d => Fold((long)d),
        double d when d == (float)d => BitConverter.SingleToInt32Bits((float)d),
        float f when f == (int)f => (int)f,
        _ => JavaHash(value, type),
    };

    private static int DecimalHash(Int128 unscaled, int scale)
    {
        while (scale > 0 && unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }

        if (scale == 0 && unscaled >= long.MinValue && unscaled <= long.MaxValue)
            return (long)unscaled is var whole && whole == (int)whole ? (int)whole : Fold((long)unscaled);
        return ScalaHash((double)unscaled / Math.Pow(10, scale), DataType.Double);
    }

    private static int Fold(long bits) => (int)(bits ^ (bits >>> 32));
}
