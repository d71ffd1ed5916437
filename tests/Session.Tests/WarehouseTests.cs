using Spindle.Columnar.Errors;

namespace Spindle.Sql.Tests;

/// <summary>Tables, views and databases outlive the session that made them.</summary>
public class WarehouseTests : Sessions
{
    private Session Another() => Session.Builder().Master("local[2]").Config("spark.sql.warehouse.dir", Path("warehouse")).Create();

    private static string[] Rows(Session session, string sql) => Sorted(session.Sql(sql));

    [Fact]
    public void Tables_are_there_in_the_next_session()
    {
        Session.Sql("create table Sales (id int not null comment 'key', `odd name` string, parts struct<`a b`: array<int>, m: map<string, decimal(5,2)>>, day date) using parquet partitioned by (day) comment 'all of them'");
        Session.Sql("insert into sales values (1, 'x', named_struct('a b', array(1, 2), 'm', map('k', 1.5)), date'2024-01-01')");
        Session.Range(3).Write.SaveAsTable("numbers");

        using var next = Another();
        Assert.Equal(["numbers", "Sales"], next.Catalog.ListTables().Select(t => t.Name).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(Session.Table("sales").Schema, next.Table("SALES").Schema);
        Assert.Equal(["1|x|1|1.50"], Rows(next, "select id, `odd name`, parts.`a b`[0], parts.m['k'] from sales where day = date'2024-01-01'"));
        Assert.Equal("key", next.Sql("describe sales").Where("col_name = 'id'").First()!.Get<string>("comment"));
        next.Sql("insert into numbers values (7)");
        Assert.Equal(["0", "1", "2", "7"], Rows(Session, "select * from numbers"));
    }

    [Fact]
    public void Views_and_databases_are_there_too()
    {
        Session.Sql("create database shop");
        Session.Sql("create table shop.t using csv as select 1 as a");
        Session.Sql("create view shop.v (b) as select a + 1 from shop.t");

        using var next = Another();
        Assert.Equal(["default", "shop"], next.Catalog.ListDatabases().Select(d => d.Name));
        Assert.Equal(["2"], Rows(next, "select b from shop.v"));
        next.Sql("drop database shop cascade");
        Assert.Equal(["default"], Session.Catalog.ListDatabases().Select(d => d.Name));
        Assert.Empty(Directory.GetFiles(Path("warehouse"), "*.csv", SearchOption.AllDirectories));
    }

    [Fact]
    public void Sessions_beside_each_other_see_changes()
    {
        using var other = Another();
        Assert.False(other.Catalog.TableExists("t"));
        Session.Sql("create table t using parquet as select 1 as a");
        Assert.Equal(["1"], Rows(other, "select a from t"));
        Session.Sql("create or replace table t using json as select 'x' as b");
        Assert.Equal(["x"], Rows(other, "select b from t"));
        other.Sql("drop table t");
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Assert.Throws<SpindleException>(() => Session.Table("t")).ErrorClass.Name);
        Assert.False(Directory.Exists(Path("warehouse/t")));
    }

    [Fact]
    public void A_table_elsewhere_keeps_its_files_when_dropped()
    {
        Session.Sql($"create table t using parquet location '{Path("elsewhere")}' as select 5 as a");
        using var next = Another();
        Assert.Equal(["5"], Rows(next, "select a from t"));
        next.Sql("drop table t");
        Assert.Equal(["5"], Sorted(next.Read.Parquet(Path("elsewhere"))));
    }

    [Fact]
    public void A_damaged_entry_is_named()
    {
        Session.Sql("create table t using parquet as select 1 as a");
        var file = Directory.GetFiles(Path("warehouse/.catalog"), "t.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(file, "{ \"Kind\": \"tab");
        using var next = Another();
        var error = Assert.Throws<SpindleException>(() => next.Table("t"));
        Assert.Equal("SPINDLE_CATALOG_UNREADABLE", error.ErrorClass.Name);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], Rows(next, "select 1"));
    }
}
