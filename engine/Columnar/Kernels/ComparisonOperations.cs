using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

internal readonly struct EqualInteger<T> : IComparisonOperation<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool HasVector => Vector256<T>.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool Compare(T* left, T* right) => *left == *right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Compare(Vector256<T> left, Vector256<T> right) => Vector256.Equals(left, right);
}

internal readonly struct LessInteger<T> : IComparisonOperation<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool HasVector => Vector256<T>.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool Compare(T* left, T* right) => *left < *right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Compare(Vector256<T> left, Vector256<T> right) => Vector256.LessThan(left, right);
}

/// <summary>NaN equals NaN, and -0.0 equals 0.0.</summary>
internal readonly struct EqualFloat<T> : IComparisonOperation<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasVector => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool Compare(T* left, T* right) => *left == *right || (T.IsNaN(*left) && T.IsNaN(*right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Compare(Vector256<T> left, Vector256<T> right) =>
        Vector256.Equals(left, right) | ~(Vector256.Equals(left, left) | Vector256.Equals(right, right));
}

/// <summary>NaN is above every number.</summary>
internal readonly struct LessFloat<T> : IComparisonOperation<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasVector => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool Compare(T* left, T* right) => *left < *right || (T.IsNaN(*right) && !T.IsNaN(*left));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Compare(Vector256<T> left, Vector256<T> right) =>
        Vector256.LessThan(left, right) | (Vector256.Equals(left, left) & ~Vector256.Equals(right, right));
}

internal readonly struct EqualBytes : IComparisonOperation<BytesView>
{
    public static bool HasVector => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool Compare(BytesView* left, BytesView* right) => BytesView.Equal(left, right);

    public static Vector256<BytesView> Compare(Vector256<BytesView> left, Vector256<BytesView> right) => throw new System.Diagnostics.UnreachableException();
}

internal readonly struct LessBytes : IComparisonOperation<BytesView>
{
    public static bool HasVector => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool Compare(BytesView* left, BytesView* right) => BytesView.Compare(left, right) < 0;

    public static Vector256<BytesView> Compare(Vector256<BytesView> left, Vector256<BytesView> right) => throw new System.Diagnostics.UnreachableException();
}

internal readonly struct EqualInterval : IComparisonOperation<CalendarInterval>
{
    public static bool HasVector => false;

    public static unsafe bool Compare(CalendarInterval* left, CalendarInterval* right) => *left == *right;

    public static Vector256<CalendarInterval> Compare(Vector256<CalendarInterval> left, Vector256<CalendarInterval> right) =>
        throw new System.Diagnostics.UnreachableException();
}
