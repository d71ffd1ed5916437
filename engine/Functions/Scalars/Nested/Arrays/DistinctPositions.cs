using Spindle.Columnar.Memory;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>Leaves out positions whose element came before. Short arrays are compared pair by pair, long ones are sorted.</summary>
internal sealed unsafe class DistinctPositions<TOrder>(TOrder order, ArrayOperand elements, MemoryBudget budget) : IDisposable
    where TOrder : struct, IElementOrder<TOrder>
{
    private const int LongestCompared = 24;

    private readonly NativeArray<int> sorted = new(budget);
    private readonly NativeArray<int> scratch = new(budget);

    /// <summary>Keeps of the output's positions from <paramref name="start"/> on, which rise, the first of each value.</summary>
    public void Reduce(ArrayOutput output, int start)
    {
        var positions = output.Positions + start;
        var size = output.Count - start;
        output.Truncate(start + (size <= LongestCompared ? Compare(positions, size) : Sort(positions, size)));
    }

    public void Dispose()
    {
        sorted.Dispose();
        scratch.Dispose();
    }

    private int Compare(int* positions, int size)
    {
        var kept = 0;
        for (var i = 0; i < size; i++)
            if (!IsAmong(positions, kept, positions[i]))
                positions[kept++] = positions[i];
        return kept;
    }

    private bool IsAmong(int* kept, int count, int position)
    {
        if (!elements.MayHaveNullElements)
        {
            for (var k = 0; k < count; k++)
                if (order.Equal(kept[k], position))
                    return true;
            return false;
        }

        var isNull = elements.IsNull(position);
        for (var k = 0; k < count; k++)
            if (elements.IsNull(kept[k]) ? isNull : !isNull && order.Equal(kept[k], position))
                return true;
        return false;
    }

    private int Sort(int* positions, int size)
    {
        sorted.Ensure(size);
        scratch.Ensure(size);
        var (kept, valid) = (0, 0);
        for (var i = 0; i < size; i++)
        {
            if (!elements.IsNull(positions[i]))
                sorted.Pointer[valid++] = positions[i];
            else if (kept == 0)
                positions[kept++] = positions[i];
        }

        PositionSort.Sort(new Span<int>(sorted.Pointer, valid), new Span<int>(scratch.Pointer, valid), order, 1);
        for (var i = 0; i < valid; i++)
            if (i == 0 || !order.Equal(sorted.Pointer[i - 1], sorted.Pointer[i]))
                positions[kept++] = sorted.Pointer[i];
        // The sort is stable, so that each kept position is the first of its value; rising positions are the elements' own order.
        new Span<int>(positions, kept).Sort();
        return kept;
    }
}
