using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Joins;

/// <summary>Lays out a join's results and lends them to who goes on with them. Build columns are never copied here: they are dictionaries whose indices are build rows.</summary>
internal sealed unsafe class JoinOutput(JoinShape shape, JoinTable table, MemoryBudget budget)
{
    private readonly int leftCount = shape.Left.Fields.Count;
    private readonly int allCount = shape.Left.Fields.Count + shape.Right.Fields.Count;
    private readonly Dictionary<int, int> keptRight = shape.RightColumns.Select((column, i) => (column, i)).ToDictionary(p => p.column, p => p.i);
    private readonly HashSet<int> conditionColumns = [.. shape.ConditionColumns];

    /// <summary>Emits the batch's lanes in a buffer that is handed over, all of them without a selection.</summary>
    public void Emit(RecordBatch batch, NativeBuffer lanes, int count, NativeBuffer? indices, Action<RecordBatch> emit)
    {
        Selection? selection = null;
        if (count == 0 || count == batch.Length)
            lanes.Release();
        else
            selection = new Selection(lanes, count);
        try
        {
            if (count > 0)
                Lend(Probe(batch, selection, indices, null), emit);
        }
        finally
        {
            indices?.Release();
        }
    }

    /// <summary>Emits the whole batch with a mark a row.</summary>
    public void EmitMark(RecordBatch batch, FlatOutput marks, Action<RecordBatch> emit)
    {
        var mark = marks.Build();
        try
        {
            Lend(Probe(batch, batch.Selection?.Retain(), null, mark), emit);
        }
        finally
        {
            mark.Release();
        }
    }

    /// <summary>Emits pairs of a probe lane and a build row.</summary>
    public void EmitPairs(RecordBatch batch, int* probeLanes, int* buildRows, int count, Action<RecordBatch> emit) => Lend(Pairs(batch, probeLanes, buildRows, count), emit);

    /// <summary>Emits the whole batch, each lane with a build row of its own.</summary>
    public void EmitAll(RecordBatch batch, NativeBuffer indices, Action<RecordBatch> emit) => Lend(Probe(batch, batch.Selection?.Retain(), indices, null), emit);

    /// <summary>Pairs as the condition sees them: left columns followed by right columns, those that it does not read filled by nulls.</summary>
    public RecordBatch ConditionPairs(RecordBatch batch, int* probeLanes, int* buildRows, int count)
    {
        var indices = Indices(buildRows, count);
        try
        {
            return new RecordBatch(Make(allCount, i =>
                !conditionColumns.Contains(i) ? Nulls(i < leftCount ? shape.Left.Fields[i].Type : shape.Right.Fields[i - leftCount].Type, count)
                : i < leftCount ? Gather.Lanes(batch[i], probeLanes, count, budget)
                : Build(i - leftCount, indices.Retain(), count)), count);
        }
        finally
        {
            indices.Release();
        }
    }

    /// <summary>Build rows alone, the probe side's columns null; takes over the rows' buffer.</summary>
    public RecordBatch BuildRows(NativeBuffer rows, int count)
    {
        try
        {
            return new RecordBatch(Make(shape.Output.Count, i =>
            {
                var position = shape.Output[i];
                return shape.FiltersBuildRows ? Build(position, rows.Retain(), count)
                    : position < leftCount ? Nulls(shape.Left.Fields[position].Type, count)
                    : Build(position - leftCount, rows.Retain(), count);
            }), count);
        }
        finally
        {
            rows.Release();
        }
    }

    /// <summary>The probe batch's lanes as they are, under a selection that is handed over.</summary>
    /// <param name="indices">A build row a lane, lent; null where no build column is put out.</param>
    /// <param name="mark">The mark column, lent.</param>
    private RecordBatch Probe(RecordBatch batch, Selection? selection, NativeBuffer? indices, Vector? mark)
    {
        var columns = Make(shape.Output.Count, i =>
        {
            var position = shape.Output[i];
            return position < leftCount ? batch[position].Retain()
                : position < allCount ? Build(position - leftCount, indices!.Retain(), batch.Length)
                : mark!.Retain();
        });
        return new RecordBatch(columns, batch.Length, selection);
    }

    /// <summary>Pairs of a probe lane and a build row.</summary>
    private RecordBatch Pairs(RecordBatch batch, int* probeLanes, int* buildRows, int count)
    {
        var indices = Indices(buildRows, count);
        try
        {
            return new RecordBatch(Make(shape.Output.Count, i =>
            {
                var position = shape.Output[i];
                return position < leftCount ? Gather.Lanes(batch[position], probeLanes, count, budget) : Build(position - leftCount, indices.Retain(), count);
            }), count);
        }
        finally
        {
            indices.Release();
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

    // Small build columns may pass as dictionaries whose entries the evaluator visits once; a row number is not a code, so entries are not distinct.
    private DictionaryVector Build(int column, NativeBuffer indices, int length) =>
        new(table.Columns[keptRight[column]].Retain(), indices, length, entriesAreDistinct: false);

    private NativeBuffer Indices(int* rows, int count)
    {
        var indices = budget.Allocate((long)Math.Max(count, 1) * sizeof(int));
        new ReadOnlySpan<int>(rows, count).CopyTo(new Span<int>(indices.Pointer, count));
        return indices;
    }

    private ConstantVector Nulls(DataType type, int count)
    {
        using var builder = Columnar.Builders.VectorBuilder.Create(type, budget);
        builder.AppendNull();
        return new ConstantVector(builder.Build(), count);
    }

    // Once a column cannot be made, those made before are given back.
    private static Vector[] Make(int count, Func<int, Vector> column)
    {
        var columns = new Vector[count];
        try
        {
            for (var i = 0; i < count; i++)
                columns[i] = column(i);
            return columns;
        }
        catch
        {
            foreach (var made in columns)
                made?.Release();
            throw;
        }
    }
}
