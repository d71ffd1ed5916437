using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>Turns decoded values into those of the column's type, many at a time.</summary>
internal abstract unsafe class ValueConversion
{
    /// <summary>Bytes of a converted value.</summary>
    public abstract int Width { get; }

    /// <summary>True when different values stay different, so that a dictionary's entries do.</summary>
    public virtual bool IsInjective => true;

    /// <summary>True when the converted values are views into a heap.</summary>
    public virtual bool NeedsHeap => false;

    /// <param name="heap">Where converted strings go; null where none are made.</param>
    public abstract void Convert(byte* source, byte* target, int count, BytesHeap? heap);
}

/// <summary>What happens to one value; an empty struct, so that the loop around it is compiled with it.</summary>
internal interface IConvert<TFrom, TTo>
{
    static abstract TTo Apply(TFrom value);
}

internal sealed unsafe class Conversion<TFrom, TTo, TConvert>(bool isInjective = true) : ValueConversion
    where TFrom : unmanaged
    where TTo : unmanaged
    where TConvert : struct, IConvert<TFrom, TTo>
{
    public override int Width => sizeof(TTo);

    public override bool IsInjective => isInjective;

    public override void Convert(byte* source, byte* target, int count, BytesHeap? heap)
    {
        var from = (TFrom*)source;
        var to = (TTo*)target;
        for (var i = 0; i < count; i++)
            to[i] = TConvert.Apply(Unsafe.ReadUnaligned<TFrom>(from + i));
    }
}

/// <summary>A whole number as one of another width; what does not fit wraps around.</summary>
internal readonly struct Resize<TFrom, TTo> : IConvert<TFrom, TTo>
    where TFrom : unmanaged, IBinaryInteger<TFrom>
    where TTo : unmanaged, INumber<TTo>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TTo Apply(TFrom value) => TTo.CreateTruncating(value);
}

internal readonly struct ByteToShort : IConvert<int, short>
{
    public static short Apply(int value) => (byte)value;
}

internal readonly struct UShortToInt : IConvert<int, int>
{
    public static int Apply(int value) => (ushort)value;
}

internal readonly struct UIntToLong : IConvert<int, long>
{
    public static long Apply(int value) => (uint)value;
}

internal readonly struct ULongToDecimal : IConvert<long, Int128>
{
    public static Int128 Apply(long value) => (ulong)value;
}

internal readonly struct FloatToDouble : IConvert<float, double>
{
    public static double Apply(float value) => value;
}

/// <summary>Milliseconds as microseconds.</summary>
internal readonly struct TimesThousand : IConvert<long, long>
{
    public static long Apply(long value) => unchecked(value * 1000);
}

/// <summary>Nanoseconds as microseconds, towards the past.</summary>
internal readonly struct FloorByThousand : IConvert<long, long>
{
    public static long Apply(long value) => value >= 0 ? value / 1000 : (value + 1) / 1000 - 1;
}

/// <summary>Milliseconds of a day as nanoseconds.</summary>
internal readonly struct MillisToNanos : IConvert<int, long>
{
    public static long Apply(int value) => value * 1_000_000L;
}

/// <summary>Days as microseconds.</summary>
internal readonly struct DaysToMicros : IConvert<int, long>
{
    public static long Apply(int value) => value * 86_400_000_000L;
}

/// <summary>Nanoseconds of a day and a Julian day as microseconds since 1970.</summary>
internal readonly struct JulianToMicros : IConvert<Int96, long>
{
    private const long JulianDayOfEpoch = 2_440_588;

    public static long Apply(Int96 value) =>
        unchecked((value.Day - JulianDayOfEpoch) * 86_400_000_000L + FloorByThousand.Apply(value.NanosOfDay));
}

/// <summary>A timestamp in twelve bytes.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 4)]
internal readonly struct Int96(long nanosOfDay, int day)
{
    public readonly long NanosOfDay = nanosOfDay;
    public readonly int Day = day;
}
