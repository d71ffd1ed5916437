using System.Globalization;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using static Spindle.Functions.Tests.Evaluation.EvaluationFixture;

namespace Spindle.Functions.Tests.Evaluation;

/// <summary>The short ways of arithmetic, rounding and comparison of numbers, over random forms and selections, against exact code.</summary>
public class NumberKernelTests
{
    private const int Rows = 300;

    [Theory]
    [InlineData(12, 2, 12, 2)]
    [InlineData(18, 0, 18, 0)]
    [InlineData(9, 4, 18, 1)]
    [InlineData(7, 3, 5, 5)]
    [InlineData(18, 9, 3, 0)]
    public void Quotients_and_remainders_of_decimals_of_64_bits(int precision, int scale, int otherPrecision, int otherScale)
    {
        using var fixture = new EvaluationFixture(41);
        var (left, right) = (new DecimalType(precision, scale), new DecimalType(otherPrecision, otherScale));
        for (var round = 0; round < 6; round++)
        {
            var (a, b) = (Decimals(fixture.Chance, precision), Decimals(fixture.Chance, otherPrecision));
            foreach (var operation in new[] { ArithmeticOperator.Divide, ArithmeticOperator.Remainder })
            {
                var shapes = (new DecimalShape(precision, scale), new DecimalShape(otherPrecision, otherScale));
                var shape = operation == ArithmeticOperator.Divide ? DecimalTypeRules.Divide(shapes.Item1, shapes.Item2) : DecimalTypeRules.Remainder(shapes.Item1, shapes.Item2);
                var type = new DecimalType(shape.Precision, shape.Scale);
                var expression = new Arithmetic(operation, Column(0, left), Column(1, right), type, EvaluationMode.Try);
                fixture.Compare(expression, row => a[row] is Int128 x && b[row] is Int128 y && y != 0
                    && (operation == ArithmeticOperator.Divide ? DecimalArithmetic.TryDivide(x, scale, y, otherScale, type.Precision, type.Scale, out var value)
                        : DecimalArithmetic.TryRemainder(x, scale, y, otherScale, type.Precision, type.Scale, out value)) ? value : null, (left, a), (right, b));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Doubles_are_rounded_by_the_digits_they_print_with(int digits)
    {
        using var fixture = new EvaluationFixture(42);
        var chance = fixture.Chance;
        for (var round = 0; round < 20; round++)
        {
            var values = Enumerable.Range(0, Rows).Select(_ => chance.Next(20) == 0 ? null : (object?)(chance.Next(6) switch
            {
                0 => chance.Next(-9999, 9999) / 1000.0 + 0.0005,
                1 => chance.Next(-99999, 99999) / 8.0,
                2 => (chance.NextDouble() - 0.5) * 1e12,
                3 => double.Parse(string.Create(CultureInfo.InvariantCulture, $"{chance.Next(-999, 999)}.{chance.Next(99)}5"), CultureInfo.InvariantCulture),
                4 => (chance.NextDouble() - 0.5) * Math.Pow(10, -digits),
                _ => (double)chance.Next(-5, 5),
            })).ToArray();
            foreach (var (function, midpoint) in new[] { ("round", MidpointRounding.AwayFromZero), ("bround", MidpointRounding.ToEven) })
            {
                fixture.Compare(Function(function, DataType.Double, Column(0, DataType.Double), Literal.Of(digits)),
                    row => values[row] is double value ? Rounded(value, digits, midpoint) : null,
                    (DataType.Double, values));
            }
        }
    }

    [Theory]
    [InlineData("round", 1, MidpointRounding.AwayFromZero)]
    [InlineData("bround", 1, MidpointRounding.ToEven)]
    [InlineData("floor", 0, MidpointRounding.ToNegativeInfinity)]
    [InlineData("ceil", 0, MidpointRounding.ToPositiveInfinity)]
    public void Decimals_are_rounded(string function, int digits, MidpointRounding midpoint)
    {
        using var fixture = new EvaluationFixture(43);
        var from = new DecimalType(12, 3);
        var to = new DecimalType(11, digits);
        var values = Decimals(fixture.Chance, 12);
        Expression[] more = digits > 0 ? [Literal.Of(digits)] : [];
        fixture.Compare(Function(function, to, [Column(0, from), .. more]),
            row => values[row] is Int128 value ? (Int128)(Math.Round((decimal)value / 1000m, digits, midpoint) * (digits > 0 ? 10m : 1m)) : null, (from, values));
    }

    [Fact]
    public void Greatest_and_least_pass_over_nulls()
    {
        using var fixture = new EvaluationFixture(44);
        var chance = fixture.Chance;
        Check(DataType.Int, () => chance.Next(-9, 9));
        Check(DataType.Long, () => (long)chance.Next(-9, 9) << 40);
        Check(DataType.Double, () => chance.Next(5) == 0 ? double.NaN : chance.Next(-9, 9) / 2.0);
        Check(new DecimalType(30, 2), () => (Int128)chance.Next(-9, 9) << 80);
        Check(DataType.String, () => ByteString.Of($"text {chance.Next(9)}"));

        void Check(DataType type, Func<object> value)
        {
            for (var round = 0; round < 4; round++)
            {
                var columns = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, Rows).Select(_ => round > 0 && chance.Next(3) == 0 ? null : value()).ToArray()).ToArray();
                var given = columns.Select(c => (type, c)).ToArray();
                var arguments = columns.Select((_, i) => (Expression)Column(i, type)).ToArray();
                var order = Scalars.Nested.BoxedOrder.Instance;
                fixture.Compare(Function("greatest", type, arguments), row => columns.Select(c => c[row]).Where(v => v is not null).Max(order), given);
                fixture.Compare(Function("least", type, arguments), row => columns.Select(c => c[row]).Where(v => v is not null).Min(order), given);
            }
        }
    }

    [Fact]
    public void Opposites_and_sizes()
    {
        using var fixture = new EvaluationFixture(45);
        var chance = fixture.Chance;
        var ints = Enumerable.Range(0, Rows).Select(_ => chance.Next(5) == 0 ? null : (object?)chance.Next(-9, 9)).ToArray();
        fixture.Compare(Function("negative", DataType.Int, Column(0, DataType.Int)), row => ints[row] is int value ? -value : null, (DataType.Int, ints));
        fixture.Compare(Function("abs", DataType.Int, Column(0, DataType.Int)), row => ints[row] is int value ? Math.Abs(value) : null, (DataType.Int, ints));
        var type = new DecimalType(12, 2);
        var decimals = Decimals(chance, 12);
        fixture.Compare(Function("abs", type, Column(0, type)), row => decimals[row] is Int128 value ? Int128.Abs(value) : null, (type, decimals));
        var raising = new Call("negative", "negative", [Column(0, DataType.Long)], DataType.Long, true, FunctionTraits.CanRaise);
        var batch = fixture.FlatBatch((DataType.Long, [1L, null, long.MinValue, 3L]));
        Assert.Throws<Columnar.Errors.SpindleException>(() => fixture.Evaluate(raising, batch));
        batch.Release();
    }

    private static double Rounded(double value, int digits, MidpointRounding midpoint)
    {
        var printed = decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.Parse(Math.Round(printed, digits, midpoint).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static object?[] Decimals(Random chance, int precision)
    {
        var limit = (long)Int128.CreateChecked(Math.Pow(10, Math.Min(precision, 18)));
        return [.. Enumerable.Range(0, Rows).Select(_ => chance.Next(12) switch
        {
            0 => null,
            1 => (object)(Int128)0,
            2 => (Int128)(limit - 1),
            3 => -(Int128)(limit - 1),
            < 8 => (Int128)chance.NextInt64(-Math.Min(limit - 1, 2000), Math.Min(limit, 2001)),
            _ => (Int128)chance.NextInt64(-limit + 1, limit),
        })];
    }

    private static Call Function(string id, DataType type, params Expression[] arguments) => new(id, id, [.. arguments], type, true, FunctionTraits.None);
}
