using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Windows;

/// <summary>Functions that give another row's value: <c>lag</c>, <c>lead</c>, <c>nth_value</c>.</summary>
internal static unsafe class OffsetFunctions
{
    public static Vector Evaluate(WindowCall window, WindowFunctionCall call, WindowBlock block, EvaluationContext context)
    {
        using var values = ProjectionEvaluator.Compile([call.Arguments[0], .. call.Arguments.Skip(2)], context);
        using var lanes = new NativeArray<int>(context.Budget);
        lanes.Ensure(Math.Max(1, block.Rows));
        var vectors = values.Evaluate(block.Batch);
        try
        {
            var offset = Convert.ToInt64(Constant.Of(call.Arguments[1], context), System.Globalization.CultureInfo.InvariantCulture);
            var target = lanes.Pointer;
            if (call.Function == "nth_value")
                Nth(new WindowFrames(window, block, context), vectors[0], call.IgnoreNulls, offset, target);
            else
                Neighbours(block, vectors[0], call.IgnoreNulls, call.Function == "lag" ? -offset : offset, target);
            if (vectors.Length == 1)
                return Gather.Lanes(vectors[0], target, block.Rows, context.Budget, mayBeNegative: true);
            // Rows without such a neighbour take the default, whose lanes lie behind the values'.
            for (var row = 0; row < block.Rows; row++)
                if (target[row] < 0)
                    target[row] = block.Rows + row;
            using var both = new ColumnSet();
            both.Add(Concatenation.Of(vectors, call.Type, 0, context.Budget));
            return Gather.Lanes(both.Columns[0], target, block.Rows, context.Budget);
        }
        finally
        {
            foreach (var vector in vectors)
                vector.Release();
        }
    }

    private static void Nth(WindowFrames frames, Vector values, bool ignoreNulls, long n, int* target)
    {
        for (var row = 0; row < frames.Start.Length; row++)
        {
            target[row] = -1;
            if (!ignoreNulls)
            {
                var place = frames.Start[row] + n - 1;
                target[row] = place < frames.End[row] ? (int)place : -1;
                continue;
            }

            var left = n;
            for (var other = frames.Start[row]; other < frames.End[row] && target[row] < 0; other++)
                if (!values.IsNull(other) && --left == 0)
                    target[row] = other;
        }
    }

    private static void Neighbours(WindowBlock block, Vector values, bool ignoreNulls, long offset, int* target)
    {
        for (var row = 0; row < block.Rows; row++)
        {
            if (!ignoreNulls || offset == 0)
            {
                var place = row + offset;
                target[row] = place >= block.PartitionStart[row] && place < block.PartitionEnd[row] ? (int)place : -1;
                continue;
            }

            var step = Math.Sign(offset);
            var left = Math.Abs(offset);
            target[row] = -1;
            for (var other = row + step; other >= block.PartitionStart[row] && other < block.PartitionEnd[row] && target[row] < 0; other += step)
                if (!values.IsNull(other) && --left == 0)
                    target[row] = other;
        }
    }
}
