using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates;

namespace Spindle.Execution.Windows;

/// <summary>
/// Partial states of aligned runs of rows: level 0 is the rows themselves, a node of level k stands for 16 of level k - 1. A frame is at most 30 nodes a level, taken from left to right,
/// so that functions which mind the order of rows are right too.
/// </summary>
internal sealed unsafe class StateTree : IDisposable
{
    private const int Shift = 4;

    private readonly Vector[] arguments;
    private readonly bool[]? passing;
    private readonly MemoryBudget budget;
    private readonly List<Vector[]> levels = [];
    private readonly RowMaps maps;

    /// <param name="arguments">Of all rows; lent as long as the tree is used.</param>
    public StateTree(Vector[] arguments, bool[]? passing, int rows, Func<int, Accumulator> create, MemoryBudget budget)
    {
        this.arguments = arguments;
        this.passing = passing;
        this.budget = budget;
        maps = new RowMaps(budget);
        try
        {
            Build(rows, create);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Feeds frames to the accumulator, each to a group of its own.</summary>
    /// <param name="starts">The first row of each frame.</param>
    /// <param name="ends">The row after its last.</param>
    /// <param name="firstGroup">The first frame's group; the others follow.</param>
    public void Collect(Accumulator target, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends, int firstGroup)
    {
        // left[k] and right[k] of each row are the nodes of level k at either end of its frame; what lies between is climbed to the next level.
        var count = starts.Length;
        var low = starts.ToArray();
        var high = ends.ToArray();
        var right = new List<PairList>();
        try
        {
            for (var level = 0; level <= levels.Count; level++)
            {
                using var left = new PairList(budget);
                var rest = new PairList(budget);
                right.Add(rest);
                for (var i = 0; i < count; i++)
                    Climb(ref low[i], ref high[i], firstGroup + i, level, left, rest);
                Feed(target, level, left);
            }

            for (var level = levels.Count; level >= 0; level--)
                Feed(target, level, right[level]);
        }
        finally
        {
            foreach (var list in right)
                list.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var level in levels)
            foreach (var vector in level)
                vector.Release();
        maps.Dispose();
    }

    private void Build(int rows, Func<int, Accumulator> create)
    {
        var below = rows;
        while (below > 1 << Shift)
        {
            var nodes = (below + (1 << Shift) - 1) >> Shift;
            using var accumulator = create(nodes);
            using var pairs = new PairList(budget);
            for (var i = 0; i < below; i++)
                if (levels.Count > 0 || Passes(i))
                    pairs.Add(i >> Shift, i);
            Feed(accumulator, levels.Count, pairs);
            using var all = new NativeArray<int>(budget);
            all.Ensure(nodes);
            for (var i = 0; i < nodes; i++)
                all.Pointer[i] = i;
            using var states = new ColumnSet();
            accumulator.States(all.Pointer, nodes, states);
            levels.Add(states.Take());
            below = nodes;
        }
    }

    private void Climb(ref int low, ref int high, int group, int level, PairList left, PairList right)
    {
        const int Mask = (1 << Shift) - 1;
        if (level == levels.Count)
        {
            for (; low < high; low++)
                Add(left, group, low, level);
            return;
        }

        while (low < high && (low & Mask) != 0)
            Add(left, group, low++, level);
        var from = Math.Max(low, high & ~Mask);
        for (var node = from; node < high; node++)
            Add(right, group, node, level);
        high = from;
        (low, high) = low < high ? (low >> Shift, high >> Shift) : (0, 0);
    }

    private void Add(PairList list, int group, int node, int level)
    {
        if (level > 0 || Passes(node))
            list.Add(group, node);
    }

    private bool Passes(int row) => passing is null || passing[row];

    private void Feed(Accumulator target, int level, PairList pairs)
    {
        if (pairs.Count == 0)
            return;
        maps.Reset();
        var columns = level == 0 ? arguments : levels[level - 1];
        var views = new ColumnView[columns.Length];
        for (var i = 0; i < views.Length; i++)
            views[i] = maps.View(columns[i], pairs.Rows, pairs.Count);
        if (level == 0)
            target.Update(pairs.Groups, views, pairs.Count);
        else
            target.Merge(pairs.Groups, views, pairs.Count);
    }
}
