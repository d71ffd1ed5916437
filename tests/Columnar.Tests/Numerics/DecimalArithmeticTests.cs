using System.Numerics;
using Spindle.Columnar.Numerics;

namespace Spindle.Columnar.Tests.Numerics;

/// <summary>Decimal arithmetic against exact rationals of big integers.</summary>
public class DecimalArithmeticTests
{
    private static readonly Random Chance = new(20260301);

    private delegate bool Operation(Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out Int128 result);

    [Fact]
    public void Sums_are_exact_then_rounded_half_up() =>
        Check(DecimalArithmetic.TryAdd, (a, sa, b, sb) => (a * Ten(sb) + b * Ten(sa), Ten(sa + sb)));

    [Fact]
    public void Differences_are_exact_then_rounded_half_up() =>
        Check(DecimalArithmetic.TrySubtract, (a, sa, b, sb) => (a * Ten(sb) - b * Ten(sa), Ten(sa + sb)));

    [Fact]
    public void Products_are_exact_then_rounded_half_up() =>
        Check(DecimalArithmetic.TryMultiply, (a, sa, b, sb) => (a * b, Ten(sa + sb)));

    [Fact]
    public void Remainders_have_the_sign_of_the_dividend() =>
        Check(DecimalArithmetic.TryRemainder, (a, sa, b, sb) => (BigInteger.Remainder(a * Ten(sb), b * Ten(sa)), Ten(sa + sb)), nonZero: true);

    [Fact]
    public void Quotients_round_at_39_decimals_and_again_at_the_scale() =>
        Check(
            DecimalArithmetic.TryDivide,
            (a, sa, b, sb) => (RoundHalfUp(a * Ten(sb) * Ten(39), b * Ten(sa)), Ten(39)),
            nonZero: true);

    [Fact]
    public void Rescale_rounds_half_away_from_zero_and_refuses_excess_digits()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var (value, scale, newScale, precision) = (Value(), Chance.Next(39), Chance.Next(39), Chance.Next(1, 39));
            var expected = RoundHalfUp(value * Ten(newScale), Ten(scale));
            var fits = BigInteger.Abs(expected) < Ten(precision);
            Assert.Equal(fits, DecimalArithmetic.TryRescale((Int128)value, scale, precision, newScale, out var result));
            if (fits)
                Assert.Equal(expected, result);
        }
    }

    [Fact]
    public void Narrow_rescale_agrees_with_wide()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var (value, scale, newScale, precision) = ((long)(Value() % Ten(18)), Chance.Next(19), Chance.Next(19), Chance.Next(1, 19));
            var fits = DecimalArithmetic.TryRescale(value, scale, precision, newScale, out var wide);
            Assert.Equal(fits, Decimal64.TryRescale(value, scale, precision, newScale, out var narrow));
            if (fits)
                Assert.Equal(wide, narrow);
        }
    }

    [Fact]
    public void Comparison_ignores_scale()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var (a, sa, b, sb) = (Value(), Chance.Next(39), Value(), Chance.Next(39));
            Assert.Equal((a * Ten(sb)).CompareTo(b * Ten(sa)), Math.Sign(DecimalArithmetic.Compare((Int128)a, sa, (Int128)b, sb)));
        }
    }

    [Fact]
    public void Wide_division_agrees_with_big_integers()
    {
        for (var i = 0; i < 50_000; i++)
        {
            var (high, low, divisor) = (Bits(), Bits(), Bits());
            if (divisor == 0)
                continue;
            var (quotient, remainder) = new UInt256(high, low).DivRem(divisor);
            var (expected, expectedRemainder) = BigInteger.DivRem(((BigInteger)high << 128) + low, divisor);
            Assert.Equal(expected, ((BigInteger)quotient.High << 128) + quotient.Low);
            Assert.Equal(expectedRemainder, remainder);
        }
    }

    private static void Check(Operation operation, Func<BigInteger, int, BigInteger, int, (BigInteger Over, BigInteger Under)> exact, bool nonZero = false)
    {
        for (var i = 0; i < 20_000; i++)
        {
            var (a, sa, b, sb) = (Value(), Chance.Next(39), Value(), Chance.Next(39));
            if (nonZero && b.IsZero)
                continue;
            var (precision, scale) = (Chance.Next(4) == 0 ? Chance.Next(1, 39) : 38, Chance.Next(39));
            var (over, under) = exact(a, sa, b, sb);
            var expected = RoundHalfUp(over * Ten(scale), under);
            var fits = BigInteger.Abs(expected) < Ten(precision);
            Assert.Equal(fits, operation((Int128)a, sa, (Int128)b, sb, precision, scale, out var result));
            if (fits)
                Assert.Equal(expected, result);
        }
    }

    private static BigInteger RoundHalfUp(BigInteger over, BigInteger under)
    {
        if (under < 0)
            (over, under) = (-over, -under);
        var size = (2 * BigInteger.Abs(over) + under) / (2 * under);
        return over.Sign * size;
    }

    private static BigInteger Ten(int exponent) => BigInteger.Pow(10, exponent);

    /// <summary>Up to 38 digits, with the lengths evenly spread, and near powers of ten now and then.</summary>
    private static BigInteger Value()
    {
        var digits = Chance.Next(39);
        var size = Chance.Next(8) == 0 ? Ten(digits) - 1 - Chance.Next(2) : (BigInteger)Bits() % Ten(digits);
        return Chance.Next(2) == 0 ? size : -size;
    }

    private static UInt128 Bits()
    {
        var bits = new UInt128((ulong)Chance.NextInt64(long.MinValue, long.MaxValue), (ulong)Chance.NextInt64(long.MinValue, long.MaxValue));
        return (bits | (Chance.Next(4) == 0 ? UInt128.MaxValue << 64 : 0)) >> Chance.Next(128);
    }
}
