using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests.Frames;

/// <summary>What frames say of themselves, and rows as they come.</summary>
public class InspectionTests : Sessions
{
    [Fact]
    public void Frames_know_their_files_and_where_their_rows_are()
    {
        Session.Range(10).Write.Parquet(Path("t"));
        var files = Session.Read.Parquet(Path("t"));
        Assert.All(files.InputFiles(), f => Assert.StartsWith(Path("t"), f, StringComparison.Ordinal));
        Assert.NotEmpty(files.Where(Col("id") > 3).InputFiles());
        Assert.Empty(Session.Range(3).InputFiles());
        Assert.False(files.IsLocal);
        Assert.True(Session.CreateDataFrame([1, 2]).IsLocal);
        Assert.False(files.IsStreaming);
    }

    [Fact]
    public void Semantics_are_the_same_under_other_names()
    {
        var frame = Session.CreateDataFrame([new object?[] { 1, 2 }], "a INT, b INT");
        Assert.True(frame.Select((Col("a") + 1).As("x")).SameSemantics(frame.Select((Col("a") + 1).As("y"))));
        Assert.Equal(frame.Where(Col("a") > 1).SemanticHash(), frame.Where(Col("a") > 1).SemanticHash());
        Assert.False(frame.Select(Col("a") + 1).SameSemantics(frame.Select(Col("b") + 1)));
    }

    [Fact]
    public void Rows_come_one_by_one()
    {
        var frame = Session.Range(5000).OrderBy("id");
        Assert.Equal([4998L, 4999L], frame.Tail(2).Select(r => r.Get<long>(0)));
        Assert.Empty(frame.Tail(0));
        Assert.Equal(5000, frame.ToLocalIterator().Count());
        Assert.Equal(Enumerable.Range(0, 5000), frame.ToLocalIterator(prefetchPartitions: true).Select(r => (int)r.Get<long>(0)));
        Assert.Equal([0L, 1L], frame.ToLocalIterator(prefetchPartitions: true).Take(2).Select(r => r.Get<long>(0)));
        long sum = 0;
        frame.Foreach(r => sum += r.Get<long>(0));
        Assert.Equal(12_497_500, sum);
        frame.ForeachPartition(rows => sum = rows.Count());
        Assert.Equal(5000, sum);
    }

    [Fact]
    public void Functions_are_called_where_the_rows_are()
    {
        var sum = Session.LongAccumulator();
        Session.Range(100).As<long>().Foreach(sum.Add);
        Assert.Equal(4950, sum.Value);
        var most = Session.LongAccumulator();
        Session.Range(100).As<long>().ForeachPartition(values => most.Add(values.Count()));
        Assert.Equal(100, most.Value);
    }

    [Fact]
    public void Groups_of_two_datasets_meet()
    {
        var left = Session.CreateDataset(new[] { 1, 2, 2, 3 }).GroupByKey(n => n);
        var right = Session.CreateDataset(new[] { 2L, 4L }).GroupByKey(n => (int)n);
        var met = left.Cogroup(right, (key, mine, others) => new[] { $"{key}: {mine.Count()}, {others.Count()}" }).Collect().Order(StringComparer.Ordinal);
        Assert.Equal(["1: 1, 0", "2: 2, 1", "3: 1, 0", "4: 0, 1"], met);
    }

    [Fact]
    public void Kept_rows_have_a_level()
    {
        var frame = Session.Range(3);
        Assert.Equal(StorageLevel.None, frame.StorageLevel);
        Assert.Equal(StorageLevel.DiskOnly, frame.Persist(StorageLevel.DiskOnly).StorageLevel);
        Assert.Equal(StorageLevel.None, frame.Unpersist(blocking: true).StorageLevel);
    }

    [Fact]
    public void Figures_are_observed()
    {
        var seen = new Observation("seen");
        var frame = Session.Range(10).Observe(seen, Count(Lit(1)).As("rows"), Max("id").As("most"));
        Assert.Equal(10, frame.Count());
        Assert.Equal((10L, 9L), (seen.Get["rows"], seen.Get["most"]));
        Assert.Throws<InvalidOperationException>(() => frame.Observe(seen, Max("id")));
        Assert.Throws<InvalidOperationException>(() => new Observation().Get);
        Assert.Equal("INVALID_OBSERVED_METRICS.AGGREGATE_EXPRESSION_WITH_DISTINCT_UNSUPPORTED", Assert.Throws<SpindleException>(() => frame.Observe(new Observation(), CountDistinct("id"))).ErrorClass.Name);
        Assert.Equal("INVALID_OBSERVED_METRICS.WINDOW_EXPRESSIONS_UNSUPPORTED", Assert.Throws<SpindleException>(() => frame.Observe(new Observation(), RowNumber().Over(Window.OrderBy("id")))).ErrorClass.Name);
    }

    [Fact]
    public void A_watermark_is_checked_and_waits_for_nothing()
    {
        var frame = Session.Sql("select timestamp'2024-01-01 00:00:00' t, 1 n");
        Assert.Equal(1, frame.WithWatermark("t", "10 minutes").Count());
        Assert.Equal("EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE", Assert.Throws<SpindleException>(() => frame.WithWatermark("n", "10 minutes")).ErrorClass.Name);
        Assert.Equal("CANNOT_PARSE_INTERVAL", Assert.Throws<SpindleException>(() => frame.WithWatermark("t", "soon")).ErrorClass.Name);
    }

    [Fact]
    public void Rows_and_schemas_are_printed_in_other_forms()
    {
        var frame = Session.CreateDataFrame([new object?[] { 14, "Tom" }, [23, "Alice"], [16, "Bob"]], "age INT, name STRING");
        Assert.Equal("-RECORD 0-----\n age  | 14    \n name | Tom   \n-RECORD 1-----\n age  | 23    \n name | Alice \nonly showing top 2 rows\n", frame.ShowText(2, vertical: true));
        var output = new StringWriter();
        var console = Console.Out;
        Console.SetOut(output);
        try
        {
            Session.Sql("select named_struct('a', array(1)) s").PrintSchema(1);
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Equal("root\n |-- s: struct (nullable = false)\n", output.ToString());
    }

    [Fact]
    public void Views_of_all_sessions_are_made_once()
    {
        var name = $"v{Guid.NewGuid():n}";
        Session.Range(2).CreateGlobalTempView(name);
        Assert.Equal("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", Assert.Throws<SpindleException>(() => Session.Range(2).CreateGlobalTempView(name)).ErrorClass.Name);
        Assert.Equal(2, Session.Table($"global_temp.{name}").Count());
        Assert.True(Session.Catalog.DropGlobalTempView(name));
        Assert.False(Session.Catalog.DropGlobalTempView(name));
        Session.Range(4).RegisterTempTable("four");
        Assert.Equal(4, Session.Table("four").Count());
    }

    [Fact]
    public void Rows_are_spread_without_a_change()
    {
        var frame = Session.Range(100);
        Assert.Equal(100, frame.RepartitionByRange(3, "id").Count());
        Assert.Equal(100, frame.RepartitionById(3, Col("id") % 3).Count());
    }
}
