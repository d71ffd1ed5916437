using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spindle.Functions.Casts;

/// <summary>Between whole numbers; fails, wrapping around, where the target is too narrow.</summary>
internal readonly struct IntegerToInteger<TFrom, TTo> : IConversion<TFrom, TTo>
    where TFrom : unmanaged, IBinaryInteger<TFrom> where TTo : unmanaged, IBinaryInteger<TTo>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryConvert(TFrom value, out TTo result)
    {
        result = TTo.CreateTruncating(value);
        return TFrom.CreateTruncating(result) == value;
    }
}

internal readonly struct IntegerToFloat<TFrom, TTo> : IConversion<TFrom, TTo>
    where TFrom : unmanaged, IBinaryInteger<TFrom> where TTo : unmanaged, IFloatingPointIeee754<TTo>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryConvert(TFrom value, out TTo result)
    {
        result = TTo.CreateTruncating(value);
        return true;
    }
}

internal readonly struct FloatToFloat<TFrom, TTo> : IConversion<TFrom, TTo>
    where TFrom : unmanaged, IFloatingPointIeee754<TFrom> where TTo : unmanaged, IFloatingPointIeee754<TTo>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryConvert(TFrom value, out TTo result)
    {
        result = TTo.CreateTruncating(value);
        return true;
    }
}

/// <summary>Cuts the fraction off; fails for NaN and past the range, where Java saturates (below 32 bits: at 32 bits, then wraps).</summary>
internal readonly struct FloatToInteger<TFrom, TTo> : IConversion<TFrom, TTo>
    where TFrom : unmanaged, IFloatingPointIeee754<TFrom> where TTo : unmanaged, IBinaryInteger<TTo>, IMinMaxValue<TTo>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryConvert(TFrom value, out TTo result)
    {
        var number = double.CreateTruncating(value);
        var cut = Math.Truncate(number);
        // The largest 64-bit value is not a double: compare with the power of two above it.
        var limit = -double.CreateTruncating(TTo.MinValue);
        if (cut >= -limit && cut < limit)
        {
            result = TTo.CreateTruncating((long)cut);
            return true;
        }
        result = double.IsNaN(number) ? TTo.Zero
            : typeof(TTo) == typeof(long) ? TTo.CreateTruncating(number > 0 ? long.MaxValue : long.MinValue)
            : TTo.CreateTruncating((int)Math.Clamp(cut, int.MinValue, int.MaxValue));
        return false;
    }
}

/// <summary>A cast to BIGINT: 2^63 is what the largest one becomes as a floating-point number, and so passes for it.</summary>
internal readonly struct FloatToLong<TFrom> : IConversion<TFrom, long> where TFrom : unmanaged, IFloatingPointIeee754<TFrom>
{
    public bool TryConvert(TFrom value, out long result) => new FloatToInteger<TFrom, long>().TryConvert(value, out result) || double.CreateTruncating(value) == -(double)long.MinValue;
}

/// <summary>A microsecond count as seconds, rounded towards the past.</summary>
internal readonly struct MicrosToSeconds<TTo> : IConversion<long, TTo> where TTo : unmanaged, IBinaryInteger<TTo>
{
    public bool TryConvert(long value, out TTo result)
    {
        var seconds = Columnar.Time.TimeUnits.FloorDiv(value, Columnar.Time.TimeUnits.MicrosPerSecond);
        result = TTo.CreateTruncating(seconds);
        return long.CreateTruncating(result) == seconds;
    }
}

internal readonly struct MicrosToFloatSeconds<TTo> : IConversion<long, TTo> where TTo : unmanaged, IFloatingPointIeee754<TTo>
{
    public bool TryConvert(long value, out TTo result)
    {
        result = TTo.CreateTruncating(value / 1e6);
        return true;
    }
}

/// <summary>Whole seconds as microseconds, saturated at the range's ends as Spark does.</summary>
internal readonly struct SecondsToMicros<TFrom> : IConversion<TFrom, long> where TFrom : unmanaged, IBinaryInteger<TFrom>
{
    public bool TryConvert(TFrom value, out long result)
    {
        var high = Math.BigMul(long.CreateTruncating(value), Columnar.Time.TimeUnits.MicrosPerSecond, out result);
        if (high != result >> 63)
            result = high < 0 ? long.MinValue : long.MaxValue;
        return true;
    }
}

internal readonly struct FloatSecondsToMicros<TFrom> : IConversion<TFrom, long> where TFrom : unmanaged, IFloatingPointIeee754<TFrom>
{
    public bool TryConvert(TFrom value, out long result) => new FloatToInteger<double, long>().TryConvert(double.CreateTruncating(value) * 1e6, out result);
}

/// <summary>A whole number of units as a longer count of smaller ones (days as microseconds), or back with the rest cut off.</summary>
internal readonly struct Scaled<TFrom, TTo>(long multiplier, long divisor) : IConversion<TFrom, TTo>
    where TFrom : unmanaged, IBinaryInteger<TFrom> where TTo : unmanaged, IBinaryInteger<TTo>
{
    public bool TryConvert(TFrom value, out TTo result)
    {
        var exact = Int128.CreateTruncating(value) * multiplier / divisor;
        result = TTo.CreateTruncating(exact);
        return Int128.CreateTruncating(result) == exact;
    }
}
