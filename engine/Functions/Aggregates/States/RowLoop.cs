using System.Runtime.CompilerServices;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.States;

/// <summary>What happens to one valid value of a row; a struct, so that the loop around it is compiled for it.</summary>
internal unsafe interface IRowKernel<T>
    where T : unmanaged
{
    void Apply(int group, T* value);
}

/// <summary>The loop of every accumulator over the valid rows of one column, in four shapes: with and without a map, with and without nulls.</summary>
internal static unsafe class RowLoop
{
    public static void Run<T, TKernel>(TKernel kernel, int* groups, in ColumnView column, int rows)
        where T : unmanaged
        where TKernel : struct, IRowKernel<T>
    {
        var values = (T*)column.Values;
        var map = column.Map;
        var validity = column.Validity;
        if (validity == null && map == null)
            for (var i = 0; i < rows; i++)
                kernel.Apply(groups[i], values + i);
        else if (validity == null)
            for (var i = 0; i < rows; i++)
                kernel.Apply(groups[i], values + map[i]);
        else if (map == null)
            for (var i = 0; i < rows; i++)
            {
                if (Bits.Get(validity, i))
                    kernel.Apply(groups[i], values + i);
            }
        else
            for (var i = 0; i < rows; i++)
            {
                var position = map[i];
                if (Bits.Get(validity, position))
                    kernel.Apply(groups[i], values + position);
            }
    }
}
