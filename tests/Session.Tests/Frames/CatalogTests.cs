using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests.Frames;

public class CatalogTests : Sessions
{
    private Catalog Catalog => Session.Catalog;

    private static string Class(Action work) => Assert.Throws<SpindleException>(work).ErrorClass.Name;

    [Fact]
    public void Databases_are_made_listed_and_dropped()
    {
        Catalog.CreateDatabase("shop", properties: new Dictionary<string, string> { ["comment"] = "goods" });
        Catalog.CreateDatabase("shop", ifNotExists: true);
        Assert.Equal("SCHEMA_ALREADY_EXISTS", Class(() => Catalog.CreateDatabase("shop")));
        Assert.Equal(["shop"], Catalog.ListDatabases("s*").Select(d => d.Name));
        Assert.Equal(("shop", "spark_catalog", "goods"), (Catalog.GetDatabase("shop").Name, Catalog.GetDatabase("shop").Catalog, Catalog.GetDatabase("shop").Description));
        Assert.True(Catalog.DatabaseExists("shop"));
        Session.Range(1).Write.SaveAsTable("shop.t");
        Assert.Equal("SCHEMA_NOT_EMPTY", Class(() => Catalog.DropDatabase("shop")));
        Catalog.DropDatabase("shop", cascade: true);
        Assert.False(Catalog.DatabaseExists("shop"));
        Assert.Equal("SCHEMA_NOT_FOUND", Class(() => Catalog.GetDatabase("shop")));
        Catalog.DropDatabase("shop", ifExists: true);
        Assert.Throws<ArgumentException>(() => Catalog.CreateDatabase("x", properties: new Dictionary<string, string> { ["colour"] = "red" }));
    }

    [Fact]
    public void There_is_one_catalog()
    {
        Assert.Equal("spark_catalog", Catalog.CurrentCatalog);
        Catalog.SetCurrentCatalog("spark_catalog");
        Assert.Equal("CATALOG_NOT_FOUND", Class(() => Catalog.SetCurrentCatalog("other")));
        Assert.Equal(["spark_catalog"], Catalog.ListCatalogs().Select(c => c.Name));
        Assert.Empty(Catalog.ListCatalogs("x*"));
    }

    [Fact]
    public void Tables_and_views_are_listed_with_what_they_are()
    {
        Session.Sql("create table t (id int comment 'the key', p string) using parquet partitioned by (p) comment 'rows'");
        Session.Sql("create view v as select 1 one");
        Session.Range(1).CreateOrReplaceTempView("temp");
        Assert.Equal([("t", "MANAGED"), ("v", "VIEW"), ("temp", "TEMPORARY")], Catalog.ListTables().Select(t => (t.Name, t.TableType)));
        Assert.Equal(["t", "temp"], Catalog.ListTables(pattern: "t*").Select(t => t.Name));
        Assert.Equal(["v", "temp"], Catalog.ListViews().Select(t => t.Name));
        Assert.Equal(("rows", false), (Catalog.GetTable("t").Description, Catalog.GetTable("default.t").IsTemporary));
        Assert.True(Catalog.GetTable("temp").IsTemporary);
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Class(() => Catalog.GetTable("none")));
        Assert.Equal([new ColumnInfo("id", "the key", "int", true, false), new ColumnInfo("p", null, "string", true, true)], Catalog.ListColumns("t"));
        Assert.Equal(["one"], Catalog.ListColumns("v", "default").Select(c => c.Name));
        Assert.True(Catalog.TableExists("t", "default"));
        Assert.StartsWith("CREATE TABLE", Catalog.GetCreateTableString("t"), StringComparison.Ordinal);
        Catalog.DropView("v");
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Class(() => Catalog.DropView("v")));
        Catalog.DropView("v", ifExists: true);
        Catalog.DropTable("t", purge: true);
        Assert.False(Catalog.TableExists("t"));
        Catalog.DropTable("t", ifExists: true);
    }

    [Fact]
    public void Tables_are_made_of_files_or_empty()
    {
        Session.Range(3).Write.Parquet(Path("files"));
        Assert.Equal(3, Catalog.CreateExternalTable("outside", Path("files"), "parquet").Count());
        Assert.Equal("EXTERNAL", Catalog.GetTable("outside").TableType);
        var made = Catalog.CreateTable("inside", schema: new StructType([new Field("a", DataType.Int)]), description: "numbers");
        Assert.Equal(0, made.Count());
        Session.Sql("insert into inside values (1), (2)");
        Catalog.AnalyzeTable("inside");
        Assert.Equal("2", Catalog.GetTableProperties("inside")["spark.sql.statistics.numRows"]);
        Assert.True(int.Parse(Catalog.GetTableProperties("inside")["spark.sql.statistics.totalSize"], System.Globalization.CultureInfo.InvariantCulture) > 0);
        Catalog.TruncateTable("inside");
        Assert.Equal(0, Session.Table("inside").Count());
        Assert.Equal("NOT_A_PARTITIONED_TABLE", Class(() => Catalog.RecoverPartitions("inside")));
        Assert.Equal("TABLE_OR_VIEW_ALREADY_EXISTS", Class(() => Catalog.CreateTable("inside")));
    }

    [Fact]
    public void Kept_tables_are_known_and_forgotten()
    {
        Session.Range(3).Write.SaveAsTable("t");
        Assert.False(Catalog.IsCached("t"));
        Catalog.CacheTable("t", StorageLevel.DiskOnly);
        Assert.True(Catalog.IsCached("t"));
        Assert.Equal(3, Session.Table("t").Count());
        Catalog.RefreshTable("t");
        Assert.False(Catalog.IsCached("t"));
        Catalog.CacheTable("t");
        Catalog.UncacheTable("t");
        Assert.False(Catalog.IsCached("t"));
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Class(() => Catalog.IsCached("none")));
        Session.Range(3).Write.Parquet(Path("files"));
        var frame = Session.Read.Parquet(Path("files")).Cache();
        Catalog.RefreshByPath(Path("elsewhere"));
        Assert.Equal(StorageLevel.MemoryAndDisk, frame.StorageLevel);
        Catalog.RefreshByPath(Path("files"));
        Assert.Equal(StorageLevel.None, frame.StorageLevel);
    }

    [Fact]
    public void Functions_are_found()
    {
        Catalog.RegisterFunction("twice", (int n) => n * 2);
        Session.Sql("create temporary function plus_one(x int) returns int return x + 1");
        Assert.True(Catalog.FunctionExists("twice"));
        Assert.True(Catalog.FunctionExists("upper", "default"));
        Assert.True(Catalog.FunctionExists("plus_one"));
        Assert.False(Catalog.FunctionExists("none"));
        Assert.Equal(["approx_count_distinct"], Catalog.ListFunctions(pattern: "approx_count*").Select(f => f.Name));
        Assert.Equal("upper", Catalog.GetFunction("upper").Name);
        Assert.Equal("ROUTINE_NOT_FOUND", Class(() => Catalog.GetFunction("none")));
        Assert.Equal(["4"], Sorted(Session.Sql("select twice(2)")));
    }
}
