using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Grouping;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Logical;

namespace Spindle.Execution.Joins;

/// <summary>
/// One worker's probing of a <see cref="JoinTable"/>. Where a probe row has at most one match and there is no condition, nothing is copied: the output is the probe batch under a narrower selection,
/// the build columns as dictionaries with the matching row as each lane's index. Otherwise pairs are laid out in batches, filtered by the condition, and emitted.
/// </summary>
internal sealed unsafe class JoinProbe : IDisposable
{
    private static readonly ErrorClass TooManyRows = ErrorClasses.ScalarSubqueryTooManyRows;

    private readonly JoinShape shape;
    private readonly JoinTable table;
    private readonly MemoryBudget budget;
    private readonly int batchRows;
    private readonly KeyScratch scratch;
    private readonly JoinOutput output;
    private readonly PredicateEvaluator? condition;

    public JoinProbe(JoinShape shape, JoinTable table, EvaluationContext context, int batchRows)
    {
        this.shape = shape;
        this.table = table;
        budget = context.Budget;
        this.batchRows = batchRows;
        scratch = new KeyScratch(budget);
        output = new JoinOutput(shape, table, budget);
        condition = shape.Condition is null ? null : PredicateEvaluator.Compile(shape.Condition, context);
    }

    /// <summary>Joins a batch's rows; results are lent to <paramref name="emit"/>.</summary>
    /// <param name="batch">Probe rows, lent.</param>
    /// <param name="keys">A vector a key, of the batch's length; lent.</param>
    /// <param name="emit">Receives each batch of results.</param>
    public void Probe(RecordBatch batch, ReadOnlySpan<Vector> keys, Action<RecordBatch> emit)
    {
        var rows = batch.Rows;
        if (rows == 0)
            return;
        var buffer = budget.Allocate((long)rows * sizeof(int));
        try
        {
            var ids = (int*)buffer.Pointer;
            Find(batch, keys, rows, ids);
            if (condition is null && (table.IsUnique || shape.FiltersProbeRows || shape.FiltersBuildRows))
                OneMatch(batch, keys, rows, ids, emit);
            else
                AllPairs(batch, rows, ids, emit);
        }
        finally
        {
            buffer.Release();
        }
    }

    /// <summary>
    /// Joins a batch's rows with a part of the build side: emits pairs, and notes who found a match. <see cref="EmitRest"/> gives what depends on the whole of it.
    /// </summary>
    /// <param name="found">A byte a row: 1 once the row has found a match, in this part or an earlier one.</param>
    public void ProbePart(RecordBatch batch, ReadOnlySpan<Vector> keys, byte* found, Action<RecordBatch> emit)
    {
        var rows = batch.Rows;
        using var buffers = new BufferSet(budget);
        var ids = (int*)buffers.Add((long)Math.Max(rows, 1) * sizeof(int)).Pointer;
        Find(batch, keys, rows, ids);
        for (var i = 0; i < rows && shape.FiltersProbeRows; i++)
        {
            // Such a row's fate is known with its first match.
            if (condition is null && ids[i] >= 0)
                found[i] = 1;
            if (found[i] != 0)
                ids[i] = -1;
        }

        Pairs(batch, rows, ids, found, emit);
    }

    /// <summary>Emits what of a batch's rows leaves the join by whether they found a match in any part of the build side.</summary>
    public void EmitRest(RecordBatch batch, ReadOnlySpan<Vector> keys, byte* found, Action<RecordBatch> emit)
    {
        if (condition is not null || shape.KeepsProbeRows)
        {
            AfterPairs(batch, batch.Rows, found, emit);
            return;
        }

        // What a match does is the same with all parts: a found row counts as one of key 0.
        using var buffers = new BufferSet(budget);
        var ids = (int*)buffers.Add((long)Math.Max(batch.Rows, 1) * sizeof(int)).Pointer;
        for (var i = 0; i < batch.Rows; i++)
            ids[i] = found[i] != 0 ? 0 : -1;
        OneMatch(batch, keys, batch.Rows, ids, emit);
    }

    public void Dispose()
    {
        scratch.Dispose();
        condition?.Dispose();
    }

    private void Find(RecordBatch batch, ReadOnlySpan<Vector> keys, int rows, int* ids)
    {
        var lanes = batch.Selection is { } selection ? selection.Lanes : null;
        if (table.Keys is null)
            new Span<int>(ids, rows).Fill(table.Rows > 0 ? 0 : -1);
        else
        {
            table.Keys.Find(scratch, keys, lanes, rows, ids);
            if (NullKeys.Any(keys, shape.NullSafe))
                NullKeys.Unmatch(keys, shape.NullSafe, lanes, rows, ids);
        }
    }

    private void OneMatch(RecordBatch batch, ReadOnlySpan<Vector> keys, int rows, int* ids, Action<RecordBatch> emit)
    {
        switch (shape.Kind)
        {
            case JoinKind.LeftSemi:
                Narrow(batch, keys, rows, ids, static (id, _) => id >= 0, emit);
                break;
            case JoinKind.LeftAnti when shape.NullAware && table.HasNullKey:
                break;
            case JoinKind.LeftAnti when shape.NullAware && !table.IsWholeSideEmpty:
                Narrow(batch, keys, rows, ids, static (id, isNull) => id < 0 && !isNull, emit);
                break;
            case JoinKind.LeftAnti:
                Narrow(batch, keys, rows, ids, static (id, _) => id < 0, emit);
                break;
            case JoinKind.Mark:
                Mark(batch, keys, rows, ids, emit);
                break;
            case JoinKind.RightSemi or JoinKind.RightAnti:
                MarkMatched(rows, ids);
                break;
            case JoinKind.Inner or JoinKind.Right:
                if (shape.Kind == JoinKind.Right)
                    MarkMatched(rows, ids);
                InnerUnique(batch, rows, ids, emit);
                break;
            default:
                if (shape.Kind == JoinKind.Full)
                    MarkMatched(rows, ids);
                OuterUnique(batch, rows, ids, emit);
                break;
        }
    }

    private void Narrow(RecordBatch batch, ReadOnlySpan<Vector> keys, int rows, int* ids, Func<int, bool, bool> keep, Action<RecordBatch> emit)
    {
        var buffer = budget.Allocate((long)rows * sizeof(int));
        var kept = (int*)buffer.Pointer;
        var count = 0;
        var mayBeNull = shape.NullAware && NullKeys.Any(keys, shape.NullSafe);
        for (var i = 0; i < rows; i++)
        {
            var lane = batch.Lane(i);
            if (keep(ids[i], mayBeNull && ids[i] < 0 && NullKeys.IsNull(keys, shape.NullSafe, lane)))
                kept[count++] = lane;
        }

        Emit(batch, buffer, count, null, emit);
    }

    private void Mark(RecordBatch batch, ReadOnlySpan<Vector> keys, int rows, int* ids, Action<RecordBatch> emit)
    {
        using var marks = new FlatOutput(DataType.Boolean, batch.Length, budget);
        for (var i = 0; i < rows; i++)
        {
            var lane = batch.Lane(i);
            if (ids[i] >= 0)
                Bits.Set(marks.Values, lane);
            else if (shape.NullAware && !table.IsWholeSideEmpty && (table.HasNullKey || NullKeys.IsNull(keys, shape.NullSafe, lane)))
                marks.SetNull(lane);
        }

        EmitMark(batch, marks, emit);
    }

    private void EmitMark(RecordBatch batch, FlatOutput marks, Action<RecordBatch> emit)
    {
        var mark = marks.Build();
        try
        {
            Lend(output.Probe(batch, batch.Selection?.Retain(), null, mark), emit);
        }
        finally
        {
            mark.Release();
        }
    }

    private void InnerUnique(RecordBatch batch, int rows, int* ids, Action<RecordBatch> emit)
    {
        using var buffers = new BufferSet(budget);
        var indices = buffers.AddZeroed((long)batch.Length * sizeof(int));
        var selection = buffers.Add((long)rows * sizeof(int));
        buffers.Take();
        var kept = (int*)selection.Pointer;
        var index = (int*)indices.Pointer;
        var count = 0;
        if (batch.Selection is { } selected)
        {
            for (var i = 0; i < rows; i++)
            {
                var id = ids[i];
                var lane = selected.Lanes[i];
                kept[count] = lane;
                index[lane] = id < 0 ? 0 : id;
                count += id >= 0 ? 1 : 0;
            }
        }
        else
        {
            for (var i = 0; i < rows; i++)
            {
                var id = ids[i];
                kept[count] = i;
                index[i] = id < 0 ? 0 : id;
                count += id >= 0 ? 1 : 0;
            }
        }

        Emit(batch, selection, count, indices, emit);
    }

    private void OuterUnique(RecordBatch batch, int rows, int* ids, Action<RecordBatch> emit)
    {
        var indices = budget.AllocateZeroed((long)batch.Length * sizeof(int));
        for (var i = 0; i < rows; i++)
            ((int*)indices.Pointer)[batch.Lane(i)] = ids[i] < 0 ? table.Rows : ids[i];
        try
        {
            Lend(output.Probe(batch, batch.Selection?.Retain(), indices, null), emit);
        }
        finally
        {
            indices.Release();
        }
    }

    private void AllPairs(RecordBatch batch, int rows, int* ids, Action<RecordBatch> emit)
    {
        using var buffers = new BufferSet(budget);
        var found = shape.KeepsProbeRows || shape.FiltersProbeRows ? buffers.AddZeroed(rows).Pointer : null;
        Pairs(batch, rows, ids, found, emit);
        if (found != null)
            AfterPairs(batch, rows, found, emit);
    }

    private void Pairs(RecordBatch batch, int rows, int* ids, byte* found, Action<RecordBatch> emit)
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
            Lend(output.Pairs(batch, probeLanes, buildRows, passed), emit);
        }
        finally
        {
            passing?.Release();
        }
    }

    private void AfterPairs(RecordBatch batch, int rows, byte* found, Action<RecordBatch> emit)
    {
        if (shape.Kind == JoinKind.Mark)
        {
            using var marks = new FlatOutput(DataType.Boolean, batch.Length, budget);
            for (var i = 0; i < rows; i++)
                if (found[i] != 0)
                    Bits.Set(marks.Values, batch.Lane(i));
            EmitMark(batch, marks, emit);
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
        Emit(batch, lanes, count, indices, emit);
    }

    private void MarkMatched(int rows, int* ids)
    {
        for (var i = 0; i < rows; i++)
        {
            if (ids[i] < 0)
                continue;
            if (table.IsUnique)
                table.Matched[ids[i]] = 1;
            else
            {
                var candidates = table.RowsOf(ids[i], out var count);
                // All of a key's rows are marked together: the first tells for the rest.
                if (table.Matched[candidates[0]] != 0)
                    continue;
                for (var k = count - 1; k >= 0; k--)
                    table.Matched[candidates[k]] = 1;
            }
        }
    }

    /// <summary>Emits the batch's lanes in a buffer that is handed over, all of them without a selection.</summary>
    private void Emit(RecordBatch batch, NativeBuffer lanes, int count, NativeBuffer? indices, Action<RecordBatch> emit)
    {
        Selection? selection = null;
        if (count == 0 || count == batch.Length)
            lanes.Release();
        else
            selection = new Selection(lanes, count);
        try
        {
            if (count > 0)
                Lend(output.Probe(batch, selection, indices, null), emit);
        }
        finally
        {
            indices?.Release();
        }
    }

    private static void Lend(RecordBatch result, Action<RecordBatch> emit)
    {
        try
        {
            emit(result);
        }
        finally
        {
            result.Release();
        }
    }
}
