using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Windows;

/// <summary>Functions of a row's place among its partition's rows.</summary>
internal static unsafe class Ranking
{
    public static bool Knows(string function) => function is "row_number" or "rank" or "dense_rank" or "percent_rank" or "cume_dist" or "ntile";

    public static Vector Evaluate(WindowFunctionCall call, WindowBlock block, MemoryBudget budget)
    {
        if (call.Type is DoubleType)
        {
            var shares = budget.Allocate((long)block.Rows * sizeof(double));
            for (var row = 0; row < block.Rows; row++)
                ((double*)shares.Pointer)[row] = Share(call.Function, block, row);
            return new FlatVector(call.Type, block.Rows, shares);
        }

        var buckets = call.Function == "ntile" ? (int)((call.Arguments[0] as Literal)?.Value ?? throw new UnreachableException("ntile takes a constant")) : 0;
        var numbers = budget.Allocate((long)block.Rows * sizeof(int));
        var target = (int*)numbers.Pointer;
        var dense = block.DenseRankBefore;
        for (var row = 0; row < block.Rows; row++)
        {
            var place = row - block.PartitionStart[row];
            dense = place == 0 ? 1 : block.PeerStart[row] == row ? dense + 1 : dense;
            target[row] = call.Function switch
            {
                "row_number" => place + 1,
                "rank" => block.PeerStart[row] - block.PartitionStart[row] + 1,
                "dense_rank" => dense,
                _ => Bucket(place, block.PartitionEnd[row] - block.PartitionStart[row], buckets),
            };
        }

        return new FlatVector(call.Type, block.Rows, numbers);
    }

    private static double Share(string function, WindowBlock block, int row)
    {
        var size = block.PartitionEnd[row] - block.PartitionStart[row];
        return function == "cume_dist"
            ? (block.PeerEnd[row] - block.PartitionStart[row]) / (double)size
            : size == 1 ? 0 : (block.PeerStart[row] - block.PartitionStart[row]) / (double)(size - 1);
    }

    // The first size % buckets buckets have one row more.
    private static int Bucket(int place, int size, int buckets)
    {
        var (small, larger) = (size / buckets, size % buckets);
        var inLarger = larger * (small + 1);
        return place < inLarger ? place / (small + 1) + 1 : larger + (place - inLarger) / small + 1;
    }
}
