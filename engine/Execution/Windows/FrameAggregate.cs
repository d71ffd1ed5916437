using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;

namespace Spindle.Execution.Windows;

/// <summary>
/// An aggregate over each row's frame. Frames that are whole partitions are grouped once; frames that only grow are followed row by row; short frames are summed up one by one, and
/// long ones through a tree of partial states. All of them feed the function's accumulator, in the order of the rows.
/// </summary>
internal sealed unsafe class FrameAggregate : IDisposable
{
    /// <summary>Rows of frames in all, per row, up to which frames are summed up one by one.</summary>
    private const int ShortFrame = 48;

    private const int ResultsAtOnce = 256;

    private readonly AggregateCall call;
    private readonly WindowBlock block;
    private readonly WindowFrames frames;
    private readonly MemoryBudget budget;
    private readonly bool equalHashes;
    private readonly IUserFunctions? userFunctions;
    private readonly Vector[] arguments;
    private readonly bool[]? passing;
    private readonly RowMaps maps;

    public FrameAggregate(WindowCall window, AggregateCall call, WindowBlock block, EvaluationContext context, bool equalHashes)
    {
        this.call = call;
        this.block = block;
        this.equalHashes = equalHashes;
        userFunctions = context.UserFunctions;
        budget = context.Budget;
        frames = new WindowFrames(window, block, context);
        maps = new RowMaps(budget);
        using var inputs = new FrameArguments(call, context);
        arguments = inputs.Evaluate(block.Batch, out passing);
    }

    public Vector Evaluate()
    {
        if (frames.FromPartitionStart && frames.ToPartitionEnd)
            return WholePartitions();
        if (frames.FromPartitionStart)
            return Growing();
        var total = 0L;
        for (var row = 0; row < block.Rows; row++)
            total += frames.End[row] - frames.Start[row];
        return total <= (long)block.Rows * ShortFrame || block.Rows < 64 ? OneByOne() : ByTree();
    }

    public void Dispose()
    {
        foreach (var argument in arguments)
            argument.Release();
        maps.Dispose();
    }

    private Accumulator Create(int groups)
    {
        var accumulator = AggregateFunctions.Create(call, budget, equalHashes, userFunctions, inBatches: false);
        try
        {
            accumulator.Grow(groups);
            return accumulator;
        }
        catch
        {
            accumulator.Dispose();
            throw;
        }
    }

    /// <summary>Results at each row's place; takes over the results.</summary>
    private Vector Spread(Vector results, int* places)
    {
        try
        {
            return Gather.Lanes(results, places, block.Rows, budget);
        }
        finally
        {
            results.Release();
        }
    }

    private ColumnView[] Views(int* rows, int count)
    {
        maps.Reset();
        var views = new ColumnView[arguments.Length];
        for (var i = 0; i < views.Length; i++)
            views[i] = maps.View(arguments[i], rows, count);
        return views;
    }

    private bool Passes(int row) => passing is null || passing[row];

    private Vector WholePartitions()
    {
        using var groups = new NativeArray<int>(budget);
        using var rows = new NativeArray<int>(budget);
        using var partition = new NativeArray<int>(budget);
        groups.Ensure(block.Rows);
        rows.Ensure(block.Rows);
        partition.Ensure(block.Rows);
        int count = 0, partitions = 0;
        for (var row = 0; row < block.Rows; row++)
        {
            partitions += block.PartitionStart[row] == row ? 1 : 0;
            partition.Pointer[row] = partitions - 1;
            if (!Passes(row))
                continue;
            groups.Pointer[count] = partitions - 1;
            rows.Pointer[count++] = row;
        }

        using var accumulator = Create(partitions);
        accumulator.Update(groups.Pointer, Views(rows.Pointer, count), count);
        return Spread(accumulator.Evaluate(0, partitions), partition.Pointer);
    }

    private Vector Growing()
    {
        using var groups = new NativeArray<int>(budget);
        using var rows = new NativeArray<int>(budget);
        using var places = new NativeArray<int>(budget);
        groups.Ensure(block.Rows);
        rows.Ensure(block.Rows);
        places.Ensure(block.Rows);
        using var results = new ColumnSet();
        using var whole = new ColumnSet();
        var count = 0;
        Accumulator? accumulator = null;
        try
        {
            var taken = 0;
            for (var row = 0; row < block.Rows; row++)
            {
                var isNew = block.PartitionStart[row] == row;
                if (isNew)
                {
                    accumulator?.Dispose();
                    accumulator = null;
                    accumulator = Create(1);
                    taken = row;
                }

                if (isNew || frames.End[row] > taken)
                {
                    var more = 0;
                    for (; taken < frames.End[row]; taken++)
                        if (Passes(taken))
                            rows.Pointer[more++] = taken;
                    accumulator!.Update(groups.Pointer, Views(rows.Pointer, more), more);
                    results.Add(accumulator.Evaluate(0, 1));
                    count++;
                    if (results.Count == ResultsAtOnce)
                        Join(results, whole);
                }

                places.Pointer[row] = count - 1;
            }
        }
        finally
        {
            accumulator?.Dispose();
        }

        Join(results, whole);
        return Spread(Concatenation.Of(whole.Columns, call.Type, 0, budget), places.Pointer);
    }

    // A result alone takes a whole buffer.
    private void Join(ColumnSet results, ColumnSet whole)
    {
        if (results.Count > 0)
            whole.Add(Concatenation.Of(results.Columns, call.Type, 0, budget));
        results.Dispose();
    }

    private Vector OneByOne()
    {
        using var accumulator = Create(block.Rows);
        using var pairs = new PairList(budget);
        for (var row = 0; row < block.Rows; row++)
        {
            for (var other = frames.Start[row]; other < frames.End[row]; other++)
                if (Passes(other))
                    pairs.Add(row, other);
            if (pairs.Count >= 4096)
                Take(accumulator, pairs);
        }

        Take(accumulator, pairs);
        return accumulator.Evaluate(0, block.Rows);
    }

    private void Take(Accumulator accumulator, PairList pairs)
    {
        accumulator.Update(pairs.Groups, Views(pairs.Rows, pairs.Count), pairs.Count);
        pairs.Clear();
    }

    private Vector ByTree()
    {
        using var tree = new StateTree(arguments, passing, block.Rows, Create, budget);
        using var accumulator = Create(block.Rows);
        for (var start = 0; start < block.Rows; start += 1024)
            tree.Collect(accumulator, frames.Start.AsSpan(start, Math.Min(1024, block.Rows - start)), frames.End.AsSpan(start, Math.Min(1024, block.Rows - start)), start);
        return accumulator.Evaluate(0, block.Rows);
    }
}
