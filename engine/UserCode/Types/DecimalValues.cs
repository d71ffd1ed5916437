namespace Spindle.UserCode.Types;

/// <summary>Decimals between .NET's form (96 bits and a scale of their own) and the engine's (128 bits under the type's scale).</summary>
internal static class DecimalValues
{
    private const int MaxDecimalDigits = 28;

    public static decimal Of(Int128 unscaled, int scale)
    {
        var size = unscaled < 0 ? -unscaled : unscaled;
        // Zeros behind the point give way where 96 bits do not hold them all.
        while ((scale > MaxDecimalDigits || size >> 96 != 0) && scale > 0 && size % 10 == 0)
        {
            size /= 10;
            scale--;
        }

        return scale <= MaxDecimalDigits && size >> 96 == 0
            ? new decimal((int)(uint)(size & uint.MaxValue), (int)(uint)((size >> 32) & uint.MaxValue), (int)(uint)((size >> 64) & uint.MaxValue), unscaled < 0, (byte)scale)
            : throw UserCodeErrors.ValueOutOfRange("a decimal has more digits than System.Decimal holds; cast it to decimal(28, s), or to string");
    }

    public static Int128 Scaled(decimal value, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var unscaled = ((Int128)(uint)bits[2] << 64) | ((Int128)(uint)bits[1] << 32) | (uint)bits[0];
        var missing = scale - value.Scale;
        for (; missing > 0; missing--)
            unscaled = checked(unscaled * 10);
        if (missing < 0)
        {
            Int128 divisor = 1;
            for (; missing < 0; missing++)
                divisor *= 10;
            var (quotient, remainder) = Int128.DivRem(unscaled, divisor);
            unscaled = remainder * 2 >= divisor ? quotient + 1 : quotient;
        }

        if (unscaled >= Largest)
            throw UserCodeErrors.ValueOutOfRange($"{value} has more than 38 digits with {scale} behind the point");
        return bits[3] < 0 ? -unscaled : unscaled;
    }

    private static readonly Int128 Largest = Int128.Parse("100000000000000000000000000000000000000", System.Globalization.CultureInfo.InvariantCulture);
}
