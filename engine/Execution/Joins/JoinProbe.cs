using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Grouping;
using Spindle.Functions.Evaluation;

namespace Spindle.Execution.Joins;

/// <summary>
/// One worker's probing of a <see cref="JoinTable"/>: finds each row's key and leaves the rest to <see cref="SingleMatches"/>, where a row has at most one match and there is no condition, or else to
/// <see cref="MatchedPairs"/>.
/// </summary>
internal sealed unsafe class JoinProbe : IDisposable
{
    private readonly JoinShape shape;
    private readonly JoinTable table;
    private readonly MemoryBudget budget;
    private readonly KeyScratch scratch;
    private readonly PredicateEvaluator? condition;
    private readonly SingleMatches single;
    private readonly MatchedPairs pairs;

    public JoinProbe(JoinShape shape, JoinTable table, EvaluationContext context, int batchRows)
    {
        this.shape = shape;
        this.table = table;
        budget = context.Budget;
        scratch = new KeyScratch(budget);
        condition = shape.Condition is null ? null : PredicateEvaluator.Compile(shape.Condition, context);
        var output = new JoinOutput(shape, table, budget);
        single = new SingleMatches(shape, table, output, budget);
        pairs = new MatchedPairs(shape, table, output, condition, batchRows, budget);
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
                single.Join(batch, keys, rows, ids, emit);
            else
                pairs.Join(batch, rows, ids, emit);
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

        pairs.Pairs(batch, rows, ids, found, emit);
    }

    /// <summary>Emits what of a batch's rows leaves the join by whether they found a match in any part of the build side.</summary>
    public void EmitRest(RecordBatch batch, ReadOnlySpan<Vector> keys, byte* found, Action<RecordBatch> emit)
    {
        if (condition is not null || shape.KeepsProbeRows)
        {
            pairs.EmitRest(batch, batch.Rows, found, emit);
            return;
        }

        // What a match does is the same with all parts: a found row counts as one of key 0.
        using var buffers = new BufferSet(budget);
        var ids = (int*)buffers.Add((long)Math.Max(batch.Rows, 1) * sizeof(int)).Pointer;
        for (var i = 0; i < batch.Rows; i++)
            ids[i] = found[i] != 0 ? 0 : -1;
        single.Join(batch, keys, batch.Rows, ids, emit);
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
}
