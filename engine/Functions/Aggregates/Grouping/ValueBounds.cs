using System.Numerics;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>The smallest and the largest value of a column of whole numbers.</summary>
internal static unsafe class ValueBounds
{
    public static void Widen(in ColumnView column, int rows, ref long low, ref long high)
    {
        switch (column.Physical)
        {
            case PhysicalType.Int8:
                Widen<sbyte>(column, rows, ref low, ref high);
                break;
            case PhysicalType.Int16:
                Widen<short>(column, rows, ref low, ref high);
                break;
            case PhysicalType.Int32:
                Widen<int>(column, rows, ref low, ref high);
                break;
            case PhysicalType.Int64:
                Widen<long>(column, rows, ref low, ref high);
                break;
        }
    }

    private static void Widen<T>(in ColumnView column, int rows, ref long low, ref long high)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (least, most) = (T.MaxValue, T.MinValue);
        var values = (T*)column.Values;
        if (column.Validity == null && column.Map == null && rows > 0)
            (least, most) = IntegerBounds.Of(values, rows);
        else
            for (var i = 0; i < rows; i++)
            {
                if (column.IsNull(i))
                    continue;
                var value = values[column.Position(i)];
                least = value < least ? value : least;
                most = value > most ? value : most;
            }

        // Nulls alone leave the bounds as they were.
        if (least > most)
            return;
        low = Math.Min(low, long.CreateTruncating(least));
        high = Math.Max(high, long.CreateTruncating(most));
    }
}
