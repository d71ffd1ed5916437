using Spindle.Columnar.Types;
using Spindle.Driver.Queries;
using Spindle.Plans.Expressions;
using Spindle.Plans.Stages;

namespace Spindle.Driver.Tests.Queries;

/// <summary>Bounds rise in the order that rows are sorted by: a range that did not would put rows before smaller ones.</summary>
public sealed class RangeBoundsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bounds_of_texts_rise_by_their_bytes(bool descending)
    {
        var random = new Random(1);
        var sample = Enumerable.Range(0, 1_000).Select(i => (object?[])[i % 50 == 0 ? null : ByteString.Of(random.Next(-5_000, 5_000).ToString("0")), (long)i]).ToList();
        SortKey[] keys = [new(new BoundReference(0, DataType.String, true, "t"), descending, NullsFirst: true), new(new BoundReference(1, DataType.Long, false, "i"), false, NullsFirst: true)];
        var drawn = RangeBounds.Draw(new RangePartitioning([.. keys], 16), sample);
        var texts = drawn.Bounds!.Select(b => (ByteString)((Literal)b[0]).Value!).ToList();
        Assert.Equal(15, texts.Count);
        Assert.All(texts.Zip(texts.Skip(1)), p => Assert.True(descending ? p.First.CompareTo(p.Second) >= 0 : p.First.CompareTo(p.Second) <= 0, $"{p.First} before {p.Second}"));
        Assert.True(texts.Distinct().Count() > 10, "texts that are far apart are bounds");
    }
}
