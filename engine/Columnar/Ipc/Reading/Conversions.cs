using Spindle.Columnar.Types;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>One value from a form that Arrow has to the form that the engine has.</summary>
internal interface IConversion<TFrom, TTo>
    where TFrom : unmanaged
    where TTo : unmanaged
{
    /// <summary>False where the value does not fit.</summary>
    static abstract bool TryConvert(TFrom value, out TTo result);
}

/// <summary>Integers to a type that holds them all.</summary>
internal readonly struct Widen<TFrom, TTo> : IConversion<TFrom, TTo>
    where TFrom : unmanaged, System.Numerics.INumberBase<TFrom>
    where TTo : unmanaged, System.Numerics.INumberBase<TTo>
{
    public static bool TryConvert(TFrom value, out TTo result)
    {
        result = TTo.CreateTruncating(value);
        return true;
    }
}

/// <summary>A 128-bit decimal that its precision promises to fit in 64 bits.</summary>
internal readonly struct NarrowDecimal : IConversion<Int128, long>
{
    public static bool TryConvert(Int128 value, out long result)
    {
        result = (long)value;
        return result == value;
    }
}

/// <summary>A 256-bit two's-complement integer, low word first.</summary>
internal readonly record struct Wide256(ulong Low, ulong MidLow, ulong MidHigh, ulong High);

internal readonly struct NarrowDecimal256<TTo> : IConversion<Wide256, TTo>
    where TTo : unmanaged, System.Numerics.INumberBase<TTo>
{
    public static bool TryConvert(Wide256 value, out TTo result)
    {
        var low = new Int128(value.MidLow, value.Low);
        ulong sign = Int128.IsNegative(low) ? ulong.MaxValue : 0;
        result = TTo.CreateTruncating(low);
        return value.MidHigh == sign && value.High == sign && Int128.CreateTruncating(result) == low;
    }
}

/// <summary>The factor between two units.</summary>
internal interface IFactor
{
    static abstract long Value { get; }
}

internal readonly struct Thousand : IFactor
{
    public static long Value => 1_000;
}

internal readonly struct Million : IFactor
{
    public static long Value => 1_000_000;
}

internal readonly struct Billion : IFactor
{
    public static long Value => 1_000_000_000;
}

/// <summary>To a finer unit.</summary>
internal readonly struct Multiply<TFrom, TFactor> : IConversion<TFrom, long>
    where TFrom : unmanaged, System.Numerics.IBinaryInteger<TFrom>
    where TFactor : struct, IFactor
{
    public static bool TryConvert(TFrom value, out long result)
    {
        long high = Math.BigMul(long.CreateTruncating(value), TFactor.Value, out result);
        return high == result >> 63;
    }
}

/// <summary>To a coarser unit, towards the past.</summary>
internal readonly struct DivideFloor<TFactor> : IConversion<long, long>
    where TFactor : struct, IFactor
{
    public static bool TryConvert(long value, out long result)
    {
        result = value / TFactor.Value - (value % TFactor.Value < 0 ? 1 : 0);
        return true;
    }
}

internal readonly struct MillisecondsToDays : IConversion<long, int>
{
    private const long PerDay = 86_400_000;

    public static bool TryConvert(long value, out int result)
    {
        long days = value / PerDay - (value % PerDay < 0 ? 1 : 0);
        result = (int)days;
        return result == days;
    }
}

/// <summary>Arrow's DAY_TIME interval.</summary>
internal readonly record struct DayTimeValue(int Days, int Milliseconds);

internal readonly struct DayTimeToInterval : IConversion<DayTimeValue, CalendarInterval>
{
    public static bool TryConvert(DayTimeValue value, out CalendarInterval result)
    {
        result = new CalendarInterval(0, value.Days, value.Milliseconds * 1_000L);
        return true;
    }
}

/// <summary>Arrow's MONTH_DAY_NANO interval.</summary>
internal readonly record struct MonthDayNanoValue(int Months, int Days, long Nanoseconds);

internal readonly struct MonthDayNanoToInterval : IConversion<MonthDayNanoValue, CalendarInterval>
{
    public static bool TryConvert(MonthDayNanoValue value, out CalendarInterval result)
    {
        DivideFloor<Thousand>.TryConvert(value.Nanoseconds, out long microseconds);
        result = new CalendarInterval(value.Months, value.Days, microseconds);
        return true;
    }
}
