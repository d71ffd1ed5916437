using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Sources;

namespace Spindle.Storage.Tests.Parquet;

/// <summary>Filters inside a scan: the rows are those that pass, whatever is skipped on the way to them.</summary>
public class FilteredScanTests
{
    private static readonly StructType Schema = new(
    [
        new Field("k", DataType.Long, false), new Field("n", DataType.Int), new Field("w", DataType.String), new Field("t", DataType.String, false), new Field("r", DataType.Int, false),
        new Field("a", new ArrayType(DataType.Int)), new Field("s", new StructType([new Field("x", DataType.String)])), new Field("b", DataType.Boolean),
    ]);

    private static List<object?[]> SortedRows(int count)
    {
        var rows = new RandomBatches(1).Rows(Schema, count, distinct: 0);
        var words = Enumerable.Range(0, 9).Select(i => ByteString.Of($"word number {i} of nine")).ToArray();
        for (var i = 0; i < count; i++)
        {
            rows[i][0] = (long)i * 3;
            rows[i][2] = i % 5 == 0 ? null : words[i % 9];
        }

        return rows;
    }

    public static TheoryData<string, double> Shares()
    {
        var shares = new TheoryData<string, double>();
        foreach (var version in new[] { "v1", "v2" })
            foreach (var share in new[] { 0, 0.001, 0.02, 0.2, 0.6, 1 })
                shares.Add(version, share);
        return shares;
    }

    [Theory]
    [MemberData(nameof(Shares))]
    public void Rows_that_pass_are_read_whole(string version, double share)
    {
        using var folder = new TemporaryFolder();
        var rows = SortedRows(5000);
        Writing.Write(Writing.Sink(folder["t"], Schema, options: [("parquet.writer.version", version), ("parquet.block.row.count.limit", "3000"), ("parquet.page.row.count.limit", "700")]), rows);
        var table = Reading.Open(folder["t"]);
        var random = new Random(3);
        var chosen = Enumerable.Range(0, 5000).Where(_ => random.NextDouble() < share).Select(i => (object?)(i * 3L)).ToHashSet();
        var expected = rows.Where(r => chosen.Contains(r[0])).ToList();
        var read = Reading.Rows(table, [new ValueFilter(0, chosen.Contains)], batchRows: 512);
        AssertSame(expected, read);

        // Two filters, the second on a nullable dictionary column: it is shown what the first left.
        var second = new ValueFilter(2, v => v is ByteString w && w.ToString().StartsWith("word number 3", StringComparison.Ordinal));
        read = Reading.Rows(table, [new ValueFilter(0, chosen.Contains), second], batchRows: 512);
        AssertSame([.. expected.Where(r => r[2] is ByteString w && w.ToString().StartsWith("word number 3", StringComparison.Ordinal))], read);
        Assert.Equal(expected.Count, second.Seen);
    }

    [Fact]
    public void Few_rows_of_many_batches_come_together()
    {
        using var folder = new TemporaryFolder();
        var schema = new StructType([new Field("k", DataType.Long)]);
        Writing.Write(Writing.Sink(folder["t"], schema), [.. Enumerable.Range(0, 6000).Select(i => new object?[] { (long)i })]);
        var table = Reading.Open(folder["t"]);
        var request = new ScanRequest([0], []);
        var budget = new MemoryBudget();
        var sizes = new List<int>();
        using var reader = table.Open(table.PlanSplits(request).Single(), request, new ScanContext(budget, [new ValueFilter(0, v => (long)v! % 60 == 0)], 64, CancellationToken.None));
        while (reader.Read() is { } batch)
        {
            sizes.Add(batch.Rows);
            batch.Release();
        }

        Assert.Equal(100, sizes.Sum());
        Assert.True(sizes.Count <= 4 && sizes.All(n => n <= 64), string.Join(", ", sizes));
    }

    [Fact]
    public void A_split_that_is_cut_gives_the_same_rows()
    {
        using var folder = new TemporaryFolder();
        var schema = new StructType([new Field("k", DataType.Long), new Field("w", DataType.String)]);
        var words = Enumerable.Range(0, 9).Select(i => ByteString.Of($"word {i}")).ToArray();
        var rows = Enumerable.Range(0, 60_000).Select(i => new object?[] { (long)i, i % 5 == 0 ? null : words[i % 9] }).ToList();
        Writing.Write(Writing.Sink(folder["t"], schema), rows);
        var table = Reading.Open(folder["t"]);
        var split = table.PlanSplits(new ScanRequest([0, 1], [])).Single();
        foreach (var share in new[] { 0.2, 0.5, 0.9 })
        {
            var (first, rest) = split.Cut(share)!.Value;
            Assert.Equal((split.Rows, split.Bytes), (first.Rows + rest.Rows, first.Bytes + rest.Bytes));
            Assert.InRange(first.Rows, (split.Rows * share) - RecordBatch.TargetRows, (split.Rows * share) + RecordBatch.TargetRows);
            Assert.Equal(first.Rows, Reading.Rows(table, first).Count);
            AssertSame(rows, [.. Reading.Rows(table, first), .. Reading.Rows(table, rest)]);
        }

        Assert.Null(split.Cut(0.01));
        Assert.Null(split.Cut(0.5)!.Value.First.Cut(0.01));
    }

    [Fact]
    public void Pages_outside_of_the_bounds_are_not_looked_at()
    {
        using var folder = new TemporaryFolder();
        var rows = SortedRows(5000);
        Writing.Write(Writing.Sink(folder["t"], Schema, options: [("parquet.block.row.count.limit", "3000"), ("parquet.page.row.count.limit", "100")]), rows);
        var table = Reading.Open(folder["t"]);
        var condition = new And(At(ComparisonOperator.GreaterOrEqual, 9600), At(ComparisonOperator.Less, 9750));
        var filter = new ValueFilter(0, v => v is >= 9600L and < 9750L, condition);
        var read = Reading.Rows(table, [filter]);
        AssertSame([.. rows.Where(r => r[0] is >= 9600L and < 9750L)], read);
        Assert.Equal(100, filter.Seen);

        // The request's own conditions rule the first row group out before it is opened.
        var request = new ScanRequest([0], [condition]);
        Assert.Single(table.PlanSplits(request));
        Assert.Empty(table.PlanSplits(new ScanRequest([0], [At(ComparisonOperator.Greater, 20_000)])));
    }

    [Fact]
    public void A_bloom_filter_rules_absent_values_out()
    {
        using var folder = new TemporaryFolder();
        var schema = new StructType([new Field("s", DataType.String), new Field("l", DataType.Long), new Field("d", new DecimalType(9, 2))]);
        var rows = Enumerable.Range(0, 4000).Select(i => new object?[] { ByteString.Of($"key {i * 2}"), i * 2L, (Int128)(i * 2) }).ToList();
        Writing.Write(Writing.Sink(folder["t"], schema, options: [("parquet.bloom.filter.enabled", "true"), ("parquet.block.row.count.limit", "1000")]), rows);
        var table = Reading.Open(folder["t"]);
        var (found, looked) = (0, 0);
        for (var i = 0; i < 200; i++)
        {
            foreach (var (column, value) in new[] { (0, (object)ByteString.Of($"key {i}")), (1, i * 41L), (2, (Int128)(i * 41)) })
            {
                var condition = new Comparison(ComparisonOperator.Equal, new BoundReference(0, schema.Fields[column].Type, true, "c"), new Literal(value, schema.Fields[column].Type));
                var filter = new ValueFilter(0, v => Equals(v, value), condition);
                var expected = rows.Count(r => Equals(r[column], value));
                Assert.Equal(expected, Reading.Rows(table, [filter], columns: column).Count);
                found += expected;
                looked += filter.Seen > 0 ? 1 : 0;
            }
        }

        Assert.InRange(looked, found, found + 60);
    }

    [Fact]
    public void Statistics_come_from_the_footers()
    {
        using var folder = new TemporaryFolder();
        var rows = SortedRows(5000);
        Writing.Write(Writing.Sink(folder["t"], Schema, options: ("parquet.block.row.count.limit", "1000")), rows);
        var statistics = Reading.Open(folder["t"]).Statistics;
        Assert.Equal(5000, statistics.Rows);
        Assert.Equal((0L, 14_997L, 0L), ((long)statistics.Columns[0].Min!, (long)statistics.Columns[0].Max!, statistics.Columns[0].NullCount));
        Assert.InRange(statistics.Columns[0].DistinctCount, 4000, 5000);
        Assert.Equal(9, statistics.Columns[2].DistinctCount);
        Assert.Equal(1000, statistics.Columns[2].NullCount);
        Assert.Equal("word number 0 of nine", statistics.Columns[2].Min!.ToString());
        Assert.Equal(-1, statistics.Columns[5].DistinctCount);
    }

    private static Comparison At(ComparisonOperator op, long value) => new(op, new BoundReference(0, DataType.Long, false, "k"), Literal.Of(value));

    private static void AssertSame(List<object?[]> expected, List<object?[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
            Assert.Equal(expected[i], actual[i]);
    }
}
