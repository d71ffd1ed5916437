using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests;

public class DataFrameTests : Sessions
{
    private sealed record Sale(string Region, string Place, int Amount, double? Price);

    private DataFrame Sales() => Session.CreateDataFrame<Sale>([new("eu", "de", 1, 1.5), new("eu", "fr", 2, null), new("us", "ny", 4, 2.5), new("us", "ca", 8, 0.5)]);

    [Fact]
    public void ColumnsAreComputedFilteredAndSorted()
    {
        var frame = Sales().Where(Col("Amount") > 1 & Col("Region") != "asia").Select("Place", (Col("Amount") * 10).As("tenfold")).OrderBy(Col("tenfold").Desc());
        Assert.Equal(["Place", "tenfold"], frame.Columns);
        Assert.Equal(["ca", "ny", "fr"], frame.Collect().Select(r => r.Get<string>(0)));
        Assert.Equal([80, 40, 20], frame.Select("tenfold").ToLocal<int>());
    }

    [Fact]
    public void GroupsAreAggregated()
    {
        Assert.Equal(["eu|3|1|2", "us|12|2|2"], Sorted(Sales().GroupBy("Region").Agg(Sum("Amount").As("total"), Count("Price"), Count(Lit(1)))));
        Assert.Equal(["eu|2", "us|2"], Sorted(Sales().GroupBy("Region").Count()));
        Assert.Equal(["15"], Sorted(Sales().Agg(Sum("Amount"))));
        Assert.Equal(["NULL|15", "eu|3", "us|12"], Sorted(Sales().Rollup("Region").Sum("Amount")));
    }

    [Fact]
    public void FramesAreJoined()
    {
        var names = Session.CreateDataFrame([new object?[] { "eu", "Europe" }, ["as", "Asia"]], "Region STRING, Name STRING");
        Assert.Equal(["eu|de|1|1.5|Europe", "eu|fr|2|NULL|Europe"], Sorted(Sales().Join(names, "Region")));
        Assert.Equal(["Asia|NULL", "Europe|de", "Europe|fr"], Sorted(names.As("n").Join(Sales().As("s"), Col("n.Region") == Col("s.Region"), "left").Select("n.Name", "s.Place")));
        Assert.Equal(["us|ca", "us|ny"], Sorted(Sales().Join(names, ["Region"], "left_anti").Select("Region", "Place")));
        Assert.Equal(8, Sales().CrossJoin(names).Count());
    }

    [Fact]
    public void ColumnsAreAddedRenamedAndDropped()
    {
        var frame = Sales().WithColumn("Twice", Col("Amount") * 2).WithColumn("Amount", Col("Amount") + 1).WithColumnRenamed("Place", "City").Drop("Price", "Nothing");
        Assert.Equal(["Region", "City", "Amount", "Twice"], frame.Columns);
        Assert.Equal(["eu|de|2|2", "eu|fr|3|4", "us|ca|9|16", "us|ny|5|8"], Sorted(frame));
        Assert.Equal(["a", "b", "c", "d"], Sales().ToDF("a", "b", "c", "d").Columns);
    }

    [Fact]
    public void SetsAreCombined()
    {
        var eu = Sales().Where("Region = 'eu'").Select("Place");
        var all = Sales().Select("Place");
        Assert.Equal(6, all.Union(eu).Count());
        Assert.Equal(["ca", "ny"], Sorted(all.Except(eu)));
        Assert.Equal(["de", "fr"], Sorted(all.Intersect(eu)));
        Assert.Equal(["eu", "us"], Sorted(Sales().Select("Region").Distinct()));
        Assert.Equal(2, Sales().DropDuplicates("Region").Count());
    }

    [Fact]
    public void WindowsRankRows()
    {
        var window = Window.PartitionBy("Region").OrderBy(Col("Amount").Desc());
        Assert.Equal(["ca|1|NULL", "de|2|2", "fr|1|NULL", "ny|2|8"], Sorted(Sales().Select("Place", RowNumber().Over(window), Lag("Amount", 1).Over(window))));
        Assert.Equal(["ca|12", "de|3", "fr|3", "ny|12"], Sorted(Sales().Select("Place", Sum("Amount").Over(Window.PartitionBy("Region")))));
    }

    [Fact]
    public void NullsAreFilledAndDropped()
    {
        Assert.Equal(3, Sales().Na.Drop().Count());
        Assert.Equal([1.5, -1.0, 2.5, 0.5], Sales().Na.Fill(-1.0).OrderBy("Amount").Select("Price").ToLocal<double>());
        Assert.Equal(["asia|de", "asia|fr", "us|ca", "us|ny"], Sorted(Sales().Na.Replace("Region", new Dictionary<string, string> { ["eu"] = "asia" }).Select("Region", "Place")));
    }

    [Fact]
    public void ArraysExplodeAndTransform()
    {
        var frame = Session.Range(1, 3).Select("id", Explode(Array(Col("id"), Col("id") * 10)).As("x"));
        Assert.Equal(["1|1", "1|10", "2|2", "2|20"], Sorted(frame));
        var doubled = Session.Range(1).Select(Transform(Array(Lit(1), Lit(2)), x => x * 2 + Col("id")).As("a"));
        Assert.Equal([2L, 4L], doubled.First()!.Get<long[]>("a"));
    }

    [Fact]
    public void ConditionsBranch()
    {
        var size = When(Col("Amount") < 2, "small").When(Col("Amount") < 8, "middle").Otherwise("large");
        Assert.Equal(["ca|large", "de|small", "fr|middle", "ny|middle"], Sorted(Sales().Select("Place", size.As("size"))));
        Assert.Equal(["de", "fr"], Sorted(Sales().Where(Col("Place").IsIn("de", "fr")).Select("Place")));
        Assert.Equal(["fr"], Sorted(Sales().Where(Col("Price").IsNull()).Select("Place")));
    }

    [Fact]
    public void ObjectsGoInAndComeOut()
    {
        var sales = Sales().OrderBy("Amount").ToLocal<Sale>();
        Assert.Equal(new Sale("eu", "de", 1, 1.5), sales[0]);
        Assert.Null(sales[1].Price);
        var day = new DateOnly(2024, 2, 29);
        var row = Session.CreateDataFrame<Item>([new(1.25m, day, [1, 2], new Dictionary<string, int> { ["k"] = 7 }, Guid.Empty)]).First()!;
        Assert.Equal(1.25m, row.Get<decimal>("Price"));
        Assert.Equal(day, row.Get<DateOnly>("Day"));
        Assert.Equal([1, 2], row.Get<List<int>>("Numbers"));
        Assert.Equal(7, row.Get<Dictionary<string, int>>("Map")["k"]);
        Assert.Equal(Guid.Empty, row.Get<Guid>("Id"));
    }

    private sealed record Item(decimal Price, DateOnly Day, int[] Numbers, Dictionary<string, int> Map, Guid Id);

    [Fact]
    public async Task RowsStream()
    {
        var count = 0L;
        await foreach (var row in Session.Range(10_000).RowsAsync())
            count += row.Get<long>(0);
        Assert.Equal(10_000L * 9_999 / 2, count);
    }

    [Fact]
    public void FilesAreWrittenAndRead()
    {
        Sales().Write.PartitionBy("Region").Parquet(Path("sales"));
        var back = Session.Read.Parquet(Path("sales"));
        Assert.Equal(Sorted(Sales().Select("Place", "Amount", "Price", "Region")), Sorted(back));
        Assert.Equal("PATH_ALREADY_EXISTS", Assert.Throws<SpindleException>(() => Sales().Write.Parquet(Path("sales"))).ErrorClass.Name);
        Sales().Limit(1).Write.Mode(SaveMode.Overwrite).Parquet(Path("sales"));
        Assert.Equal(1, Session.Read.Parquet(Path("sales")).Count());
        Sales().Write.Mode("append").Parquet(Path("sales"));
        Assert.Equal(5, Session.Table($"parquet.`{Path("sales")}`").Count());
        Sales().Write.SaveAsTable("kept");
        Assert.Equal(15L, Session.Sql("SELECT sum(Amount) FROM kept").First()![0]);
    }

    [Fact]
    public void CachedRowsAreReadFromMemory()
    {
        var frame = Session.Range(1_000).Where("id % 2 = 0").Cache();
        Assert.Equal(500, frame.Count());
        Assert.Contains("cache", frame.Select("id").ExplainText("simple"));
        Assert.Equal(250, frame.Where("id < 500").Count());
        frame.Unpersist();
        Assert.DoesNotContain("cache", frame.Select("id").ExplainText("simple"));
    }

    [Fact]
    public void TablesArePrintedAsSparkPrintsThem()
    {
        Assert.Equal("+---+----+\n| id|   x|\n+---+----+\n|  0|NULL|\n|  1|NULL|\n+---+----+\nonly showing top 2 rows\n", Session.Range(3).Select("id", Lit(null).Cast("string").As("x")).ShowText(2));
        Assert.Equal("+--------------------+\n|                   s|\n+--------------------+\n|aaaaaaaaaaaaaaaaa...|\n+--------------------+\n", Session.Range(1).Select(Lit(new string('a', 30)).As("s")).ShowText());
    }

    [Fact]
    public void AHintChoosesTheBuildSide()
    {
        var (few, many) = (Session.Range(10), Session.Range(1_000));
        var condition = few["id"] == many["id"];
        Assert.EndsWith("Range 0 to 10 step 1", Built(many.Join(few, condition)), StringComparison.Ordinal);
        Assert.EndsWith("Range 0 to 1000 step 1", Built(few.Join(Broadcast(many), condition)), StringComparison.Ordinal);
        Assert.EndsWith("Range 0 to 1000 step 1", Built(few.Join(many.Hint("shuffle_hash").Where("id >= 0").Select("id"), "id")), StringComparison.Ordinal);
        Assert.Equal(10, few.Join(Broadcast(many), condition).Count());

        static string Built(DataFrame joined) => joined.ExplainText("simple").TrimEnd();
    }

    [Fact]
    public void ExplainShowsEveryForm()
    {
        var text = Sales().Where("Amount > 1").ExplainText("extended");
        foreach (var title in new[] { "Parsed Logical Plan", "Analyzed Logical Plan", "Optimized Logical Plan", "Physical Plan" })
            Assert.Contains($"== {title} ==", text);
        Assert.Contains("rows 3", Sales().Where("Amount > 1").ExplainText("analyze"));
    }

    [Fact]
    public void WrongNamesFailWhenTheFrameIsMade()
    {
        var error = Assert.Throws<SpindleException>(() => Sales().Select("Amuont"));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", error.ErrorClass.Name);
        Assert.Equal("did you mean Amount?", error.Hint);
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Assert.Throws<SpindleException>(() => Session.Table("nothing")).ErrorClass.Name);
        Assert.Equal("PATH_NOT_FOUND", Assert.Throws<SpindleException>(() => Session.Read.Parquet(Path("nothing"))).ErrorClass.Name);
    }

    [Fact]
    public void ACancelledQueryEnds()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Session.Range(1_000_000_000).GroupBy("id").Count().Collect(cancel.Token));
        Assert.Equal(1, Session.Range(1).Count());
    }

    [Fact]
    public void ViewsAndSettingsBelongToTheSession()
    {
        Sales().CreateOrReplaceTempView("sales");
        Assert.Equal(4L, Session.Sql("SELECT count(*) FROM sales").First()![0]);
        Assert.Contains(Session.Catalog.ListTables(), t => t is { Name: "sales", IsTemporary: true });
        Assert.True(Session.Catalog.DropTempView("sales"));
        Assert.False(Session.Catalog.TableExists("sales"));
        Session.Conf.Set("spark.sql.ansi.enabled", false);
        Assert.Null(Session.Sql("SELECT 1 / 0").First()![0]);
        Assert.Equal("INVALID_CONF_VALUE.TYPE_MISMATCH", Assert.Throws<SpindleException>(() => Session.Conf.Set("spark.sql.ansi.enabled", "perhaps")).ErrorClass.Name);
    }
}
