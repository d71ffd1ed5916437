using System.Globalization;
using Spindle.Testing;
using Spindle.Tpch.Tables;
using Spindle.Tpch.Tbl;

namespace Spindle.Tpch.Tests;

/// <summary>The text output is compared, byte for byte through md5, with what the benchmark's own generator writes.</summary>
public class TblOutputTests
{
    [Theory]
    [InlineData("0.01", 1)]
    [InlineData("0.01", 3)]
    [InlineData("0.1", 2)]
    public void Equals_the_reference_sums(string scale, int threads) => AssertEqualsReference(scale, threads);

    [Fact]
    public void Equals_the_reference_sums_at_scale_1()
    {
        if (TestTiers.Choose(true, false, false))
            return;
        AssertEqualsReference("1", 2);
    }

    private static void AssertEqualsReference(string scale, int threads)
    {
        var sums = ReferenceSum.At(scale).ToList();
        Assert.True(sums.Count is 0 or 8);
        foreach (var expected in sums)
        {
            using var output = new Md5Stream();
            TblWriter.Write(TableAt(scale, expected.Table), output, threads);
            Assert.Equal((expected.Table, expected.Bytes, expected.Md5), (expected.Table, output.Length, output.Md5));
        }
    }

    private static Table TableAt(string scale, string name) =>
        TpchTables.Find(name, new Scale(double.Parse(scale, CultureInfo.InvariantCulture)))!;
}
