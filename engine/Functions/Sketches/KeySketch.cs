namespace Spindle.Functions.Sketches;

/// <summary>
/// The distinct keys with the least hashes (Giroire, 2009; Dasgupta and others, 2016: theta sketches), each with a summary where the family has one. Every key with a hash below theta is kept, so that
/// unions, intersections and differences of sketches are sketches of those of their keys; keys kept, by theta's share of all hashes, are the estimate. Exact until keys are left out.
/// </summary>
/// <param name="family">Theta or one of the tuple sketches.</param>
/// <param name="bits">The logarithm of the number of keys kept, 4 to 26.</param>
internal sealed class KeySketch(SketchFamily family, int bits, SummaryMode mode) : IValueSketch
{
    public const int LeastBits = 4, MostBits = 26, DefaultBits = 12;

    private readonly KeySummary summary = new(family);
    private readonly Dictionary<ulong, long> keys = [];
    private ulong theta = ulong.MaxValue;

    public SketchFamily Family => family;

    /// <summary>The share of all hashes below which keys are kept.</summary>
    public double Theta => theta == ulong.MaxValue ? 1 : theta / Math.Pow(2, 64);

    public bool IsEmpty => keys.Count == 0;

    public double Estimate => keys.Count / Theta;

    public static KeySketch Of(ReadOnlySpan<byte> bytes, SketchFamily family, SummaryMode mode = SummaryMode.Sum)
    {
        var reader = SketchReader.Of(bytes, family);
        var bits = reader.Next<byte>();
        if (bits is < LeastBits or > MostBits)
            throw new SketchFormatException();
        var sketch = new KeySketch(family, bits, mode) { theta = reader.Next<ulong>() };
        var count = reader.Next<int>();
        var hashes = reader.NextAll<ulong>(count);
        var summaries = family == SketchFamily.Theta ? new long[count] : reader.NextAll<long>(count);
        for (var i = 0; i < count; i++)
            sketch.keys[hashes[i]] = summaries[i];
        return sketch;
    }

    public void Add(long value) => AddHash(SketchHash.Of(value), 0);

    public void Add(double value) => AddHash(SketchHash.Of(value), 0);

    public void Add(ReadOnlySpan<byte> value) => AddHash(SketchHash.Of(value), 0);

    /// <param name="given">The bits of a value of the summary's type.</param>
    public void AddHash(ulong hash, long given)
    {
        if (hash >= theta)
            return;
        var value = summary.Given(given, mode);
        keys[hash] = keys.TryGetValue(hash, out var before) ? summary.Joined(before, value, mode) : value;
        if (keys.Count >= 2L << bits)
            Trim();
    }

    public void Merge(ReadOnlySpan<byte> other) => Union(Of(other, family, mode));

    /// <summary>The keys of both. Those of a sketch without summaries get what stands for none.</summary>
    public void Union(KeySketch other)
    {
        Lower(other.theta);
        foreach (var (hash, value) in other.keys)
            AddHash(hash, other.Family == SketchFamily.Theta ? summary.Nothing(mode) : value);
    }

    /// <summary>The keys that both have.</summary>
    public void Intersect(KeySketch other)
    {
        Lower(other.theta);
        foreach (var hash in keys.Keys.ToList())
        {
            if (!other.keys.TryGetValue(hash, out var value))
                keys.Remove(hash);
            else if (family != SketchFamily.Theta)
                keys[hash] = summary.Joined(keys[hash], other.Family == SketchFamily.Theta ? summary.Nothing(mode) : value, mode);
        }
    }

    /// <summary>The keys that the other has not.</summary>
    public void Except(KeySketch other)
    {
        Lower(other.theta);
        foreach (var hash in other.keys.Keys)
            keys.Remove(hash);
    }

    /// <summary>All summaries as one; null for no key.</summary>
    public long? Summarized()
    {
        long? all = null;
        foreach (var (_, value) in keys.OrderBy(k => k.Key))
            all = all is { } before ? summary.Joined(before, value, mode) : value;
        return all;
    }

    public byte[] ToBytes()
    {
        Trim();
        var hashes = keys.Keys.Order().ToArray();
        var writer = new SketchWriter(family).Add((byte)bits).Add(theta).Add(hashes.Length).AddAll<ulong>(hashes);
        return family == SketchFamily.Theta ? writer.ToBytes() : writer.AddAll<long>(hashes.Select(h => keys[h]).ToArray()).ToBytes();
    }

    private void Lower(ulong limit)
    {
        if (limit >= theta)
            return;
        theta = limit;
        foreach (var hash in keys.Keys.Where(h => h >= theta).ToList())
            keys.Remove(hash);
    }

    // The least hash that is left out becomes theta.
    private void Trim()
    {
        var most = 1 << bits;
        if (keys.Count <= most)
            return;
        var hashes = keys.Keys.ToArray();
        Array.Sort(hashes);
        Lower(hashes[most]);
    }
}
