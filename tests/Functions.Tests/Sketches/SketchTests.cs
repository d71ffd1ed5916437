using Spindle.Functions.Sketches;

namespace Spindle.Functions.Tests.Sketches;

/// <summary>Sketches beside what they stand for: exact while small, within their bounds when large, the same from bytes and however values were dealt out.</summary>
public class SketchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(400)]
    [InlineData(3_000)]
    [InlineData(200_000)]
    public void Distinct_values_are_counted(int count)
    {
        var (whole, left, right) = (new DistinctSketch(12), new DistinctSketch(12), new DistinctSketch(10));
        for (var i = 0L; i < count; i++)
        {
            whole.Add(i);
            whole.Add(i);
            (i % 2 == 0 ? left : right).Add(i);
        }

        AssertNear(count, whole.Estimate(), count <= 512 ? 0 : 0.05);
        Assert.Equal(whole.Estimate(), DistinctSketch.Of(whole.ToBytes()).Estimate());
        left.Merge(right.ToBytes());
        Assert.Equal(10, left.Bits);
        AssertNear(count, left.Estimate(), count <= 100 ? 0 : 0.1);
    }

    [Fact]
    public void Fewer_registers_are_those_that_values_would_have_filled()
    {
        var (small, large) = (new DistinctSketch(8), new DistinctSketch(14));
        for (var i = 0L; i < 50_000; i++)
        {
            small.Add(i);
            large.Add(i);
        }

        var shrunk = new DistinctSketch(8);
        shrunk.Merge(large);
        Assert.Equal(small.ToBytes(), shrunk.ToBytes());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(50_000)]
    public void Keys_are_united_cut_and_subtracted(int count)
    {
        var (left, right) = (new KeySketch(SketchFamily.Theta, 12, SummaryMode.Sum), new KeySketch(SketchFamily.Theta, 12, SummaryMode.Sum));
        for (var i = 0L; i < count; i++)
        {
            left.Add(i);
            right.Add(i + (count / 2));
        }

        var slack = count <= 4096 ? 0 : 0.1;
        AssertNear(count, left.Estimate, slack);
        AssertNear(count * 1.5, Joined((a, b) => a.Union(b)).Estimate, slack);
        AssertNear(count * 0.5, Joined((a, b) => a.Intersect(b)).Estimate, slack);
        AssertNear(count * 0.5, Joined((a, b) => a.Except(b)).Estimate, slack);
        Assert.Equal(count <= 4096, left.Theta == 1);

        KeySketch Joined(Action<KeySketch, KeySketch> join)
        {
            var sketch = KeySketch.Of(left.ToBytes(), SketchFamily.Theta);
            join(sketch, KeySketch.Of(right.ToBytes(), SketchFamily.Theta));
            return sketch;
        }
    }

    [Fact]
    public void Summaries_are_joined_as_asked()
    {
        Assert.Equal(9, Summarized(SummaryMode.Sum));
        Assert.Equal(1, Summarized(SummaryMode.Min));
        Assert.Equal(5, Summarized(SummaryMode.Max));
        Assert.Equal(1, Summarized(SummaryMode.AlwaysOne));

        static long? Summarized(SummaryMode mode)
        {
            var sketch = new KeySketch(SketchFamily.TupleInteger, 4, mode);
            sketch.AddHash(SketchHash.Of(1L), 1);
            sketch.AddHash(SketchHash.Of(1L), 3);
            sketch.AddHash(SketchHash.Of(2L), 5);
            return KeySketch.Of(sketch.ToBytes(), SketchFamily.TupleInteger, mode).Summarized();
        }
    }

    [Fact]
    public void Quantiles_are_exact_while_few_and_near_when_many()
    {
        var few = new QuantileSketch<long>(SketchFamily.QuantilesLong, 200);
        foreach (var value in new long[] { 5, 1, 4, 2, 3 })
            few.Add(value);
        Assert.Equal([1L, 3L, 5L], new[] { 0, 0.5, 1 }.Select(r => few.Quantile(r)!.Value));
        Assert.Equal(0.6, few.Rank(3));

        var (many, other) = (new QuantileSketch<double>(SketchFamily.QuantilesDouble, 200), new QuantileSketch<double>(SketchFamily.QuantilesDouble, 200));
        var random = new Random(7);
        for (var i = 0; i < 100_000; i++)
            (i % 3 == 0 ? other : many).Add(random.NextDouble());
        many.Add(double.NaN);
        many.Merge(other.ToBytes());
        Assert.Equal(100_000, many.Count);
        Assert.True(many.ToBytes().Length < 16_000);
        foreach (var rank in new[] { 0.01, 0.25, 0.5, 0.9, 0.99 })
        {
            Assert.Equal(rank, many.Quantile(rank)!.Value, 0.03);
            Assert.Equal(rank, many.Rank(rank)!.Value, 0.03);
        }

        Assert.Null(new QuantileSketch<float>(SketchFamily.QuantilesFloat, 8).Quantile(0.5));
    }

    [Fact]
    public void Other_bytes_are_no_sketch()
    {
        Assert.Throws<SketchFormatException>(() => DistinctSketch.Of([1, 2, 3]));
        Assert.Throws<SketchFormatException>(() => KeySketch.Of(new DistinctSketch(12).ToBytes(), SketchFamily.Theta));
        var bytes = new QuantileSketch<long>(SketchFamily.QuantilesLong, 200).ToBytes();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<SketchFormatException>(() => QuantileSketch<long>.Of(bytes.AsSpan(0, length), SketchFamily.QuantilesLong));
    }

    private static void AssertNear(double wanted, double found, double slack) => Assert.InRange(found, wanted * (1 - slack), wanted * (1 + slack));
}
