using Spindle.Columnar.Numerics;

namespace Spindle.Columnar.Tests.Numerics;

public class DecimalTypeRulesTests
{
    [Theory]
    [InlineData("+", 28, 3, 13, 1, 29, 3)]
    [InlineData("-", 37, 36, 22, 5, 38, 20)]
    [InlineData("*", 13, 8, 10, 4, 24, 12)]
    [InlineData("*", 10, 8, 38, 17, 38, 14)]
    [InlineData("*", 37, 1, 24, 7, 38, 6)]
    [InlineData("/", 38, 32, 4, 3, 38, 29)]
    [InlineData("/", 33, 4, 6, 4, 38, 6)]
    [InlineData("/", 4, 0, 33, 1, 38, 33)]
    [InlineData("%", 12, 1, 1, 0, 2, 1)]
    [InlineData("%", 30, 11, 8, 4, 15, 11)]
    [InlineData("widen", 12, 12, 36, 1, 38, 3)]
    [InlineData("widen", 26, 4, 16, 15, 37, 15)]
    public void Result_types_are_those_that_Spark_gives(string operation, int p1, int s1, int p2, int s2, int precision, int scale)
    {
        var (left, right) = (new DecimalShape(p1, s1), new DecimalShape(p2, s2));
        var result = operation switch
        {
            "+" or "-" => DecimalTypeRules.Add(left, right),
            "*" => DecimalTypeRules.Multiply(left, right),
            "/" => DecimalTypeRules.Divide(left, right),
            "%" => DecimalTypeRules.Remainder(left, right),
            _ => DecimalTypeRules.Widen(left, right),
        };
        Assert.Equal(new DecimalShape(precision, scale), result);
    }

    [Fact]
    public void Without_precision_loss_both_parts_are_cut_at_38()
    {
        Assert.Equal(new DecimalShape(38, 36), DecimalTypeRules.Multiply(new(38, 18), new(38, 18), allowPrecisionLoss: false));
        Assert.Equal(new DecimalShape(38, 18), DecimalTypeRules.Divide(new(38, 18), new(38, 18), allowPrecisionLoss: false));
    }

    [Fact]
    public void Sums_gain_ten_digits_and_averages_four()
    {
        Assert.Equal(new DecimalShape(25, 2), DecimalTypeRules.Sum(new(15, 2)));
        Assert.Equal(new DecimalShape(19, 6), DecimalTypeRules.Average(new(15, 2)));
        Assert.Equal(new DecimalShape(38, 30), DecimalTypeRules.Average(new(36, 26)));
    }
}
