using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Logical;

namespace Spindle.Execution.Joins;

/// <summary>Joins where a row may have several matches, or a condition decides: pairs are laid out in batches, filtered by the condition, and emitted.</summary>
internal sealed unsafe class MatchedPairs(JoinShape shape, JoinTable table, JoinOutput output, PredicateEvaluator? condition, int batchRows, MemoryBudget budget)
{
    private static readonly ErrorClass TooManyRows = ErrorClasses.ScalarSubqueryTooManyRows;

    /// <summary>Joins a batch's rows; results are lent to <paramref name="emit"/>.</summary>
    /// <param name="ids">A key a row; -1 without a match.</param>
    public void Join(RecordBatch batch, int rows, int* ids, Action<RecordBatch> emit)
    {
        using var buffers = new BufferSet(budget);
        var found = shape.KeepsProbeRows || shape.FiltersProbeRows ? buffers.AddZeroed(rows).Pointer : null;
        Pairs(batch, rows, ids, found, emit);
        if (found != null)
            EmitRest(batch, rows, found, emit);
    }

    /// <summary>Emits the pairs.</summary>
    /// <param name="found">A byte a row, set where a pair passes the condition; null where nobody asks.</param>
    public void Pairs(RecordBatch batch, int rows, int* ids, byte* found, Action<RecordBatch> emit)
    {
        using var buffers = new BufferSet(budget);
        var capacity = Math.Max(batchRows, 1);
        var probeLanes = (int*)buffers.Add((long)capacity * sizeof(int)).Pointer;
        var buildRows = (int*)buffers.Add((long)capacity * sizeof(int)).Pointer;
        var origins = (int*)buffers.Add((long)capacity * sizeof(int)).Pointer;
        var count = 0;
        for (var i = 0; i < rows; i++)
        {
            if (ids[i] < 0)
                continue;
            int* candidates = null;
            var left = 1;
            if (!table.IsUnique)
                candidates = table.RowsOf(ids[i], out left);
            var lane = batch.Lane(i);
            while (left > 0)
            {
                if (count == capacity)
                {
                    Flush(batch, probeLanes, buildRows, origins, count, found, emit);
                    count = 0;
                }

                var step = Math.Min(left, capacity - count);
                for (var k = 0; k < step; k++, count++)
                {
                    probeLanes[count] = lane;
                    origins[count] = i;
                    buildRows[count] = candidates == null ? ids[i] : candidates[k];
                }

                candidates += candidates == null ? 0 : step;
                left -= step;
            }
        }

        if (count > 0)
            Flush(batch, probeLanes, buildRows, origins, count, found, emit);
    }

    /// <summary>Emits what leaves the join by whether a row found a match.</summary>
    public void EmitRest(RecordBatch batch, int rows, byte* found, Action<RecordBatch> emit)
    {
        if (shape.Kind == JoinKind.Mark)
        {
            using var marks = new FlatOutput(DataType.Boolean, batch.Length, budget);
            for (var i = 0; i < rows; i++)
                if (found[i] != 0)
                    Bits.Set(marks.Values, batch.Lane(i));
            output.EmitMark(batch, marks, emit);
            return;
        }

        var wanted = shape.Kind == JoinKind.LeftSemi ? 1 : 0;
        using var buffers = new BufferSet(budget);
        var lanes = buffers.Add((long)rows * sizeof(int));
        var count = 0;
        for (var i = 0; i < rows; i++)
            if (found[i] == wanted)
                ((int*)lanes.Pointer)[count++] = batch.Lane(i);
        NativeBuffer? indices = null;
        if (shape.KeepsProbeRows && count > 0)
        {
            indices = buffers.Add((long)batch.Length * sizeof(int));
            new Span<int>(indices.Pointer, batch.Length).Fill(table.Rows);
        }

        buffers.Take();
        output.Emit(batch, lanes, count, indices, emit);
    }

    /// <summary>Emits the pairs that pass the condition, and notes who found a match.</summary>
    private void Flush(RecordBatch batch, int* probeLanes, int* buildRows, int* origins, int count, byte* found, Action<RecordBatch> emit)
    {
        Selection? passing = null;
        if (condition is not null)
        {
            var pairs = output.ConditionPairs(batch, probeLanes, buildRows, count);
            try
            {
                passing = condition.Filter(pairs);
            }
            finally
            {
                pairs.Release();
            }
        }

        try
        {
            var passed = passing?.Count ?? count;
            for (var i = 0; i < passed; i++)
            {
                var pair = passing is null ? i : passing.Lanes[i];
                if (found != null)
                {
                    if (shape.Kind == JoinKind.Single && found[origins[pair]] != 0)
                        throw new SpindleException(TooManyRows, "a scalar subquery gave more than one row: aggregate it, or add a LIMIT 1 or a condition that leaves one");
                    found[origins[pair]] = 1;
                }

                if (table.Matched != null)
                    table.Matched[buildRows[pair]] = 1;
            }

            if (passed == 0 || shape.FiltersProbeRows || shape.FiltersBuildRows)
                return;
            if (passing is not null)
                for (var i = 0; i < passed; i++)
                    (probeLanes[i], buildRows[i]) = (probeLanes[passing.Lanes[i]], buildRows[passing.Lanes[i]]);
            output.EmitPairs(batch, probeLanes, buildRows, passed, emit);
        }
        finally
        {
            passing?.Release();
        }
    }
}
