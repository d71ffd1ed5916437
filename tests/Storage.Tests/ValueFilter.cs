using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Tests;

/// <summary>A scan filter over boxed values of one column, which counts the lanes that it was shown.</summary>
internal sealed class ValueFilter(int column, Func<object?, bool> passes, Plans.Expressions.Expression? condition = null) : IScanFilter
{
    private static readonly MemoryBudget Budget = new();

    public long Seen { get; private set; }

    public ValueList<int> Columns => [column];

    public RangeVerdict Test(IColumnRanges ranges) => condition is null || RangeTest.MayPass(condition, ranges) ? RangeVerdict.Some : RangeVerdict.None;

    public unsafe Selection? Narrow(ReadOnlySpan<Vector> columns, int length, Selection? selection)
    {
        var kept = new List<int>();
        for (var i = 0; i < (selection?.Count ?? length); i++)
        {
            var lane = selection is null ? i : selection.Lanes[i];
            Seen++;
            if (passes(columns[0].Read(lane)))
                kept.Add(lane);
        }

        if (kept.Count == length)
            return null;
        var lanes = Budget.Allocate((long)kept.Count * sizeof(int));
        for (var i = 0; i < kept.Count; i++)
            ((int*)lanes.Pointer)[i] = kept[i];
        return new Selection(lanes, kept.Count);
    }
}
