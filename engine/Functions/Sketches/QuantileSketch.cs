using System.Globalization;
using System.Numerics;

namespace Spindle.Functions.Sketches;

/// <summary>
/// Values in levels, each of which stands for twice as many rows as the one below (Karnin, Lang and Liberty, 2016: KLL). A level that is full is sorted, and every other value of it rises; which
/// of the two, odd or even, goes by turns, so that equal rows make equal sketches. Exact until a level was full.
/// </summary>
/// <param name="family">The one that belongs to <typeparamref name="T"/>.</param>
/// <param name="size">What the top level holds: 8 to 65,535.</param>
internal sealed class QuantileSketch<T>(SketchFamily family, int size) : IValueSketch
    where T : unmanaged, INumber<T>
{
    private const int LeastCapacity = 8;
    private const double Shrinking = 2.0 / 3;

    private readonly List<List<T>> levels = [[]];
    private T least, greatest;
    private bool takesOdd;

    public long Count { get; private set; }

    public static QuantileSketch<T> Of(ReadOnlySpan<byte> bytes, SketchFamily family)
    {
        var reader = SketchReader.Of(bytes, family);
        var sketch = new QuantileSketch<T>(family, reader.Next<ushort>()) { Count = reader.Next<long>(), takesOdd = reader.Next<byte>() == 1, least = reader.Next<T>(), greatest = reader.Next<T>() };
        var count = reader.Next<byte>();
        sketch.levels.Clear();
        for (var i = 0; i < count; i++)
            sketch.levels.Add([.. reader.NextAll<T>(reader.Next<int>())]);
        return count > 0 ? sketch : throw new SketchFormatException();
    }

    public void Add(long value) => Add(T.CreateSaturating(value));

    public void Add(double value)
    {
        // NaN has no place in an order.
        if (!double.IsNaN(value))
            Add(T.CreateSaturating(value));
    }

    public void Add(ReadOnlySpan<byte> value) => throw new System.Diagnostics.UnreachableException("quantiles are of numbers");

    public void Merge(ReadOnlySpan<byte> other) => Merge(Of(other, family));

    public void Merge(QuantileSketch<T> other)
    {
        if (other.Count == 0)
            return;
        least = Count == 0 ? other.least : T.Min(least, other.least);
        greatest = Count == 0 ? other.greatest : T.Max(greatest, other.greatest);
        Count += other.Count;
        while (levels.Count < other.levels.Count)
            levels.Add([]);
        for (var i = 0; i < other.levels.Count; i++)
            levels[i].AddRange(other.levels[i]);
        Compact();
    }

    /// <summary>The least value that at least that share of the rows does not exceed; null for no rows.</summary>
    public T? Quantile(double rank)
    {
        if (Count == 0)
            return null;
        if (rank == 1)
            return greatest;
        var wanted = rank > 0 ? Math.Ceiling(rank * Count) : 1;
        long passed = 0;
        foreach (var (value, weight) in Weighted())
        {
            passed += weight;
            if (passed >= wanted)
                return value;
        }

        return greatest;
    }

    /// <summary>The share of rows that do not exceed a value; null for no rows.</summary>
    public double? Rank(T value) => Count == 0 ? null : Weighted().TakeWhile(w => w.Value <= value).Sum(w => w.Weight) / (double)Count;

    public byte[] ToBytes()
    {
        var writer = new SketchWriter(family).Add((ushort)size).Add(Count).Add((byte)(takesOdd ? 1 : 0)).Add(least).Add(greatest).Add((byte)levels.Count);
        foreach (var level in levels)
            writer.Add(level.Count).AddAll<T>(level.ToArray());
        return writer.ToBytes();
    }

    /// <summary>What the sketch holds, for readers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"quantile sketch of {Count} values, k {size}, {levels.Sum(l => l.Count)} kept in {levels.Count} levels{(Count == 0 ? "" : $", from {least} to {greatest}")}");

    private void Add(T value)
    {
        least = Count == 0 ? value : T.Min(least, value);
        greatest = Count == 0 ? value : T.Max(greatest, value);
        Count++;
        levels[0].Add(value);
        if (levels[0].Count > Capacity(0))
            Compact();
    }

    private int Capacity(int level) => Math.Max(LeastCapacity, (int)Math.Ceiling(size * Math.Pow(Shrinking, levels.Count - 1 - level)));

    private void Compact()
    {
        for (var i = 0; i < levels.Count; i++)
        {
            if (levels[i].Count <= Capacity(i))
                continue;
            if (i + 1 == levels.Count)
                levels.Add([]);
            var full = levels[i];
            full.Sort();
            // One is left over of an odd number.
            var pairs = full.Count / 2;
            for (var p = 0; p < pairs; p++)
                levels[i + 1].Add(full[(2 * p) + (takesOdd ? 1 : 0)]);
            takesOdd = !takesOdd;
            full.RemoveRange(0, 2 * pairs);
        }
    }

    private IEnumerable<(T Value, long Weight)> Weighted() => levels.SelectMany((level, i) => level.Select(v => (Value: v, Weight: 1L << i))).OrderBy(w => w.Value);
}
