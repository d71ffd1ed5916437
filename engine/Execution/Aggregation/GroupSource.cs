using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Spilling;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Aggregation;

/// <summary>Reads finished groups: ranges of the tables in memory, or one partition after the other from disk.</summary>
internal sealed class GroupSource(AggregateShape shape, AggregateSink groups, TaskContext task, NodeMetrics spills, NodeMetrics output) : Source(output)
{
    private const int GroupsPerMorsel = 65_536;

    private int set;
    private int group;
    private int partition;

    public override Morsel? Take()
    {
        if (groups.Spilled.Count > 0)
        {
            if (partition == PartitionedFiles.Count)
                return null;
            var current = partition++;
            return new PartitionMorsel(this, [.. groups.Spilled.Select(s => s[current]).OfType<SpillFile>()], 1);
        }

        while (set < groups.Results.Count)
        {
            var current = groups.Results[set];
            if (group < current.Count)
            {
                var start = group;
                group = (int)Math.Min(current.Count, (long)group + GroupsPerMorsel);
                return new RangeMorsel(shape, current, start, group);
            }

            set++;
            group = 0;
        }

        return null;
    }

    private static RecordBatch Output(AggregateShape shape, GroupSet set, int start, int count) =>
        shape.Plan.Mode == AggregateMode.Partial ? set.States(start, count) : set.Results(start, count);

    private sealed class RangeMorsel(AggregateShape shape, GroupSet set, int next, int end) : Morsel
    {
        private int next = next;

        public override RecordBatch? Read(WorkerContext worker)
        {
            if (next >= end)
                return null;
            var start = next;
            next = (int)Math.Min(end, (long)next + worker.Task.Settings.BatchRows);
            return Output(shape, set, start, next - start);
        }
    }

    /// <summary>Merges the files of one partition; a partition that does not fit is cut again by other bits of the hashes.</summary>
    private sealed class PartitionMorsel(GroupSource source, List<SpillFile> files, int level) : Morsel
    {
        private readonly Stack<(List<SpillFile> Files, int Level)> pending = new([(files, level)]);
        private GroupSet? merged;
        private int next;

        public override RecordBatch? Read(WorkerContext worker)
        {
            while (true)
            {
                if (merged is not null && next < merged.Count)
                {
                    var start = next;
                    next = (int)Math.Min(merged.Count, (long)next + worker.Task.Settings.BatchRows);
                    return Output(source.Shape, merged, start, next - start);
                }

                merged?.Dispose();
                merged = null;
                next = 0;
                if (!pending.TryPop(out var part))
                    return null;
                Merge(part.Files, part.Level, worker);
            }
        }

        public override void Dispose()
        {
            merged?.Dispose();
            merged = null;
            base.Dispose();
        }

        private void Merge(List<SpillFile> parts, int depth, WorkerContext worker)
        {
            merged = new GroupSet(source.Shape, worker.Budget);
            GroupPartitions? finer = null;
            foreach (var file in parts)
            {
                using var reader = file.Read(source.Shape.StateTypes);
                while (reader.Read(worker.Budget) is { } states)
                {
                    try
                    {
                        worker.CheckCancelled();
                        if (finer is null && !TryMerge(states, depth, worker))
                        {
                            finer = new GroupPartitions(source.Shape, source.Task, depth, source.Spills);
                            finer.Write(merged!);
                            merged!.Dispose();
                            merged = null;
                        }

                        finer?.Write(states);
                    }
                    finally
                    {
                        states.Release();
                    }
                }

                file.Delete();
            }

            if (finer is null)
                return;
            finer.Finish();
            for (var i = 0; i < PartitionedFiles.Count; i++)
                if (finer[i] is { } file)
                    pending.Push(([file], depth + 1));
        }

        /// <summary>False where the groups should be cut by further bits first.</summary>
        private bool TryMerge(RecordBatch states, int depth, WorkerContext worker)
        {
            if (depth > PartitionedFiles.MaxLevel || merged!.Count == 0)
            {
                merged!.Merge(states);
                return true;
            }

            return (merged.TryReserve(states.Rows) || (worker.MakeRoom() && merged.TryReserve(states.Rows))) && merged.TryMerge(states);
        }
    }

    private AggregateShape Shape => shape;

    private NodeMetrics Spills => spills;

    private TaskContext Task => task;
}
