using System.Buffers.Binary;
using Spindle.Columnar.Types;
using Spindle.Functions.Scalars;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>
/// Counts of items in rows of counters, each row with a hash of its own, in the bytes of Spark's sketches: version, total, depth, width, one multiplier a row, the counters; big-endian.
/// </summary>
internal sealed class CountMinSketch
{
    private const int Version = 1;
    private const long Prime = (1L << 31) - 1;

    private readonly int depth;
    private readonly int width;
    private readonly long[] multipliers;
    private readonly long[] counters;
    private long total;

    /// <param name="error">The error relative to the total, above 0.</param>
    /// <param name="confidence">How often the error stays within that, in (0, 1).</param>
    /// <param name="seed">Chooses the hashes.</param>
    public CountMinSketch(double error, double confidence, long seed)
    {
        width = (int)Math.Ceiling(2 / error);
        depth = (int)Math.Ceiling(-Math.Log(1 - confidence) / Math.Log(2));
        multipliers = new long[depth];
        counters = new long[(long)depth * width];
        var chance = new JavaRandom(seed);
        for (var i = 0; i < depth; i++)
            multipliers[i] = chance.Below(int.MaxValue);
    }

    public void Add(object item)
    {
        total++;
        if (item is ByteString text)
        {
            var first = HashFunctions.OfBytes(text.Span, 0);
            var second = HashFunctions.OfBytes(text.Span, first);
            for (var i = 0; i < depth; i++)
                counters[i * width + Math.Abs(unchecked(first + i * second) % width)]++;
            return;
        }

        var number = Convert.ToInt64(item, System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < depth; i++)
        {
            var hash = unchecked(multipliers[i] * number);
            hash = unchecked(hash + (hash >> 32)) & Prime;
            counters[i * width + (int)hash % width]++;
        }
    }

    public ByteString ToBytes()
    {
        var bytes = new byte[20 + 8L * (multipliers.Length + counters.Length)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, Version);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(4), total);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), depth);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        var at = 20;
        foreach (var number in multipliers.Concat(counters))
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), number);
            at += 8;
        }

        return new ByteString(bytes);
    }

    /// <summary>The linear congruential generator of Java's library, so that a seed chooses the hashes that it chooses in Spark.</summary>
    private sealed class JavaRandom(long seed)
    {
        private const long Multiplier = 0x5_DEEC_E66D;
        private const long Mask = (1L << 48) - 1;

        private long state = (seed ^ Multiplier) & Mask;

        public int Below(int bound)
        {
            while (true)
            {
                state = unchecked(state * Multiplier + 0xB) & Mask;
                var bits = (int)(state >> 17);
                var value = bits % bound;
                if (unchecked(bits - value + (bound - 1)) >= 0)
                    return value;
            }
        }
    }
}
