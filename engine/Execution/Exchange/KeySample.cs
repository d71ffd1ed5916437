using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Tasks;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Exchange;

/// <summary>Keeps an even sample of the sort keys of a task's rows (a reservoir), from which bounds of ranges are drawn. One thread's.</summary>
/// <param name="keys">What the rows will be dealt out by.</param>
/// <param name="size">Rows kept at most.</param>
/// <param name="seed">The same seed and rows give the same sample.</param>
public sealed class KeySample(ValueList<SortKey> keys, int size, int seed, MemoryBudget budget) : ITaskOutput, IDisposable
{
    private readonly ProjectionEvaluator evaluator = ProjectionEvaluator.Compile([.. keys.Select(k => k.Expression)], new EvaluationContext(budget) { Partition = new PartitionNumber(seed) });
    private readonly List<object?[]> kept = [];
    private readonly List<(int Lane, int Place)> picked = [];
    private readonly Random random = new(seed);
    // The number of the next row that is kept.
    private long next;

    /// <summary>Rows seen: what the sample stands for.</summary>
    public long Seen { get; private set; }

    public void Write(RecordBatch batch)
    {
        picked.Clear();
        for (; next < Seen + batch.Rows; next += 1 + Gap(next + 1))
            picked.Add((batch.Lane((int)(next - Seen)), next < size ? (int)next : random.Next(size)));
        Seen += batch.Rows;
        if (picked.Count > 0)
            Keep(batch);
    }

    /// <summary>The keys, one column each, owned by the caller.</summary>
    public RecordBatch Finish()
    {
        var columns = new Vector[keys.Count];
        try
        {
            for (var k = 0; k < columns.Length; k++)
            {
                using var builder = VectorBuilder.Create(keys[k].Expression.Type, budget);
                foreach (var row in kept)
                    builder.Append(row[k]);
                columns[k] = builder.Build();
            }

            return new RecordBatch(columns, kept.Count);
        }
        catch
        {
            foreach (var column in columns)
                column?.Release();
            throw;
        }
    }

    public void Dispose() => evaluator.Dispose();

    // Keys are computed for the rows alone that are kept.
    private void Keep(RecordBatch batch)
    {
        var rows = batch.With(Picked());
        Vector[] vectors = [];
        try
        {
            vectors = evaluator.Evaluate(rows);
            foreach (var (lane, place) in picked)
            {
                var values = Array.ConvertAll(vectors, v => v.Read(lane));
                if (place == kept.Count)
                    kept.Add(values);
                else
                    kept[place] = values;
            }
        }
        finally
        {
            foreach (var vector in vectors)
                vector.Release();
            rows.Release();
        }
    }

    private unsafe Selection Picked()
    {
        var lanes = budget.Allocate((long)picked.Count * sizeof(int));
        for (var i = 0; i < picked.Count; i++)
            ((int*)lanes.Pointer)[i] = picked[i].Lane;
        return new Selection(lanes, picked.Count);
    }

    // Each later row is kept with probability size / rows so far: the number of rows passed over until the next one that is.
    private long Gap(long seen)
    {
        var keep = (double)size / (seen + 1);
        return keep >= 1 ? 0 : (long)Math.Min(1e15, Math.Log(1 - random.NextDouble()) / Math.Log(1 - keep));
    }
}
