using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Sharing;

/// <summary>Some of a batch's rows.</summary>
internal static unsafe class RowRange
{
    /// <summary>Rows [first, first + count) of a batch, which stays the caller's; the result is the caller's too.</summary>
    public static RecordBatch Of(RecordBatch batch, int first, int count, MemoryBudget budget)
    {
        if (first == 0 && count == batch.Rows)
            return batch.Retain();
        var lanes = budget.Allocate((long)count * sizeof(int));
        for (var i = 0; i < count; i++)
            ((int*)lanes.Pointer)[i] = batch.Lane(first + i);
        return batch.With(new Selection(lanes, count));
    }
}
