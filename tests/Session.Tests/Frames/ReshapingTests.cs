using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests.Frames;

/// <summary>Frames in another shape: columns as rows, rows as columns, columns by patterns and schemas.</summary>
public class ReshapingTests : Sessions
{
    private DataFrame Numbers() => Session.CreateDataFrame([new object?[] { 1, 11, 1.1 }, [2, 12, null]], "id INT, int INT, double DOUBLE");

    private static string Class(Action work) => Assert.Throws<SpindleException>(work).ErrorClass.Name;

    [Fact]
    public void Unpivot_stands_columns_below_one_another()
    {
        var turned = Numbers().Unpivot(["id"], ["int", "double"], "var", "val");
        Assert.Equal(["id", "var", "val"], turned.Columns);
        Assert.Equal(["1|double|1.1", "1|int|11", "2|double|NULL", "2|int|12"], Sorted(turned));
        Assert.Equal(Sorted(turned), Sorted(Numbers().Melt(["id"], null, "var", "val")));
        Assert.Equal(["int|11", "int|12"], Sorted(Numbers().Unpivot([], ["int"], "var", "val")));
        Assert.Equal("UNPIVOT_REQUIRES_VALUE_COLUMNS", Class(() => Numbers().Unpivot(["id", "int", "double"], null, "var", "val")));
        Assert.Equal("UNPIVOT_VALUE_DATA_TYPE_MISMATCH", Class(() => Session.Sql("select 1 id, 2 a, 'x' b, date'2020-01-01' c").Unpivot(["id"], ["a", "c"], "var", "val")));
    }

    [Fact]
    public void Transpose_lays_rows_side_by_side()
    {
        var frame = Session.CreateDataFrame([new object?[] { "B", 3L, 4 }, ["A", 1L, 2], [null, 9L, 9], ["C", null, 6]], "name STRING, x BIGINT, y INT");
        var turned = frame.Transpose();
        Assert.Equal(["key", "A", "B", "C"], turned.Columns);
        Assert.Equal([("A", "bigint")], turned.DTypes.Where(t => t.Name == "A"));
        Assert.Equal(["x|1|3|NULL", "y|2|4|6"], turned.Collect().Select(r => string.Join("|", r.Select(v => v ?? "NULL"))));
        Assert.Equal(["key", "2", "4", "6", "9"], frame.Select("y", "x").Transpose("y").Columns);
        Assert.Equal(["key"], frame.Select("name").Transpose().Columns);
        Assert.Equal(["x", "y"], Sorted(frame.Limit(0).Transpose()));
        Assert.Equal("TRANSPOSE_NO_LEAST_COMMON_TYPE", Class(() => Session.Sql("select 1 i, 2 a, date'2020-01-01' b").Transpose()));
        Assert.Equal("TRANSPOSE_INVALID_INDEX_COLUMN", Class(() => Session.Sql("select array(1) i, 2 a").Transpose()));
        Session.Conf.Set("spark.sql.transposeMaxValues", "2");
        Assert.Equal("TRANSPOSE_EXCEED_ROW_LIMIT", Class(() => frame.Transpose()));
    }

    [Fact]
    public void Columns_by_pattern_and_schema()
    {
        var frame = Session.Sql("select 1 price_a, 2 Price_B, 3 other, named_struct('x', 1, 'y', 'v') s");
        Assert.Equal(["price_a", "Price_B"], frame.Select(frame.ColRegex("`price_.*`")).Columns);
        Assert.Equal(["other"], frame.Select(frame.ColRegex("other")).Columns);
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Class(() => frame.Select(frame.ColRegex("`none.*`"))));

        var fitted = frame.To("s STRUCT<y: STRING, x: BIGINT>, PRICE_A DOUBLE");
        Assert.Equal([("s", "struct<y:string,x:bigint>"), ("PRICE_A", "double")], fitted.DTypes);
        Assert.Equal(["[v, 1]|1"], Sorted(fitted));
        Assert.Equal(["1"], Sorted(Session.Sql("select array(named_struct('a', 1, 'b', 2)) l").To("l ARRAY<STRUCT<a: BIGINT>>").Select(Col("l")[0].GetField("a"))));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Class(() => frame.To("missing INT")));
        Assert.Equal("INVALID_COLUMN_OR_FIELD_DATA_TYPE", Class(() => Session.Sql("select 'a' t").To("t INT")));
        Assert.Equal("NULLABLE_COLUMN_OR_FIELD", Class(() => Numbers().To("int INT NOT NULL")));
    }

    [Fact]
    public void Columns_are_renamed_dropped_and_zipped()
    {
        var frame = Numbers();
        Assert.Equal(["key", "int", "d"], frame.WithColumnsRenamed(new Dictionary<string, string> { ["ID"] = "key", ["double"] = "d", ["none"] = "x" }).Columns);
        Assert.Equal(["id", "int", "double", "a"], frame.WithColumns(new Dictionary<string, Column> { ["a"] = Lit(1), ["int"] = Lit(2) }).Columns);
        var other = Session.CreateDataFrame([new object?[] { 1, "x" }], "id INT, t STRING");
        Assert.Equal(["id", "int", "double", "t"], frame.Join(other, frame["id"] == other["id"]).Drop(other["id"]).Columns);
        Assert.Equal(["1|11|1.1|12", "2|12|NULL|13"], Sorted(frame.Zip(frame.Select((Col("int") + 1).As("more")))));
        Assert.Equal(["11|1", "12|2"], Sorted(frame.Select("int").Zip(frame.Select("id"))));
        Assert.Equal("ZIP_PLANS_NOT_MERGEABLE", Class(() => frame.Zip(other)));
        Assert.Equal("ZIP_PLANS_NOT_MERGEABLE", Class(() => frame.Zip(frame.Select(Explode(Array("id", "int"))))));
        Assert.Equal(["0", "1"], Sorted(frame.ZipWithIndex().Select("index")));
        Assert.Equal(["id", "int", "double", "n"], frame.ZipWithIndex("n").Columns);
        Assert.Equal(["{\"id\":1,\"int\":11,\"double\":1.1}", "{\"id\":2,\"int\":12}"], Sorted(frame.ToJson()));
    }

    [Fact]
    public void Struct_fields_are_edited()
    {
        var frame = Session.Sql("select named_struct('a', 1, 'b', named_struct('c', 2, 'd', 3)) s union all select null");
        Assert.Equal(["NULL", "[1, [2, 3], 9]"], Sorted(frame.Select(Col("s").WithField("e", Lit(9)))));
        Assert.Equal(["NULL", "[1, [7, 3]]"], Sorted(frame.Select(Col("s").WithField("b.c", Lit(7)))));
        Assert.Equal(["NULL", "[1, [2]]"], Sorted(frame.Select(Col("s").DropFields("b.d", "none"))));
        Assert.Equal(["NULL", "[5]"], Sorted(frame.Select(Col("s").DropFields("b").WithField("a", Lit(5)))));
        Assert.Equal("DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS", Class(() => frame.Select(Col("s").DropFields("a", "b"))));
        Assert.Equal("FIELD_NOT_FOUND", Class(() => frame.Select(Col("s").WithField("x.y", Lit(1)))));
        Assert.Equal("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", Class(() => frame.Select(Lit(1).WithField("a", Lit(1)))));
    }

    [Fact]
    public void Nulls_are_dropped_filled_and_replaced()
    {
        var frame = Session.CreateDataFrame([new object?[] { 10, 80.5, "Alice", null }, [5, null, "Bob", null], [null, null, "Tom", null], [null, null, null, true]], "age INT, height DOUBLE, name STRING, bool BOOLEAN");
        Assert.Equal(["10|80.5|Alice|NULL"], Sorted(frame.DropNa(threshold: 3)));
        Assert.Equal(2, frame.DropNa("any", 2).Count());
        Assert.Equal(3, frame.DropNa("all", null, "name", "age").Count());
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Class(() => frame.DropNa("any", null, "agee")));
        Assert.Equal(["10|80.5|Alice|NULL", "50|50|NULL|True", "50|50|Tom|NULL", "5|50|Bob|NULL"], Sorted(frame.FillNa(50L)));
        Assert.Equal(["10|80.5|Alice|NULL", "50|NULL|Tom|NULL", "50|NULL|unknown|True", "5|NULL|Bob|NULL"], Sorted(frame.Na.Fill(new Dictionary<string, object> { ["age"] = 50, ["name"] = "unknown" })));
        Assert.Equal(["20|80.5|Alice|NULL", "5|NULL|Bob|NULL", "NULL|NULL|NULL|True", "NULL|NULL|Tom|NULL"], Sorted(frame.Replace(10, 20)));
        Assert.Equal(["10|80.5|A|NULL", "5|NULL|B|NULL", "NULL|NULL|NULL|True", "NULL|NULL|Tom|NULL"], Sorted(frame.Replace(new Dictionary<string, string> { ["Alice"] = "A", ["Bob"] = "B" }, "name")));
    }
}
