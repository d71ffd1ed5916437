using System.Numerics;

namespace Spindle.Columnar.Kernels;

/// <summary>The least and the most of integers that lie side by side.</summary>
public static unsafe class IntegerBounds
{
    /// <param name="count">At least one.</param>
    public static (T Least, T Most) Of<T>(T* values, int count) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (least, most) = (values[0], values[0]);
        var i = 0;
        if (Vector.IsHardwareAccelerated && count >= Vector<T>.Count)
        {
            var (lows, highs) = (Vector.Load(values), Vector.Load(values));
            for (i = Vector<T>.Count; i <= count - Vector<T>.Count; i += Vector<T>.Count)
            {
                var next = Vector.Load(values + i);
                lows = Vector.Min(lows, next);
                highs = Vector.Max(highs, next);
            }

            for (var lane = 0; lane < Vector<T>.Count; lane++)
            {
                least = T.Min(least, lows[lane]);
                most = T.Max(most, highs[lane]);
            }
        }

        for (; i < count; i++)
        {
            least = T.Min(least, values[i]);
            most = T.Max(most, values[i]);
        }

        return (least, most);
    }
}
