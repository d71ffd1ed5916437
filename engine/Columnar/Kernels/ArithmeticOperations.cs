using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spindle.Columnar.Kernels;

internal readonly struct AddInteger<T> : IArithmeticOperation<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool HasVector => Vector256<T>.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => unchecked(left + right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFault(T left, T right)
    {
        var result = unchecked(left + right);
        return T.IsNegative((left ^ result) & (right ^ result));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => (left ^ result) & (right ^ result);
}

internal readonly struct SubtractInteger<T> : IArithmeticOperation<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool HasVector => Vector256<T>.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => unchecked(left - right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFault(T left, T right)
    {
        var result = unchecked(left - right);
        return T.IsNegative((left ^ right) & (left ^ result));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => (left ^ right) & (left ^ result);
}

/// <summary>Multiplication of 8 to 64 bits; the check works in twice the width.</summary>
internal readonly struct MultiplyInteger<T> : IArithmeticOperation<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool HasVector => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => unchecked(left * right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFault(T left, T right)
    {
        if (typeof(T) == typeof(long))
        {
            var high = Math.BigMul((long)(object)left, (long)(object)right, out var low);
            return high != low >> 63;
        }
        var product = long.CreateTruncating(left) * long.CreateTruncating(right);
        return long.CreateTruncating(T.CreateTruncating(product)) != product;
    }

    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => throw new UnreachableException();

    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => throw new UnreachableException();
}

/// <summary>Whole division; at fault by zero and where the smallest value is divided by -1.</summary>
internal readonly struct DivideInteger<T> : IArithmeticOperation<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool HasVector => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => T.IsZero(right) ? T.Zero : right == -T.One ? unchecked(-left) : left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFault(T left, T right) => T.IsZero(right) || (right == -T.One && T.IsNegative(left) && unchecked(-left) == left);

    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => throw new UnreachableException();

    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => throw new UnreachableException();
}

/// <summary>The remainder with the dividend's sign; at fault by zero.</summary>
internal readonly struct RemainderInteger<T> : IArithmeticOperation<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool HasVector => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => T.IsZero(right) || right == -T.One ? T.Zero : left % right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFault(T left, T right) => T.IsZero(right);

    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => throw new UnreachableException();

    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => throw new UnreachableException();
}

internal readonly struct AddFloat<T> : IArithmeticOperation<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasVector => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => left + right;

    public static bool IsFault(T left, T right) => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => Vector256<T>.Zero;
}

internal readonly struct SubtractFloat<T> : IArithmeticOperation<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasVector => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => left - right;

    public static bool IsFault(T left, T right) => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => Vector256<T>.Zero;
}

internal readonly struct MultiplyFloat<T> : IArithmeticOperation<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasVector => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => left * right;

    public static bool IsFault(T left, T right) => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => Vector256<T>.Zero;
}

/// <summary>Division; at fault by zero of either sign, because SQL has no infinity for it.</summary>
internal readonly struct DivideFloat<T> : IArithmeticOperation<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasVector => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFault(T left, T right) => right == T.Zero;

    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => throw new UnreachableException();

    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => throw new UnreachableException();
}

/// <summary>The remainder with the dividend's sign; at fault by zero.</summary>
internal readonly struct RemainderFloat<T> : IArithmeticOperation<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasVector => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T left, T right) => left % right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFault(T left, T right) => right == T.Zero;

    public static Vector256<T> Apply(Vector256<T> left, Vector256<T> right) => throw new UnreachableException();

    public static Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result) => throw new UnreachableException();
}
