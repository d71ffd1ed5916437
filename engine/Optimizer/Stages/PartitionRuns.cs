using Spindle.Optimizer.Exchanges;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Optimizer.Stages;

/// <summary>Deals the partitions of exchanges that are read side by side out to tasks, once their sizes are known.</summary>
internal sealed class PartitionRuns(PhysicalPlan plan, List<PhysicalPlan> leaves, AlignedWork work, Func<int, IStageSizes> sizes, TaskPlanningSettings settings)
{
    /// <summary>Map tasks with all that they dealt out, however it was.</summary>
    public static IEnumerable<PartitionsInput> OfMaps(IStageSizes stage, int partitions, TaskPlanningSettings settings)
    {
        if (stage.Maps == 0)
            return [new PartitionsInput(0, partitions, 0, 0)];
        var bytes = new long[stage.Maps];
        for (var map = 0; map < bytes.Length; map++)
            for (var p = 0; p < partitions; p++)
                bytes[map] += stage.Bytes(map, p);
        return Runs.Balanced(bytes, Runs.Count(bytes.Sum(), bytes.Length, settings.PartitionBytes, settings)).Select(r => new PartitionsInput(0, partitions, r.From, r.To));
    }

    public List<TaskPiece> Pieces()
    {
        if (work.Partitions == 1 || !settings.Adaptive || work.Partitioned.Any(l => Input(l).Partitioning.IsExact))
            return [.. Enumerable.Range(0, work.Partitions).Select(p => Piece(l => new PartitionsInput(p, p + 1)))];
        var bytes = new long[work.Partitions];
        foreach (var leaf in work.Partitioned)
            for (var p = 0; p < bytes.Length; p++)
                bytes[p] += Size(leaf, p);
        var splittable = SkewedSides.Splittable(plan, leaves, work);
        var limits = splittable.ToDictionary(l => l, SkewLimit);
        var pieces = new List<TaskPiece>();
        var start = 0;
        for (var p = 0; p <= bytes.Length; p++)
        {
            var skewed = p < bytes.Length && splittable.Any(l => Size(l, p) > limits[l]);
            if (p < bytes.Length && !skewed)
                continue;
            if (p > start)
                pieces.AddRange(Together(bytes, start, p));
            if (skewed)
                pieces.AddRange(Cut(p, splittable, limits));
            start = p + 1;
        }

        return pieces;
    }

    private IEnumerable<TaskPiece> Together(long[] bytes, int from, int to)
    {
        var part = bytes.AsSpan(from, to - from);
        long total = 0;
        foreach (var size in part)
            total += size;
        return Runs.Balanced(part, Runs.Count(total, part.Length, StoredTarget(), settings)).Select(r => Piece(_ => new PartitionsInput(from + r.From, from + r.To)));
    }

    // A task's memory and time go with its rows as they are read, not with the bytes that they were stored in.
    private long StoredTarget()
    {
        var (stored, read) = (0.0, 0.0);
        foreach (var input in work.Partitioned.Select(Input))
        {
            var stage = sizes(input.StageId);
            var bytes = Enumerable.Range(0, work.Partitions).Sum(stage.Bytes);
            stored += bytes;
            read += Math.Max(bytes, PlanSize.Bytes(stage.Rows, input.Columns));
        }

        return read == 0 ? settings.PartitionBytes : (long)(settings.PartitionBytes * (stored / read));
    }

    /// <summary>Each skewed side by runs of its map tasks, against the whole partition of the others; two skewed sides run against run.</summary>
    private IEnumerable<TaskPiece> Cut(int partition, IReadOnlyList<int> splittable, Dictionary<int, long> limits)
    {
        IEnumerable<Dictionary<int, PartitionsInput>> cuts = [[]];
        foreach (var leaf in splittable.Where(l => Size(l, partition) > limits[l]))
        {
            var stageSizes = sizes(Input(leaf).StageId);
            var maps = Enumerable.Range(0, stageSizes.Maps).Select(m => stageSizes.Bytes(m, partition)).ToArray();
            var runs = Runs.Balanced(maps, (int)Math.Clamp((maps.Sum() + settings.PartitionBytes - 1) / Math.Max(1, settings.PartitionBytes), 1, Math.Max(1, maps.Length)));
            cuts = cuts.SelectMany(c => runs.Select(r => new Dictionary<int, PartitionsInput>(c) { [leaf] = new PartitionsInput(partition, partition + 1, r.From, r.To) })).ToList();
        }

        return cuts.Select(c => Piece(l => c.GetValueOrDefault(l) ?? new PartitionsInput(partition, partition + 1)));
    }

    private TaskPiece Piece(Func<int, PartitionsInput> input) =>
        new([.. work.Partitioned.Select(l => new LeafInput(l, input(l))), .. work.Whole.Select(l => new LeafInput(l, TaskInput.Whole))]);

    private long SkewLimit(int leaf)
    {
        var all = Enumerable.Range(0, work.Partitions).Select(p => Size(leaf, p)).Order().ToList();
        return (long)Math.Max(settings.SkewBytes, settings.SkewFactor * all[all.Count / 2]);
    }

    private long Size(int leaf, int partition) => sizes(Input(leaf).StageId).Bytes(partition);

    private StageInputExec Input(int leaf) => (StageInputExec)leaves[leaf];
}
