using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Scans;

/// <summary>An arithmetic series of whole numbers.</summary>
internal sealed class RangeSource(RangeExec plan, NodeMetrics metrics) : Source(metrics)
{
    private const long RowsPerMorsel = 100_000;

    private readonly long total = Rows(plan);
    private long next;

    public override Morsel? Take()
    {
        if (next >= total)
            return null;
        var first = next;
        next = Math.Min(total, next + RowsPerMorsel);
        return new Series(plan, first, next);
    }

    private static long Rows(RangeExec plan)
    {
        Int128 span = plan.Step > 0 ? (Int128)plan.End - plan.Start : (Int128)plan.Start - plan.End;
        var step = plan.Step > 0 ? plan.Step : -(Int128)plan.Step;
        return span <= 0 ? 0 : (long)((span + step - 1) / step);
    }

    private sealed unsafe class Series(RangeExec plan, long next, long end) : Morsel
    {
        private long next = next;

        public override RecordBatch? Read(WorkerContext worker)
        {
            if (next >= end)
                return null;
            var rows = (int)Math.Min(worker.Task.Settings.BatchRows, end - next);
            var buffer = worker.Budget.Allocate((long)rows * sizeof(long));
            var values = (long*)buffer.Pointer;
            var first = unchecked(plan.Start + next * plan.Step);
            for (var i = 0; i < rows; i++)
                values[i] = unchecked(first + i * plan.Step);
            next += rows;
            return new RecordBatch([new FlatVector(DataType.Long, rows, buffer)], rows);
        }
    }
}
