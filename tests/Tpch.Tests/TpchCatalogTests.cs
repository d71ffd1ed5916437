using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Tpch.Sources;

namespace Spindle.Tpch.Tests;

public class TpchCatalogTests
{
    private static readonly TpchCatalog Catalog = new(new Scale(0.5));

    [Theory]
    [InlineData("tpch.lineitem", 0.5)]
    [InlineData("TPCH.LineItem", 0.5)]
    [InlineData("tpch.sf10.lineitem", 10)]
    [InlineData("tpch.SF0_01.lineitem", 0.01)]
    public void Names_give_tables(string name, double scale)
    {
        var entry = Assert.IsType<TableEntry>(Catalog.Find(name.Split('.').ToValueList(), []));
        Assert.Equal(scale, Assert.IsType<TpchTable>(entry.Table).Scale.Factor);
    }

    [Theory]
    [InlineData("lineitem")]
    [InlineData("tpch.lineitems")]
    [InlineData("other.lineitem")]
    [InlineData("tpch.sf0.lineitem")]
    [InlineData("tpch.sfx.lineitem")]
    [InlineData("tpch.lineitem.x.y")]
    public void Other_names_give_nothing(string name) => Assert.Null(Catalog.Find(name.Split('.').ToValueList(), []));

    [Fact]
    public void The_scale_option_overrides_the_default()
    {
        var entry = Catalog.Find(["tpch", "part"], [new("Scale", "2.5")]);
        Assert.Equal(2.5, ((TpchTable)((TableEntry)entry!).Table).Scale.Factor);
    }

    [Theory]
    [InlineData("big")]
    [InlineData("-1")]
    [InlineData("30000")]
    [InlineData("NaN")]
    public void A_bad_scale_is_the_users_error(string scale)
    {
        var error = Assert.Throws<SpindleException>(() => Catalog.Find(["tpch", "part"], [new("scale", scale)]));
        Assert.Equal(("INVALID_CONF_VALUE.REQUIREMENT", "22022"), (error.ErrorClass.Name, error.SqlState));
        Assert.Contains(scale, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_tables_are_listed() => Assert.Equal(
        ["tpch.customer", "tpch.lineitem", "tpch.nation", "tpch.orders", "tpch.part", "tpch.partsupp", "tpch.region", "tpch.supplier"],
        Catalog.Names().Order(StringComparer.Ordinal));
}
