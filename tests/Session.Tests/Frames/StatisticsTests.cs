using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests.Frames;

/// <summary>Statistics over columns, with the values that Spark's documentation gives.</summary>
public class StatisticsTests : Sessions
{
    private DataFrame People() => Session.CreateDataFrame([new object?[] { "Bob", 13, 40.3, 150.5 }, ["Alice", 12, 37.8, 142.3], ["Tom", 11, 44.1, 142.2]], "name STRING, age INT, weight DOUBLE, height DOUBLE");

    [Fact]
    public void Describe_and_summary_give_text()
    {
        Assert.Equal(["count|3", "max|13", "mean|12.0", "min|11", "stddev|1.0"], Sorted(People().Describe("age")));
        Assert.Equal(
            ["25%|11|37.8|142.2", "50%|12|40.3|142.3", "75%|13|44.1|150.5", "count|3|3|3", "max|13|44.1|150.5", "mean|12.0|40.73333333333333|145.0", "min|11|37.8|142.2"],
            Sorted(People().Select("age", "weight", "height").Summary().Where(Col("summary") != "stddev")));
        Assert.Equal(3.17227573412737, People().Summary("stddev").Select(Col("weight").Cast("double")).Collect()[0].Get<double>(0), 12);
        Assert.Equal(["count|3|3", "max|Tom|13", "min|Alice|11"], Sorted(People().Select("name", "age").Summary("count", "min", "max")));
        Assert.Equal(["summary", "name", "age", "weight", "height"], People().Describe().Columns);
        Assert.Equal("mean|NULL", Sorted(People().Describe("name"))[2]);
        Assert.Throws<ArgumentException>(() => People().Summary("middle"));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Assert.Throws<SpindleException>(() => People().Describe("agee")).ErrorClass.Name);
    }

    [Fact]
    public void Quantiles_leave_out_nulls_and_NaN()
    {
        var frame = Session.CreateDataFrame([new object?[] { 1.0, null }, [2.0, null], [double.NaN, null], [3.0, null], [4.0, null], [5.0, null], [null, null]], "a DOUBLE, b INT");
        Assert.Equal([1.0, 3.0, 5.0], frame.ApproxQuantile("a", [0.0, 0.5, 1.0], 0.05));
        Assert.Equal([3.0], frame.Stat.ApproxQuantile(["a", "b"], [0.5], 0)[0]);
        Assert.Empty(frame.Stat.ApproxQuantile(["a", "b"], [0.5], 0)[1]);
        Assert.Throws<ArgumentException>(() => frame.ApproxQuantile("a", [1.5], 0));
        Assert.Throws<ArgumentException>(() => frame.ApproxQuantile("a", [0.5], -1));
        Assert.Throws<ArgumentException>(() => People().ApproxQuantile("name", [0.5], 0));
    }

    [Fact]
    public void Correlation_and_covariance_count_nulls_as_zero()
    {
        var frame = Session.CreateDataFrame([new object?[] { 1, 12 }, [10, 1], [19, 8]], "c1 INT, c2 INT");
        Assert.Equal(-0.3592106040535498, frame.Corr("c1", "c2"), 12);
        Assert.Equal(-18.0, frame.Cov("c1", "c2"), 12);
        var holes = Session.CreateDataFrame([new object?[] { null, 1 }, [2, 2]], "a INT, b INT");
        Assert.Equal(1.0, holes.Cov("a", "b"), 12);
        Assert.True(double.IsNaN(frame.Limit(0).Corr("c1", "c2")));
        Assert.Equal(0.0, frame.Limit(0).Cov("c1", "c2"));
        Assert.Throws<ArgumentException>(() => frame.Corr("c1", "c2", "spearman"));
        Assert.Throws<ArgumentException>(() => People().Corr("name", "age"));
    }

    [Fact]
    public void Crosstab_counts_pairs()
    {
        var frame = Session.CreateDataFrame([new object?[] { 1, 11 }, [1, 11], [3, 10], [4, 8], [4, 8], [null, 8]], "c1 INT, c2 INT");
        var table = frame.Crosstab("c1", "c2");
        Assert.Equal(["c1_c2", "10", "11", "8"], table.Columns);
        Assert.Equal(["1|0|2|0", "3|1|0|0", "4|0|0|2", "null|0|0|1"], Sorted(table));
    }

    [Fact]
    public void Frequent_items_are_those_with_support()
    {
        var frame = Session.CreateDataFrame([new object?[] { 1, "a" }, [1, "b"], [1, null], [4, null], [4, null]], "c1 INT, c2 STRING");
        var items = frame.FreqItems(["c1", "c2"], 0.6);
        Assert.Equal(["c1_freqItems", "c2_freqItems"], items.Columns);
        var row = items.Collect()[0];
        Assert.Equal([1], row.Get<int[]>(0));
        Assert.Null(Assert.Single(row.Get<string?[]>(1)));
        Assert.Throws<ArgumentException>(() => frame.FreqItems(["c1"], 0.00001));
    }

    [Fact]
    public void Samples_by_value_take_all_none_or_some()
    {
        var frame = Session.Range(3000).Select((Col("id") % 3).As("key"));
        var counts = frame.SampleBy("key", new Dictionary<int, double> { [0] = 1, [1] = 0.2 }, 7).GroupBy("key").Count().Collect().ToDictionary(r => r.Get<long>(0), r => r.Get<long>(1));
        Assert.Equal(1000, counts[0]);
        Assert.InRange(counts[1], 120, 280);
        Assert.False(counts.ContainsKey(2));
        Assert.Equal(0, frame.Stat.SampleBy("key", new Dictionary<int, double>()).Count());
        Assert.Throws<ArgumentException>(() => frame.SampleBy("key", new Dictionary<int, double> { [0] = 1.5 }));
    }

    [Fact]
    public void Samples_with_replacement_draw_rows_again()
    {
        var frame = Session.Range(2000).ToDF("id");
        Assert.InRange(frame.Sample(withReplacement: true, 2.5, 3).Count(), 4600, 5400);
        Assert.InRange(frame.Sample(withReplacement: true, 0.1, 3).Count(), 120, 280);
        Assert.Equal(0, frame.Sample(withReplacement: true, 0, 3).Count());
        Assert.InRange(frame.Sample(withReplacement: false, 0.5, 3).Count(), 850, 1150);
        Assert.Throws<ArgumentException>(() => frame.Sample(withReplacement: false, 1.5));
    }

    [Fact]
    public void A_random_split_has_each_row_once()
    {
        var frame = Session.Range(3000).Select((Col("id") % 1000).As("n"), Array(Col("id") % 2).As("list"));
        var parts = frame.RandomSplit([1, 2, 0.0], 42);
        Assert.InRange(parts[0].Count(), 850, 1150);
        Assert.Equal(0, parts[2].Count());
        Assert.Equal(frame.Columns, parts[0].Columns);
        Assert.Equal(0, parts[0].Union(parts[1]).Union(parts[2]).ExceptAll(frame).Count());
        Assert.Equal(3000, parts.Sum(p => p.Count()));
        Assert.Equal(Sorted(parts[0]), Sorted(frame.RandomSplit([1, 2, 0.0], 42)[0]));
        Assert.Throws<ArgumentException>(() => frame.RandomSplit([0.0]));
    }
}
