using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Execution.Aggregation;

/// <summary>Merges the workers' tables: few groups into the largest table; many groups by their hashes, each worker those of its share.</summary>
internal static unsafe class GroupMerge
{
    private const int Step = 2048;
    private const int ParallelGroups = 50_000;

    /// <summary>Replaces the sets by sets of different groups each; false, with the sets left as they were, when the budget asks for spilling.</summary>
    public static bool TryMerge(List<GroupSet> sets, AggregateShape shape, TaskContext task)
    {
        sets.Sort(static (left, right) => right.Count.CompareTo(left.Count));
        var small = sets.Skip(1).Sum(s => (long)s.Count);
        if (task.Team.Size > 1 && small > ParallelGroups && shape.KeyTypes.Length > 0)
            return TryMergeShares(sets, shape, task);
        if (small > int.MaxValue || !sets[0].TryReserve((int)small))
            return false;
        for (var i = sets.Count - 1; i > 0; i--)
        {
            for (var start = 0; start < sets[i].Count; start += Step)
            {
                task.Cancellation.ThrowIfCancellationRequested();
                var states = sets[i].States(start, Math.Min(Step, sets[i].Count - start));
                try
                {
                    sets[0].Merge(states);
                }
                finally
                {
                    states.Release();
                }
            }

            sets[i].Dispose();
            sets.RemoveAt(i);
        }

        return true;
    }

    private static bool TryMergeShares(List<GroupSet> sets, AggregateShape shape, TaskContext task)
    {
        var shares = new GroupSet[task.Team.Size];
        var refused = false;
        task.Team.RunEach(shares.Length, (worker, share) =>
        {
            shares[share] = task.Own(new GroupSet(shape, worker.Budget));
            foreach (var set in sets)
                for (var start = 0; start < set.Count && !Volatile.Read(ref refused); start += Step)
                {
                    worker.CheckCancelled();
                    var count = Math.Min(Step, set.Count - start);
                    if (shares[share].TryReserve(count))
                        MergeShare(set, start, count, shares[share], share, shape, worker);
                    else
                        Volatile.Write(ref refused, true);
                }
        });
        foreach (var set in refused ? shares : [.. sets])
            set.Dispose();
        if (refused)
            return false;
        sets.Clear();
        sets.AddRange(shares);
        return true;
    }

    private static void MergeShare(GroupSet source, int start, int count, GroupSet target, int share, AggregateShape shape, WorkerContext worker)
    {
        var states = source.States(start, count);
        try
        {
            using var maps = new RowMaps(worker.Budget);
            using var keys = new HashableColumns(states.Columns[..shape.KeyTypes.Length], worker.Budget);
            var views = new ColumnView[shape.KeyTypes.Length];
            for (var i = 0; i < views.Length; i++)
                views[i] = maps.View(keys[i], null);
            var hashes = stackalloc ulong[count];
            KeyHash.Compute(views, count, hashes);
            var lanes = worker.Budget.Allocate((long)count * sizeof(int));
            var kept = 0;
            for (var i = 0; i < count; i++)
                if (hashes[i] % (uint)worker.Task.Team.Size == (uint)share)
                    ((int*)lanes.Pointer)[kept++] = i;
            var part = states.With(new Selection(lanes, kept));
            try
            {
                target.Merge(part);
            }
            finally
            {
                part.Release();
            }
        }
        finally
        {
            states.Release();
        }
    }
}
