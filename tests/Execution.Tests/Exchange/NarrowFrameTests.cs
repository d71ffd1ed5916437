using Spindle.Columnar.Builders;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Frames;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Tests.Exchange;

/// <summary>Integers that lie close together travel in fewer bytes, and are the same afterwards.</summary>
public sealed class NarrowFrameTests : IDisposable
{
    private static readonly ICompressor None = CompressorSet.Default[CompressionCodec.Uncompressed];
    private readonly MemoryBudget budget = new();

    public static TheoryData<long, long, int> Ranges => new()
    {
        { 0, 0, 1 }, { 1_000_000_007, 255, 1 }, { -5, 256, 2 }, { long.MinValue, 65_535, 2 }, { long.MaxValue - 70_000, 70_000, 4 }, { -1, uint.MaxValue, 4 }, { 0, 1L + uint.MaxValue, 8 },
        { long.MinValue, -1, 8 },
    };

    public void Dispose() => Assert.Equal(0, budget.Used);

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Longs_take_the_bytes_that_their_range_does(long least, long span, int width)
    {
        var random = new Random(3);
        const int rows = 1_001;
        var values = Enumerable.Range(0, rows).Select(i => (object?)unchecked(least + (i == 0 ? 0 : i == 1 ? span : span < 0 ? random.NextInt64() : random.NextInt64(span + 1)))).ToList();
        Assert.InRange(RoundTrip(DataType.Long, values), rows * width, rows * width + 64);
    }

    [Fact]
    public void Every_integer_type_comes_back_with_its_nulls()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var spread = 1 << random.Next(0, 31);
            var at = random.Next(-1_000, 1_000);
            RoundTrip(DataType.Int, Values(i => random.Next(4) == 0 ? null : at + random.Next(spread) / 2));
            RoundTrip(DataType.Short, Values(i => random.Next(4) == 0 ? null : (short)(at + random.Next(spread))));
            RoundTrip(DataType.Date, Values(i => at + random.Next(Math.Min(spread, 1_000_000))));
            RoundTrip(DataType.Double, Values(i => (double)random.Next(spread)));

            List<object?> Values(Func<int, object?> value) => [.. Enumerable.Range(0, random.Next(0, 300)).Select(value)];
        }
    }

    private int RoundTrip(DataType type, List<object?> values)
    {
        using var builder = VectorBuilder.Create(type, budget);
        foreach (var value in values)
            builder.Append(value);
        var batch = new RecordBatch([builder.Build()], values.Count);
        var frame = BatchFrame.Encode(batch, None, budget);
        batch.Release();
        var decoded = BatchFrame.Decode(frame, [type], budget);
        Assert.Equal(values, Enumerable.Range(0, decoded.Rows).Select(i => decoded[0].Read(i)));
        decoded.Release();
        return frame.Length - BatchFrame.HeaderLength;
    }
}
