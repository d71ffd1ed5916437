using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Collecting;

/// <summary>The elements of a column of lists as rows, each with the group of its list.</summary>
internal sealed unsafe class ListRows : IDisposable
{
    private readonly NativeBuffer groups;
    private readonly NativeBuffer positions;
    private readonly RowMaps maps;

    public ListRows(in ColumnView lists, int* groupOfList, int rows, MemoryBudget budget)
    {
        var list = (ListVector)lists.Plain;
        for (var i = 0; i < rows; i++)
            Count += list.Sizes[lists.Position(i)];
        groups = budget.Allocate((long)Count * sizeof(int));
        positions = budget.Allocate((long)Count * sizeof(int));
        maps = new RowMaps(budget);
        var next = 0;
        for (var i = 0; i < rows; i++)
        {
            var lane = lists.Position(i);
            for (var k = 0; k < list.Sizes[lane]; k++)
            {
                ((int*)groups.Pointer)[next] = groupOfList[i];
                ((int*)positions.Pointer)[next++] = list.Offsets[lane] + k;
            }
        }

        Source = list.Elements;
        Elements = maps.View(Source, Positions, Count);
    }

    public int Count { get; }

    public int* Groups => (int*)groups.Pointer;

    /// <summary>Positions of the elements in <see cref="Source"/>.</summary>
    public int* Positions => (int*)positions.Pointer;

    public Vector Source { get; }

    public ColumnView Elements { get; }

    public void Dispose()
    {
        groups.Release();
        positions.Release();
        maps.Dispose();
    }
}
