using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;

namespace Spindle.Tpch.Tests;

/// <summary>Passes the rows of which one column, a BIGINT, lies within bounds.</summary>
internal sealed unsafe class KeyFilter(int column, long low, long high, MemoryBudget budget) : IScanFilter
{
    public int Tests { get; private set; }

    public int LanesSeen { get; private set; }

    public ValueList<int> Columns => [column];

    public RangeVerdict Test(IColumnRanges ranges)
    {
        Tests++;
        var range = ranges.Range(column)!;
        var (min, max) = ((long)range.Min!, (long)range.Max!);
        return max < low || min > high ? RangeVerdict.None : min >= low && max <= high ? RangeVerdict.All : RangeVerdict.Some;
    }

    public Selection? Narrow(ReadOnlySpan<Vector> columns, int length, Selection? selection)
    {
        LanesSeen += length;
        var values = ((FlatVector)columns[0]).Span<long>();
        var lanes = budget.Allocate(length * sizeof(int));
        var count = 0;
        for (var i = 0; i < (selection?.Count ?? length); i++)
        {
            var lane = selection is null ? i : selection.Lanes[i];
            if (values[lane] >= low && values[lane] <= high)
                ((int*)lanes.Pointer)[count++] = lane;
        }
        return new Selection(lanes, count);
    }
}
