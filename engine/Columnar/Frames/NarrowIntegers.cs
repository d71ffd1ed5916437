using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;

namespace Spindle.Columnar.Frames;

/// <summary>Integers as differences from the least of them, in fewer bytes than their type has.</summary>
internal static unsafe class NarrowIntegers
{
    /// <summary>The least value, and the bytes that the differences from it take: the type's own width where nothing is gained.</summary>
    /// <param name="fromLeast">False to measure values from zero, none of which is below it.</param>
    public static (T Least, int Width) Measure<T>(T* values, int count, bool fromLeast = true) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (count == 0)
            return (T.Zero, sizeof(T));
        var (least, most) = IntegerBounds.Of(values, count);
        if (!fromLeast)
            least = T.Zero;
        // The difference of two values of a width always fits an unsigned word.
        var span = unchecked((ulong)(long.CreateTruncating(most) - long.CreateTruncating(least)));
        var width = span <= byte.MaxValue ? 1 : span <= ushort.MaxValue ? 2 : span <= uint.MaxValue ? 4 : 8;
        return (least, Math.Min(width, sizeof(T)));
    }

    /// <summary>Writes the differences over the front of the values.</summary>
    public static void Narrow<T>(T* values, int count, T least, int width) where T : unmanaged, IBinaryInteger<T>
    {
        switch (width)
        {
            case 1:
                Narrow<T, byte>(values, count, least);
                break;
            case 2:
                Narrow<T, ushort>(values, count, least);
                break;
            default:
                Narrow<T, uint>(values, count, least);
                break;
        }
    }

    /// <summary>The values of differences that lie elsewhere.</summary>
    public static void Widen<T>(byte* differences, int width, int count, T least, T* values) where T : unmanaged, IBinaryInteger<T>
    {
        switch (width)
        {
            case 1:
                Widen(differences, count, least, values);
                break;
            case 2:
                Widen((ushort*)differences, count, least, values);
                break;
            default:
                Widen((uint*)differences, count, least, values);
                break;
        }
    }

    // A difference never lies behind the value it is of, so that none is overwritten before it is read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow<T, TNarrow>(T* values, int count, T least) where T : unmanaged, IBinaryInteger<T> where TNarrow : unmanaged, IBinaryInteger<TNarrow>
    {
        var target = (TNarrow*)values;
        for (var i = 0; i < count; i++)
            target[i] = TNarrow.CreateTruncating(unchecked(values[i] - least));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen<TNarrow, T>(TNarrow* differences, int count, T least, T* values) where T : unmanaged, IBinaryInteger<T> where TNarrow : unmanaged, IBinaryInteger<TNarrow>
    {
        for (var i = 0; i < count; i++)
            values[i] = unchecked(least + T.CreateTruncating(differences[i]));
    }
}
