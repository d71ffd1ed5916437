using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Vectors;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>How elements compare that lie in two vectors (which may be one) and are given by position. None of them is null.</summary>
internal interface IElementOrder<TSelf> where TSelf : struct, IElementOrder<TSelf>
{
    /// <summary>The order of the left vector's elements among each other.</summary>
    TSelf OfLeft { get; }

    /// <summary>The order of the right vector's elements among each other.</summary>
    TSelf OfRight { get; }

    bool Equal(int left, int right);

    /// <summary>Negative, zero or positive; NaN is highest.</summary>
    int Compare(int left, int right);
}

/// <summary>Whole numbers, dates, times and decimals of one width.</summary>
internal readonly unsafe struct WholeOrder<T>(byte* left, byte* right) : IElementOrder<WholeOrder<T>> where T : unmanaged, IBinaryInteger<T>
{
    public WholeOrder<T> OfLeft => new(left, left);

    public WholeOrder<T> OfRight => new(right, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equal(int l, int r) => ((T*)left)[l] == ((T*)right)[r];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Compare(int l, int r) => ((T*)left)[l] < ((T*)right)[r] ? -1 : ((T*)left)[l] > ((T*)right)[r] ? 1 : 0;
}

/// <summary>Floating-point numbers: NaN equals itself and is highest, -0.0 equals 0.0.</summary>
internal readonly unsafe struct FloatOrder<T>(byte* left, byte* right) : IElementOrder<FloatOrder<T>> where T : unmanaged, IFloatingPointIeee754<T>
{
    public FloatOrder<T> OfLeft => new(left, left);

    public FloatOrder<T> OfRight => new(right, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equal(int l, int r) => ((T*)left)[l] == ((T*)right)[r] || (T.IsNaN(((T*)left)[l]) && T.IsNaN(((T*)right)[r]));

    public int Compare(int l, int r)
    {
        var (a, b) = (((T*)left)[l], ((T*)right)[r]);
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : T.IsNaN(a).CompareTo(T.IsNaN(b));
    }
}

/// <summary>Strings and binary, byte by byte.</summary>
internal readonly unsafe struct BytesOrder(byte* left, byte* right) : IElementOrder<BytesOrder>
{
    public BytesOrder OfLeft => new(left, left);

    public BytesOrder OfRight => new(right, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equal(int l, int r) => BytesView.Equal((BytesView*)left + l, (BytesView*)right + r);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Compare(int l, int r) => BytesView.Compare((BytesView*)left + l, (BytesView*)right + r);
}

/// <summary>Elements of any type.</summary>
internal readonly struct AnyOrder(Vector left, Vector right) : IElementOrder<AnyOrder>
{
    public AnyOrder OfLeft => new(left, left);

    public AnyOrder OfRight => new(right, right);

    public bool Equal(int l, int r) => LaneComparer.Compare(left, l, right, r) == 0;

    public int Compare(int l, int r) => LaneComparer.Compare(left, l, right, r);
}
