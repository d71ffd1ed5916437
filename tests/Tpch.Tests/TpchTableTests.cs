using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Tpch.Sources;
using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Tests;

public class TpchTableTests
{
    private static readonly Scale Small = new(0.01);

    public static TheoryData<string> TableNames => [.. TpchTables.Names];

    [Theory]
    [MemberData(nameof(TableNames))]
    public void Vectors_hold_the_generated_values(string name)
    {
        var generated = TpchTables.Find(name, Small)!;
        var table = TpchTable.Find(name, Small)!;
        var rows = Read(table, [.. Enumerable.Range(0, table.Schema.Fields.Count)]);
        for (var i = 0; i < generated.Columns.Count; i++)
        {
            var expected = ColumnValues.Read(generated, generated.Columns[i], 0, generated.Units);
            Assert.Equal(expected.Count, rows.Count);
            Assert.Equal(expected.Select(v => v.ToString()), rows.Select(r => r[i]!.ToString()));
        }
    }

    [Fact]
    public void Columns_come_in_the_order_asked_for()
    {
        var table = TpchTable.Find("orders", Small)!;
        var dates = table.Schema.IndexOf("o_orderdate");
        var all = Read(table, [0, dates]);
        Assert.Equal(all.Select(r => (r[1], r[0])), Read(table, [dates, 0]).Select(r => (r[0], r[1])));
        Assert.Equal(15_000, Read(table, []).Count);
    }

    [Theory]
    [InlineData("lineitem", 1)]
    [InlineData("lineitem", 3)]
    [InlineData("partsupp", 1)]
    [InlineData("nation", 1)]
    public void Any_batch_size_gives_the_same_rows(string name, int batchRows)
    {
        var table = TpchTable.Find(name, new Scale(0.001))!;
        Assert.Equal(Read(table, [0, 1, 3]).Select(Text), Read(table, [0, 1, 3], batchRows).Select(Text));
    }

    [Fact]
    public void Filters_narrow_rows_and_skip_batches_and_splits_by_key()
    {
        var budget = new MemoryBudget();
        var table = TpchTable.Find("lineitem", Small)!;
        var expected = Read(table, [3, 0]).Where(r => (long)r[1]! is >= 30_000 and <= 30_100).ToList();
        Assert.NotEmpty(expected);

        var filter = new KeyFilter(1, 30_000, 30_100, budget);
        Assert.Equal(expected.Select(Text), Read(table, [3, 0], filter: filter, budget: budget).Select(Text));
        Assert.InRange(filter.LanesSeen, expected.Count, 3 * RecordBatch.TargetRows);

        var none = new KeyFilter(1, -5, 0, budget);
        Assert.Empty(Read(table, [3, 0], filter: none, budget: budget));
        Assert.Equal((1, 0), (none.Tests, none.LanesSeen));

        var all = new KeyFilter(0, 1, 60_000, budget);
        Assert.Equal(15_000, Read(TpchTable.Find("orders", Small)!, [0], filter: all, budget: budget).Count);
        Assert.Equal(0, all.LanesSeen);
    }

    [Fact]
    public void Splits_cover_the_table_and_a_limit_needs_fewer()
    {
        var table = TpchTable.Find("lineitem", new Scale(1))!;
        var splits = table.PlanSplits(new ScanRequest([0], [])).Cast<TpchSplit>().ToList();
        Assert.Equal(60, splits.Count);
        Assert.Equal(table.Statistics.Rows, splits.Sum(s => s.Rows));
        var next = 0L;
        foreach (var split in splits)
        {
            Assert.Equal(next, split.FirstUnit);
            next += split.Units;
        }
        Assert.Equal(1_500_000, next);

        var limited = Assert.Single(table.PlanSplits(new ScanRequest([0], [], Limit: 10)).Cast<TpchSplit>());
        Assert.Equal(10, limited.Units);
        Assert.Empty(table.PlanSplits(new ScanRequest([0], [], Limit: 0)));
    }

    [Fact]
    public void Statistics_say_what_the_specification_does()
    {
        var table = TpchTable.Find("orders", new Scale(10))!;
        Assert.Equal(15_000_000, table.Statistics.Rows);
        var keys = table.Statistics.Columns[0];
        Assert.Equal((1L, 60_000_000L, 15_000_000L, 0L), ((long)keys.Min!, (long)keys.Max!, keys.DistinctCount, keys.NullCount));
        Assert.Equal(1_000_000, table.Statistics.Columns[1].DistinctCount);
        var dates = table.Statistics.Columns[4];
        Assert.Equal((8035, 8035 + 2405, 2406L), ((int)dates.Min!, (int)dates.Max!, dates.DistinctCount));
        Assert.Equal("1-URGENT", table.Statistics.Columns[5].Min!.ToString());
        Assert.IsType<Int128>(TpchTable.Find("part", Small)!.Statistics.Columns[7].Max);
    }

    [Fact]
    public void The_schema_has_the_benchmarks_types()
    {
        Assert.Equal(
            "struct<ps_partkey:bigint,ps_suppkey:bigint,ps_availqty:int,ps_supplycost:decimal(15,2),ps_comment:string>",
            TpchTable.Find("partsupp", Small)!.Schema.Name);
        var orders = TpchTable.Find("ORDERS", Small)!;
        Assert.Equal(["bigint", "bigint", "string", "decimal(15,2)", "date", "string", "string", "int", "string"],
            orders.Schema.Fields.Select(f => f.Type.Name));
        Assert.Equal(("tpch.orders scale 0.01", "tpch.orders"), (orders.DisplayName, TpchTable.Find("orders", new Scale(1))!.DisplayName));
    }

    [Fact]
    public void Reading_stops_when_it_is_cancelled_and_gives_back_its_memory()
    {
        var budget = new MemoryBudget();
        using var cancelled = new CancellationTokenSource();
        var table = TpchTable.Find("lineitem", Small)!;
        var request = new ScanRequest([0, 15, 13], []);
        using (var reader = table.Open(table.PlanSplits(request)[0], request, new ScanContext(budget, [], 100, cancelled.Token)))
        {
            reader.Read()!.Release();
            cancelled.Cancel();
            Assert.Throws<OperationCanceledException>(reader.Read);
        }
        Assert.Equal(0, budget.Used);
    }

    private static List<object?[]> Read(
        TpchTable table, int[] columns, int batchRows = RecordBatch.TargetRows, KeyFilter? filter = null, MemoryBudget? budget = null)
    {
        budget ??= new MemoryBudget();
        var request = new ScanRequest(columns.ToValueList(), []);
        var context = new ScanContext(budget, filter is null ? [] : [filter], batchRows, default);
        var rows = new List<object?[]>();
        foreach (var split in table.PlanSplits(request))
        {
            using var reader = table.Open(split, request, context);
            while (reader.Read() is { } batch)
            {
                Assert.InRange(batch.Rows, 1, batchRows);
                for (var row = 0; row < batch.Rows; row++)
                {
                    var lane = batch.Lane(row);
                    var values = new object?[columns.Length];
                    for (var i = 0; i < values.Length; i++)
                        values[i] = batch[i].Read(lane);
                    rows.Add(values);
                }
                batch.Release();
            }
        }
        Assert.Equal(0, budget.Used);
        return rows;
    }

    private static string Text(object?[] row) => string.Join('|', row);
}
