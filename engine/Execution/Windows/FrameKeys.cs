using System.Diagnostics;
using Spindle.Columnar.Vectors;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Execution.Windows;

/// <summary>Order keys as numbers that rise with the rows, and shifted by a frame's offset as the bounds to look for among them.</summary>
internal static class FrameKeys
{
    /// <summary>The first row of [low, high) whose key is at least (for an end: above) the bound; high where there is none. Keys rise.</summary>
    public static int Find<T>(T[] keys, int low, int high, T bound, bool isStart)
        where T : IComparable<T>
    {
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (IsBefore(keys[middle], bound, isStart))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    public static bool IsBefore<T>(T key, T bound, bool isStart)
        where T : IComparable<T> => key.CompareTo(bound) is var order && (isStart ? order < 0 : order <= 0);

    public static double[] Real(Vector keys, bool descending, double offset)
    {
        var values = new double[keys.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var key = keys.Read(i) switch
            {
                float f => f,
                double d => d,
                _ => 0,
            };
            // NaN is above every number; as a bound of searches it must order like one.
            var shifted = double.IsNaN(key) ? double.PositiveInfinity : key + offset;
            values[i] = descending ? -shifted : shifted;
        }

        return values;
    }

    public static Int128[] Whole(Vector keys, bool descending, Func<Int128, Int128> shift)
    {
        var values = new Int128[keys.Length];
        for (var i = 0; i < values.Length; i++)
        {
            Int128 key = keys.Read(i) switch
            {
                sbyte v => v,
                short v => v,
                int v => v,
                long v => v,
                Int128 v => v,
                null => 0,
                var other => throw new UnreachableException($"a range frame over {other.GetType().Name}"),
            };
            var shifted = shift(key);
            values[i] = descending ? -shifted : shifted;
        }

        return values;
    }
}

/// <summary>How a column's values are read as keys.</summary>
internal interface IKeyReading<T>
{
    T[] Read(Vector keys, bool descending);
}

internal readonly struct RealKeys : IKeyReading<double>
{
    public double[] Read(Vector keys, bool descending) => FrameKeys.Real(keys, descending, 0);
}

internal readonly struct WholeKeys : IKeyReading<Int128>
{
    public Int128[] Read(Vector keys, bool descending) => FrameKeys.Whole(keys, descending, static k => k);
}
