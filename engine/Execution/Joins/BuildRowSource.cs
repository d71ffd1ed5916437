using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Joins;

/// <summary>The build side's rows that leave the join by themselves, after all probes: those without a match (or, for a semi join, those with one).</summary>
internal sealed class BuildRowSource(JoinShape shape, JoinTable table, NodeMetrics metrics) : Source(metrics)
{
    private const int RowsPerMorsel = 65_536;

    private int next;

    public override Morsel? Take()
    {
        if (next >= table.Rows)
            return null;
        var start = next;
        next = (int)Math.Min(table.Rows, (long)next + RowsPerMorsel);
        return new BuildRowMorsel(shape, table, start, next);
    }

    private sealed class BuildRowMorsel(JoinShape shape, JoinTable table, int start, int end) : Morsel
    {
        private int row = start;

        public override unsafe RecordBatch? Read(WorkerContext worker)
        {
            var wanted = shape.Kind == Plans.Logical.JoinKind.RightSemi ? 1 : 0;
            var capacity = worker.Task.Settings.BatchRows;
            var buffer = worker.Budget.Allocate((long)capacity * sizeof(int));
            var count = 0;
            for (; row < end && count < capacity; row++)
                if (table.Matched[row] == wanted)
                    ((int*)buffer.Pointer)[count++] = row;
            if (count > 0)
                return new JoinOutput(shape, table, worker.Budget).BuildRows(buffer, count);
            buffer.Release();
            return null;
        }
    }
}
