using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Exchange;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Tests.Exchange;

/// <summary>What bounds of ranges are drawn from stands for all rows alike.</summary>
public sealed class KeySampleTests
{
    private const int Rows = 100_000;

    private static readonly BoundReference Key = new(0, DataType.Long, false, "k");

    [Fact]
    public void Each_tenth_of_the_rows_has_about_a_tenth_of_the_sample()
    {
        var (sample, seen) = Sample(1_000, 2_048);
        Assert.Equal(Rows, seen);
        Assert.Equal(1_000, sample.Count);
        Assert.Equal(1_000, sample.Distinct().Count());
        Assert.All(sample.CountBy(k => k * 10 / Rows), tenth => Assert.InRange(tenth.Value, 70, 130));
        Assert.Equal(10, sample.DistinctBy(k => k * 10 / Rows).Count());
    }

    [Fact]
    public void However_the_rows_are_cut_the_sample_is_the_same() => Assert.Equal(Sample(100, 2_048), Sample(100, 7));

    [Fact]
    public void Few_rows_are_all_kept() => Assert.Equal(Enumerable.Range(0, Rows).Select(i => (long)i), Sample(2 * Rows, 999).Keys);

    private static (ValueList<long> Keys, long Seen) Sample(int size, int batchRows)
    {
        var budget = new MemoryBudget();
        ValueList<long> keys;
        long seen;
        using (var sample = new KeySample([new SortKey(Key, Descending: false, NullsFirst: true)], size, seed: 3, budget))
        {
            for (var start = 0; start < Rows; start += batchRows)
            {
                var batch = Batch(start, Math.Min(Rows, start + batchRows), budget);
                sample.Write(batch);
                batch.Release();
            }

            var kept = sample.Finish();
            keys = Enumerable.Range(0, kept.Rows).Select(row => (long)kept[0].Read(row)!).ToValueList();
            seen = sample.Seen;
            kept.Release();
        }

        Assert.Equal(0, budget.Used);
        return (keys, seen);
    }

    /// <summary>Numbers from <paramref name="start"/> on, in every other lane: those between are not rows.</summary>
    private static RecordBatch Batch(int start, int end, MemoryBudget budget)
    {
        var count = end - start;
        var values = budget.Allocate(count * 2 * sizeof(long));
        var lanes = budget.Allocate(count * sizeof(int));
        for (var i = 0; i < count; i++)
        {
            values.AsSpan<long>(count * 2)[2 * i] = -1;
            values.AsSpan<long>(count * 2)[2 * i + 1] = start + i;
            lanes.AsSpan<int>(count)[i] = 2 * i + 1;
        }

        return new RecordBatch([new FlatVector(DataType.Long, count * 2, values)], count * 2, new Selection(lanes, count));
    }
}
