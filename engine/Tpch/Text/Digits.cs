using System.Runtime.CompilerServices;

namespace Spindle.Tpch.Text;

/// <summary>Decimal digits as ASCII.</summary>
internal static unsafe class Digits
{
    /// <summary>The most bytes that <see cref="Write"/> writes.</summary>
    public const int MaxLength = 19;

    private static ReadOnlySpan<byte> Pairs =>
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"u8
        + "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>Writes a number that is not negative, with zeros in front up to a width; returns its length.</summary>
    public static int Write(byte* target, long value, int minWidth = 1)
    {
        var length = Math.Max(minWidth, Count((ulong)value));
        WriteFixed(target, (ulong)value, length);
        return length;
    }

    /// <summary>Writes the last <paramref name="width"/> digits of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteFixed(byte* target, ulong value, int width)
    {
        ref var pairs = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(Pairs);
        var at = target + width;
        while (at - target >= 2)
        {
            var rest = value / 100;
            at -= 2;
            Unsafe.CopyBlockUnaligned(ref *at, ref Unsafe.Add(ref pairs, (nint)(value - rest * 100) * 2), 2);
            value = rest;
        }
        if (at > target)
            *target = (byte)('0' + value % 10);
    }

    private static int Count(ulong value)
    {
        var count = 1;
        while (value >= 10_000)
        {
            value /= 10_000;
            count += 4;
        }
        return value < 100 ? value < 10 ? count : count + 1 : value < 1_000 ? count + 2 : count + 3;
    }
}
