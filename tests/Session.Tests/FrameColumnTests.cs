using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests;

/// <summary>Columns of a DataFrame, <c>frame["a"]</c>, in joins and in what is made of the frame.</summary>
public class FrameColumnTests : Sessions
{
    private DataFrame People() => Session.CreateDataFrame([new object?[] { 1, "ann", 2 }, [2, "bob", null], [3, "cid", 2]], "id INT, name STRING, boss INT");

    private DataFrame Pay() => Session.CreateDataFrame([new object?[] { 1, 10 }, [2, 20]], "id INT, pay INT");

    [Fact]
    public void A_join_tells_sides_apart_by_their_frames()
    {
        DataFrame people = People(), pay = Pay();
        Assert.Equal(["ann|10", "bob|20"], Sorted(people.Join(pay, people["id"] == pay["id"]).Select(people["name"], pay["pay"])));
        Assert.Equal(["1|NULL|NULL", "2|2|20"], Sorted(people.Where(Col("id") < 3).Join(pay, people["id"] == pay["id"] & pay["pay"] > 10, "left").Select(people["id"], pay["id"], Col("pay"))));
    }

    [Fact]
    public void A_column_stays_the_frames_in_what_is_made_of_it()
    {
        DataFrame people = People(), pay = Pay();
        var joined = people.Where(people["boss"].IsNotNull()).OrderBy(people["name"]).Join(pay.Where(pay["pay"] > 5).Distinct(), people["id"] == pay["id"], "left");
        Assert.Equal(["1|ann|1", "3|cid|NULL"], Sorted(joined.Where(people["id"] > 0).OrderBy(pay["id"]).Select(people["id"], people["name"], pay["id"])));
        Assert.Equal(["1|10", "2|NULL"], Sorted(joined.GroupBy(people["boss"]).Agg(Sum(pay["pay"]).As("sum")).Select(Col("boss") - 1, Col("sum")).Union(Session.Sql("select 2, null"))));
        Assert.Equal(["ann", "bob", "cid"], people.Select(people["name"]).OrderBy(people["name"]).ToLocal<string>());
        Assert.Equal(["2", "NULL"], Sorted(people.Select(people["boss"]).Distinct()));
    }

    [Fact]
    public void Three_frames_are_joined_in_a_row()
    {
        DataFrame people = People(), pay = Pay(), names = Session.CreateDataFrame([new object?[] { 1, "one" }, [3, "three"]], "id INT, name STRING");
        var all = people.Join(pay, people["id"] == pay["id"], "full").Join(names, people["id"] == names["id"]);
        Assert.Equal(["ann|10|one", "cid|NULL|three"], Sorted(all.Select(people["name"], pay["pay"], names["name"])));
    }

    [Fact]
    public void A_frame_joined_with_itself_wants_aliases()
    {
        var people = People();
        var error = Assert.Throws<SpindleException>(() => people.Join(people, people["boss"] == people["id"]));
        Assert.Equal(("AMBIGUOUS_COLUMN_REFERENCE", "42702"), (error.ErrorClass.Name, error.SqlState));
        var late = people.Where(Col("id") > 1);
        Assert.Equal("AMBIGUOUS_COLUMN_REFERENCE", Assert.Throws<SpindleException>(() => people.Join(late, people["id"] == late["boss"])).ErrorClass.Name);

        DataFrame staff = people.As("staff"), bosses = people.As("bosses");
        Assert.Equal(["ann|bob", "cid|bob"], Sorted(staff.Join(bosses, staff["boss"] == bosses["id"]).Select(staff["name"], bosses["name"])));
        Assert.Equal(["ann|bob", "cid|bob"], Sorted(staff.Join(bosses, Col("staff.boss") == Col("bosses.id")).Select("staff.name", "bosses.name")));
    }

    [Fact]
    public void A_column_that_is_left_out_cannot_be_meant()
    {
        DataFrame people = People(), pay = Pay();
        Assert.Equal("CANNOT_RESOLVE_DATAFRAME_COLUMN", Assert.Throws<SpindleException>(() => people.WithColumn("id", Lit(0)).Where(people["id"] == 1)).ErrorClass.Name);
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Assert.Throws<SpindleException>(() => people.Select(people["nam"])).ErrorClass.Name);
        // A frame that is no part of the query leaves its name.
        Assert.Equal(["1", "2"], Sorted(pay.Select(people["id"])));
    }

    [Fact]
    public void Kept_rows_are_the_frames_still()
    {
        DataFrame people = People().Cache(), pay = Pay();
        Assert.Equal(["ann|10", "bob|20"], Sorted(people.Join(pay, people["id"] == pay["id"]).Select(people["name"], pay["pay"])));
    }
}
