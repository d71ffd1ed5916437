using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests.Frames;

/// <summary>Writing into tables of the catalog, by name and by merging.</summary>
public class TableWriterTests : Sessions
{
    private static string Class(Action work) => Assert.Throws<SpindleException>(work).ErrorClass.Name;

    private DataFrame Rows(params (int Id, string Part, int N)[] rows) => Session.CreateDataFrame(rows.Select(r => new object?[] { r.Id, r.Part, r.N }), "id INT, part STRING, n INT");

    [Fact]
    public void Tables_are_made_and_replaced()
    {
        Rows((1, "a", 10)).WriteTo("t").Using("parquet").PartitionedBy("part").TableProperty("owner", "ann").Create();
        Assert.Equal(["1|10|a"], Sorted(Session.Table("t")));
        Assert.Equal(["part=a"], Session.Catalog.ListPartitions("t"));
        Assert.Equal("ann", Session.Catalog.GetTableProperties("t")["owner"]);
        Assert.Equal("TABLE_OR_VIEW_ALREADY_EXISTS", Class(() => Rows((1, "a", 10)).WriteTo("t").Create()));
        Rows((2, "b", 20)).Select("id").WriteTo("t").Replace();
        Assert.Equal(["2"], Sorted(Session.Table("t")));
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Class(() => Rows((1, "a", 10)).WriteTo("none").Replace()));
        Rows((3, "c", 30)).WriteTo("none").CreateOrReplace();
        Assert.Equal(["3|c|30"], Sorted(Session.Table("none")));
        Assert.Throws<ArgumentException>(() => Rows((1, "a", 10)).WriteTo("u").PartitionedBy(Col("id") % 2));
    }

    [Fact]
    public void Rows_are_added_and_overwritten_by_name()
    {
        Rows((1, "a", 10), (2, "b", 20)).WriteTo("t").PartitionedBy("part").Create();
        Rows((3, "b", 30)).Select("part", "n", "id").WriteTo("t").Append();
        Assert.Equal(["1|10|a", "2|20|b", "3|30|b"], Sorted(Session.Table("t")));
        Rows((4, "b", 40)).WriteTo("t").OverwritePartitions();
        Assert.Equal(["1|10|a", "4|40|b"], Sorted(Session.Table("t")));
        Rows((5, "c", 50)).WriteTo("t").Overwrite(Col("n") > 20);
        Assert.Equal(["1|10|a", "5|50|c"], Sorted(Session.Table("t")));
        Rows((6, "c", 60)).WriteTo("t").Overwrite(Lit(true));
        Assert.Equal(["6|60|c"], Sorted(Session.Table("t")));
        Session.Sql("select 7 id, 'd' part").WriteTo("t").Overwrite(Col("id") == 0);
        Assert.Equal(["6|60|c", "7|NULL|d"], Sorted(Session.Table("t")));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Class(() => Session.Sql("select 7 id, 'd' port").WriteTo("t").Append()));
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Class(() => Rows((1, "a", 10)).WriteTo("none").Append()));
    }

    [Fact]
    public void A_merge_changes_adds_and_removes()
    {
        Rows((1, "a", 10), (2, "b", 20), (3, "c", 30), (4, "d", 40)).WriteTo("t").Create();
        var updates = Rows((1, "x", 11), (2, "y", 0), (5, "z", 55), (6, "z", -1)).As("u");
        updates.MergeInto("t", Col("t.id") == Col("u.id"))
            .WhenMatched(Col("u.n") == 0).Delete()
            .WhenMatched().UpdateAll()
            .WhenNotMatched(Col("u.n") > 0).InsertAll()
            .WhenNotMatchedBySource(Col("t.n") >= 40).Update(new Dictionary<string, Column> { ["part"] = Concat("t.part", Lit("!")) })
            .Merge();
        Assert.Equal(["1|x|11", "3|c|30", "4|d!|40", "5|z|55"], Sorted(Session.Table("t")));

        updates.MergeInto("t", Col("t.id") == Col("u.id")).WhenNotMatched().Insert(new Dictionary<string, Column> { ["id"] = Col("u.id"), ["n"] = Lit(7) }).Merge();
        Assert.Equal(["1|x|11", "2|NULL|7", "3|c|30", "4|d!|40", "5|z|55", "6|NULL|7"], Sorted(Session.Table("t")));

        updates.MergeInto("t", Col("t.id") == Col("u.id")).WhenNotMatchedBySource().Delete().Merge();
        Assert.Equal(["1|x|11", "2|NULL|7", "5|z|55", "6|NULL|7"], Sorted(Session.Table("t")));
    }

    [Fact]
    public void A_merge_may_add_columns()
    {
        Session.Sql("create table t (id int, n int)");
        Session.Sql("insert into t values (1, 10), (2, 20)");
        var updates = Session.Sql("select 1 id, 'new' note union all select 3, 'more'").As("u");
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Class(() => updates.MergeInto("t", Col("t.id") == Col("u.id")).WhenMatched().UpdateAll().Merge()));
        updates.MergeInto("t", Col("t.id") == Col("u.id")).WithSchemaEvolution().WhenMatched().UpdateAll().WhenNotMatched().InsertAll().Merge();
        Assert.Equal(["1|10|new", "2|20|NULL", "3|NULL|more"], Sorted(Session.Table("t")));
    }

    [Fact]
    public void What_a_merge_cannot_mean_is_an_error()
    {
        Rows((1, "a", 10)).WriteTo("t").Create();
        var twice = Rows((1, "x", 1), (1, "y", 2)).As("u");
        Assert.Equal("MERGE_CARDINALITY_VIOLATION", Class(() => twice.MergeInto("t", Col("t.id") == Col("u.id")).WhenMatched().UpdateAll().Merge()));
        Assert.Equal(["1|a|10"], Sorted(Session.Table("t")));
        Assert.Equal("INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST", Class(() => twice.MergeInto("t", Col("t.id") == Col("u.id")).WhenMatched().Update(new Dictionary<string, Column> { ["n"] = Col("u.part") }).Merge()));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Class(() => twice.MergeInto("t", Col("t.id") == Col("u.id")).WhenMatched().Update(new Dictionary<string, Column> { ["m"] = Lit(1) }).Merge()));
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Class(() => twice.MergeInto("none", Lit(true)).WhenMatched().Delete().Merge()));
        Assert.Throws<InvalidOperationException>(() => twice.MergeInto("t", Lit(true)).Merge());
        twice.MergeInto("t", Col("t.id") == Col("u.id")).WhenMatched().Delete().Merge();
        Assert.Empty(Session.Table("t").Collect());
    }

    [Fact]
    public void Lines_are_written_and_read()
    {
        Session.Sql("select 'a' value union all select 'b'").Write.Text(Path("lines"));
        Assert.Equal(["a", "b"], Sorted(Session.Read.Text(Path("lines"))));
    }
}
