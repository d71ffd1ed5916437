using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests;

public class CollectTests : Sessions
{
    private sealed record Pair(long Id, string Text);

    private DataFrame Pairs(long count) => Session.Range(count).Select(Col("id"), Concat(Lit("t"), Col("id").Cast("string")).As("text"));

    [Fact]
    public async Task Batches_arrive_as_columns_and_rows()
    {
        long rows = 0, sum = 0;
        var batches = 0;
        await foreach (var batch in Pairs(10_000).CollectAsync())
        {
            batches++;
            rows += batch.Count;
            Assert.Equal(batch.Data.Rows, batch.Count);
            for (var row = 0; row < batch.Count; row++)
                sum += batch.Get<long>(row, 0);
            Assert.Equal($"t{batch[0].Get<long>("id")}", batch[0].Get<string>("text"));
            Assert.Equal(batch.As<Pair>().Last(), new Pair(batch[^1].Get<long>(0), $"t{batch[^1][0]}"));
            Assert.Throws<ArgumentOutOfRangeException>(() => batch[batch.Count]);
        }

        Assert.Equal((10_000, 10_000L * 9_999 / 2), (rows, sum));
        Assert.InRange(batches, 2, 10_000);
    }

    [Fact]
    public void What_is_written_nowhere_is_computed_all_the_same()
    {
        Pairs(1_000).Write.Format("noop").Mode(SaveMode.Overwrite).Save();
        Assert.Equal("DIVIDE_BY_ZERO", Assert.Throws<SpindleException>(() => Session.Sql("SELECT 1 div (id - 500) FROM range(1000)").Write.Format("noop").Mode("append").Save()).ErrorClass.Name);
        Assert.Equal("UNSUPPORTED_DATA_SOURCE_SAVE_MODE", Assert.Throws<SpindleException>(() => Pairs(1).Write.Format("noop").Save()).ErrorClass.Name);
        Assert.Throws<InvalidOperationException>(() => Pairs(1).Write.Format("parquet").Save());
    }

    [Fact]
    public async Task Objects_arrive_as_they_come()
    {
        var first = new List<Pair>();
        await foreach (var pair in Pairs(5_000).OrderBy("id").ToLocalAsync<Pair>())
        {
            first.Add(pair);
            if (first.Count == 3)
                break;
        }

        Assert.Equal([new(0, "t0"), new(1, "t1"), new(2, "t2")], first);
    }

    [Fact]
    public async Task An_enumeration_is_cancelled_in_the_middle()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Session.Range(long.MaxValue / 2).CollectAsync(stop.Token))
                stop.Cancel();
        });
        Assert.Equal(1, Session.Range(1).Count());
    }

    [Fact]
    public async Task A_query_that_fails_says_so_at_the_batch()
    {
        var error = await Assert.ThrowsAsync<SpindleException>(async () =>
        {
            await foreach (var _ in Session.Range(10).Select(Lit(1) / (Col("id") - 5)).CollectAsync())
            {
            }
        });
        Assert.Equal("DIVIDE_BY_ZERO", error.ErrorClass.Name);
    }
}
