using Spindle.Plans.Physical;
using Spindle.Sources;

namespace Spindle.Optimizer.Stages;

/// <summary>A series of numbers cut for tasks.</summary>
internal static class RangeParts
{
    public static List<RangeInput> Of(RangeExec range, TaskPlanningSettings settings)
    {
        var span = range.Step > 0 ? (Int128)range.End - range.Start : (Int128)range.Start - range.End;
        var step = range.Step > 0 ? range.Step : -(Int128)range.Step;
        var rows = span <= 0 ? 0 : (span + step - 1) / step;
        var parts = range.Partitions > 0 ? range.Partitions : (int)Int128.Clamp(rows / Math.Max(1, settings.RangeRows), 1, settings.Slots);
        var found = new List<RangeInput>();
        for (var i = 0; i < parts; i++)
            found.Add(new RangeInput(At(rows * i / parts), i == parts - 1 ? range.End : At(rows * (i + 1) / parts)));
        return found;

        long At(Int128 row) => (long)(range.Start + row * range.Step);
    }
}
