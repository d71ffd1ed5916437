using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Collecting;

/// <summary>The elements of a column of lists as rows, each with the group of its list.</summary>
internal sealed unsafe class ListRows : IDisposable
{
    private readonly NativeArray<int> groups;
    private readonly NativeArray<int> positions;
    private readonly RowMaps maps;

    public ListRows(in ColumnView lists, int* groupOfList, int rows, MemoryBudget budget)
    {
        var list = (ListVector)lists.Plain;
        for (var i = 0; i < rows; i++)
            Count += list.Sizes[lists.Position(i)];
        groups = new NativeArray<int>(budget);
        positions = new NativeArray<int>(budget);
        maps = new RowMaps(budget);
        Source = list.Elements;
        try
        {
            Fill(lists, list, groupOfList, rows);
            Elements = maps.View(Source, Positions, Count);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count { get; }

    public int* Groups => groups.Pointer;

    /// <summary>Positions of the elements in <see cref="Source"/>.</summary>
    public int* Positions => positions.Pointer;

    public Vector Source { get; }

    public ColumnView Elements { get; }

    public void Dispose()
    {
        groups.Dispose();
        positions.Dispose();
        maps.Dispose();
    }

    private void Fill(in ColumnView lists, ListVector list, int* groupOfList, int rows)
    {
        groups.Ensure(Math.Max(1, Count));
        positions.Ensure(Math.Max(1, Count));
        var next = 0;
        for (var i = 0; i < rows; i++)
        {
            var lane = lists.Position(i);
            for (var k = 0; k < list.Sizes[lane]; k++)
            {
                groups.Pointer[next] = groupOfList[i];
                positions.Pointer[next++] = list.Offsets[lane] + k;
            }
        }
    }
}
