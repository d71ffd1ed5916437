using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Joins;

/// <summary>Lays out a join's results. Build columns are never copied here: they are dictionaries whose indices are build rows.</summary>
internal sealed unsafe class JoinOutput(JoinShape shape, JoinTable table, MemoryBudget budget)
{
    private readonly int leftCount = shape.Left.Fields.Count;
    private readonly int allCount = shape.Left.Fields.Count + shape.Right.Fields.Count;
    private readonly Dictionary<int, int> keptRight = shape.RightColumns.Select((column, i) => (column, i)).ToDictionary(p => p.column, p => p.i);
    private readonly HashSet<int> conditionColumns = [.. shape.ConditionColumns];

    /// <summary>The probe batch's lanes as they are, under a selection that is handed over.</summary>
    /// <param name="indices">A build row a lane, lent; null where no build column is put out.</param>
    /// <param name="mark">The mark column, lent.</param>
    public RecordBatch Probe(RecordBatch batch, Selection? selection, NativeBuffer? indices, Vector? mark)
    {
        var columns = new Vector[shape.Output.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var position = shape.Output[i];
            columns[i] = position < leftCount ? batch[position].Retain()
                : position < allCount ? Build(position - leftCount, indices!.Retain(), batch.Length)
                : mark!.Retain();
        }

        return new RecordBatch(columns, batch.Length, selection);
    }

    /// <summary>Pairs of a probe lane and a build row.</summary>
    public RecordBatch Pairs(RecordBatch batch, int* probeLanes, int* buildRows, int count)
    {
        var indices = Indices(buildRows, count);
        var columns = new Vector[shape.Output.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var position = shape.Output[i];
            columns[i] = position < leftCount
                ? Gather.Lanes(batch[position], probeLanes, count, budget)
                : Build(position - leftCount, indices.Retain(), count);
        }

        indices.Release();
        return new RecordBatch(columns, count);
    }

    /// <summary>Pairs as the condition sees them: left columns followed by right columns, those that it does not read filled by nulls.</summary>
    public RecordBatch ConditionPairs(RecordBatch batch, int* probeLanes, int* buildRows, int count)
    {
        var indices = Indices(buildRows, count);
        var columns = new Vector[allCount];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = !conditionColumns.Contains(i) ? Nulls(i < leftCount ? shape.Left.Fields[i].Type : shape.Right.Fields[i - leftCount].Type, count)
                : i < leftCount ? Gather.Lanes(batch[i], probeLanes, count, budget)
                : Build(i - leftCount, indices.Retain(), count);
        indices.Release();
        return new RecordBatch(columns, count);
    }

    /// <summary>Build rows alone, the probe side's columns null; takes over the rows' buffer.</summary>
    public RecordBatch BuildRows(NativeBuffer rows, int count)
    {
        var columns = new Vector[shape.Output.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var position = shape.Output[i];
            columns[i] = shape.FiltersBuildRows ? Build(position, rows.Retain(), count)
                : position < leftCount ? Nulls(shape.Left.Fields[position].Type, count)
                : Build(position - leftCount, rows.Retain(), count);
        }

        rows.Release();
        return new RecordBatch(columns, count);
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
        var builder = Columnar.Builders.VectorBuilder.Create(type, budget);
        builder.AppendNull();
        return new ConstantVector(builder.Build(), count);
    }
}
