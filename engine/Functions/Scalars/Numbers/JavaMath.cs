namespace Spindle.Functions.Scalars.Numbers;

/// <summary>
/// Exponential and logarithm as Java's StrictMath computes them (the algorithms of fdlibm), so that last places agree with Spark: the platform's own are
/// sometimes off by one unit from these.
/// </summary>
internal static class JavaMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>e^x: x = k ln 2 + r, e^r by a rational approximation on [-ln2/2, ln2/2], scaled by 2^k.</summary>
    public static double Exp(double value)
    {
        if (!double.IsFinite(value) || value is > 709.782712893383973096 or < -745.133219101941108420)
            return Math.Exp(value);
        var size = Math.Abs(value);
        if (size < 3.725290298461914e-9)
            return 1 + value;
        var (high, low, k) = (value, 0.0, 0);
        if (size > 0.34657359027997264)
        {
            k = size < 1.0397207708399179 ? Math.Sign(value) : (int)(1.44269504088896338700 * value + (value < 0 ? -0.5 : 0.5));
            high = value - k * Ln2High;
            low = k * Ln2Low;
        }

        var x = high - low;
        var t = x * x;
        var c = x - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
        return k == 0 ? 1 - (x * c / (c - 2) - x) : Math.ScaleB(1 - (low - x * c / (2 - c) - high), k);
    }

    /// <summary>ln x: x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)], ln(1 + f) by a polynomial in f / (2 + f).</summary>
    public static double Log(double value)
    {
        if (!double.IsFinite(value) || value <= 0)
            return Math.Log(value);
        var k = 0;
        if (value < 2.2250738585072014e-308)
        {
            k = -54;
            value *= 18_014_398_509_481_984;
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var top = (int)(bits >> 32);
        k += (top >> 20) - 1023;
        top &= 0xFFFFF;
        var carry = (top + 0x95F64) & 0x100000;
        k += carry >> 20;
        var f = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFL) | ((long)(top | (carry ^ 0x3FF00000)) << 32)) - 1;
        if ((0xFFFFF & (2 + top)) < 3)
        {
            if (f == 0)
                return k == 0 ? 0 : k * Ln2High + k * Ln2Low;
            var small = f * f * (0.5 - 0.33333333333333333 * f);
            return k == 0 ? f - small : k * Ln2High - (small - k * Ln2Low - f);
        }

        var s = f / (2 + f);
        var z = s * s;
        var w = z * z;
        var rest = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
            + z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
        if (((top - 0x6147A) | (0x6B851 - top)) > 0)
        {
            var half = 0.5 * f * f;
            return k == 0 ? f - (half - s * (half + rest)) : k * Ln2High - (half - (s * (half + rest) + k * Ln2Low) - f);
        }

        return k == 0 ? f - s * (f - rest) : k * Ln2High - (s * (f - rest) - k * Ln2Low - f);
    }

    /// <summary>ln(1 + x), with what the sum lost put right.</summary>
    public static double Log1p(double value)
    {
        if (!(value > -1) || double.IsInfinity(value))
            return value == -1 ? double.NegativeInfinity : value > 0 ? value : double.NaN;
        if (Math.Abs(value) < 1e-9)
            return value - value * value * 0.5;
        var (f, k, lost) = (value, 0, 0.0);
        if (value is <= -0.2928932188134525 or >= 0.41421356237309515)
        {
            var sum = 1 + value;
            var bits = BitConverter.DoubleToInt64Bits(sum);
            k = (int)(bits >> 52) - 1023;
            lost = (k > 0 ? 1 - (sum - value) : value - (sum - 1)) / sum;
            var fraction = bits & 0xFFFFFFFFFFFFFL;
            // Above the root of two the half of the fraction is nearer to one.
            var isHigh = (int)(fraction >> 32) >= 0x6A09E;
            f = BitConverter.Int64BitsToDouble(fraction | (isHigh ? 0x3FEL : 0x3FFL) << 52) - 1;
            k += isHigh ? 1 : 0;
        }

        var half = 0.5 * f * f;
        if (f == 0)
            return k * Ln2High + (lost + k * Ln2Low);
        var s = f / (2 + f);
        var z = s * s;
        var rest = z * (6.666666666666735130e-01 + z * (3.999999999940941908e-01 + z * (2.857142874366239149e-01 + z * (2.222219843214978396e-01
            + z * (1.818357216161805012e-01 + z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
        return k == 0 ? f - (half - s * (half + rest)) : k * Ln2High - (half - (s * (half + rest) + (k * Ln2Low + lost)) - f);
    }

    public static double Cosh(double value)
    {
        var size = Math.Abs(value);
        return size is > 0.34657359027997264 and < 22 ? 0.5 * Exp(size) + 0.5 / Exp(size) : Math.Cosh(value);
    }
}
