using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Logical;

namespace Spindle.Execution.Joins;

/// <summary>
/// Joins where the first match of a row decides, or there is no other. Nothing is copied: the output is the probe batch under a narrower selection, the build columns as dictionaries with the matching row
/// as each lane's index.
/// </summary>
internal sealed unsafe class SingleMatches(JoinShape shape, JoinTable table, JoinOutput output, MemoryBudget budget)
{
    /// <summary>Joins a batch's rows; results are lent to <paramref name="emit"/>.</summary>
    /// <param name="ids">A key a row; -1 without a match.</param>
    public void Join(RecordBatch batch, ReadOnlySpan<Vector> keys, int rows, int* ids, Action<RecordBatch> emit)
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

        output.Emit(batch, buffer, count, null, emit);
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

        output.EmitMark(batch, marks, emit);
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

        output.Emit(batch, selection, count, indices, emit);
    }

    private void OuterUnique(RecordBatch batch, int rows, int* ids, Action<RecordBatch> emit)
    {
        var indices = budget.AllocateZeroed((long)batch.Length * sizeof(int));
        for (var i = 0; i < rows; i++)
            ((int*)indices.Pointer)[batch.Lane(i)] = ids[i] < 0 ? table.Rows : ids[i];
        try
        {
            output.EmitAll(batch, indices, emit);
        }
        finally
        {
            indices.Release();
        }
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
}
