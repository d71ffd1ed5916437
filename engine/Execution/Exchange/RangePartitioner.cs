using System.Diagnostics;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Sorting;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Plans.Stages;

namespace Spindle.Execution.Exchange;

/// <summary>
/// Deals rows out by the order of their keys: a row's partition is the number of bounds that are not above it. The first key's leading bytes decide most rows; whole keys are compared where those are equal and do
/// not say it all.
/// </summary>
internal sealed unsafe class RangePartitioner : RowPartitioner
{
    private readonly ProjectionEvaluator keys;
    private readonly KeyOrder[] orders;
    private readonly SortKey first;
    private readonly Vector[] bounds;
    private readonly ColumnView[] boundViews;
    private readonly WordBounds boundWords;
    private readonly RowMaps boundMaps;
    private readonly RowMaps maps;
    private readonly NativeArray<ulong> words;
    private readonly bool boundsAreExact;

    public RangePartitioner(RangePartitioning partitioning, EvaluationContext context)
    {
        var rows = partitioning.Bounds ?? throw new UnreachableException("rows are dealt out by ranges whose bounds nobody has drawn");
        first = partitioning.Keys[0];
        keys = ProjectionEvaluator.Compile([.. partitioning.Keys.Select(k => k.Expression)], context);
        orders = [.. partitioning.Keys.Select(k => KeyOrder.Create(k.Expression.Type, k.Descending, k.NullsFirst))];
        boundMaps = new RowMaps(context.Budget);
        maps = new RowMaps(context.Budget);
        words = new NativeArray<ulong>(context.Budget);
        bounds = new Vector[orders.Length];
        boundViews = new ColumnView[orders.Length];
        for (var k = 0; k < bounds.Length; k++)
        {
            using var builder = VectorBuilder.Create(partitioning.Keys[k].Expression.Type, context.Budget);
            foreach (var row in rows)
                builder.Append(((Literal)row[k]).Value);
            bounds[k] = builder.Build();
            boundViews[k] = boundMaps.View(bounds[k], null);
        }

        var encoded = new ulong[rows.Count];
        fixed (ulong* w = encoded)
            boundsAreExact = SortPrefix.Encode(boundViews[0], 0, encoded.Length, first.Descending, first.NullsFirst, w);
        boundWords = new WordBounds(encoded);
    }

    public override void Assign(RecordBatch batch, int* partitions, ulong* hashes)
    {
        var rows = batch.Rows;
        words.Ensure(rows);
        var vectors = keys.Evaluate(batch);
        try
        {
            maps.Reset();
            var views = new ColumnView[vectors.Length];
            for (var i = 0; i < views.Length; i++)
                views[i] = maps.View(vectors[i], batch.Selection);
            var isExact = SortPrefix.Encode(views[0], 0, rows, first.Descending, first.NullsFirst, words.Pointer) && boundsAreExact && orders.Length == 1;
            boundWords.CountNotAbove(words.Pointer, rows, partitions);
            if (!isExact)
                PlaceEqual(views, rows, partitions);
        }
        finally
        {
            foreach (var vector in vectors)
                vector.Release();
        }
    }

    public override void Dispose()
    {
        keys.Dispose();
        boundMaps.Dispose();
        maps.Dispose();
        words.Dispose();
        foreach (var bound in bounds)
            bound.Release();
        base.Dispose();
    }

    /// <summary>Goes back over the bounds whose words are the row's, but which are above it.</summary>
    private void PlaceEqual(ColumnView[] views, int rows, int* partitions)
    {
        for (var row = 0; row < rows; row++)
        {
            var word = words.Pointer[row];
            var (low, high) = (0, partitions[row]);
            if (high == 0 || boundWords[high - 1] != word)
                continue;
            while (low < high)
            {
                var middle = low + high >>> 1;
                if (boundWords[middle] != word || Compare(middle, views, row) <= 0)
                    low = middle + 1;
                else
                    high = middle;
            }

            partitions[row] = low;
        }
    }

    private int Compare(int bound, ColumnView[] views, int row)
    {
        for (var k = 0; k < orders.Length; k++)
            if (orders[k].Compare(boundViews[k], bound, views[k], row) is var order and not 0)
                return order;
        return 0;
    }
}
