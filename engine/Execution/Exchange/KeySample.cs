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
    private readonly Random random = new(seed);
    private long skip;

    /// <summary>Rows seen: what the sample stands for.</summary>
    public long Seen { get; private set; }

    public void Write(RecordBatch batch)
    {
        Vector[] vectors = [];
        try
        {
            for (var row = 0; row < batch.Rows; row++)
            {
                var seen = Seen++;
                if (kept.Count >= size && skip-- > 0)
                    continue;
                if (vectors.Length == 0)
                    vectors = evaluator.Evaluate(batch);
                var lane = batch.Lane(row);
                var values = Array.ConvertAll(vectors, v => v.Read(lane));
                if (kept.Count < size)
                    kept.Add(values);
                else
                    kept[random.Next(size)] = values;
                if (kept.Count >= size)
                    skip = Gap(seen + 1);
            }
        }
        finally
        {
            foreach (var vector in vectors)
                vector.Release();
        }
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

    // Each later row is kept with probability size / rows so far: the number of rows passed over until the next one that is.
    private long Gap(long seen)
    {
        var keep = (double)size / (seen + 1);
        return keep >= 1 ? 0 : (long)Math.Min(1e15, Math.Log(1 - random.NextDouble()) / Math.Log(1 - keep));
    }
}
