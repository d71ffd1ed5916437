namespace Spindle.Driver.Scheduling;

/// <summary>Rows that executors keep beyond the job that computed them, by dataset: which partitions there are, and where each is.</summary>
internal sealed class CachedDatasets
{
    private readonly SortedDictionary<long, MapOutputs> datasets = [];

    public IEnumerable<MapOutputs> All => datasets.Values;

    /// <summary>Partitions of a dataset that have been computed; null where none ever was, or it was forgotten.</summary>
    public MapOutputs? Find(long dataset) => datasets.GetValueOrDefault(dataset);

    /// <summary>Every partition is on an executor.</summary>
    public bool IsComplete(long dataset) => datasets.TryGetValue(dataset, out var parts) && parts.Missing == 0;

    /// <returns>Whether an earlier run of the partition gave other rows.</returns>
    public bool Add(long dataset, int partitions, int partition, ExecutorState place, long[] bytes, long rows, UInt128 checksum)
    {
        if (!datasets.TryGetValue(dataset, out var parts) || parts.Maps != partitions)
            datasets[dataset] = parts = new MapOutputs(partitions, new MapSizes(partitions, 1, int.MaxValue, 0));
        return parts.Add(partition, place, bytes, rows, checksum, 0);
    }

    /// <summary>An executor no longer has these partitions.</summary>
    public void Lose(long dataset, IEnumerable<int> partitions, ExecutorState from)
    {
        if (!datasets.TryGetValue(dataset, out var parts))
            return;
        foreach (var partition in partitions)
            if (partition >= 0 && partition < parts.Maps && ReferenceEquals(parts.Place(partition), from))
                parts.Lose(partition, 0);
    }

    /// <summary>Another executor has these partitions now.</summary>
    public void Move(long dataset, IEnumerable<int> partitions, ExecutorState from, ExecutorState to)
    {
        if (!datasets.TryGetValue(dataset, out var parts))
            return;
        foreach (var partition in partitions)
            if (partition >= 0 && partition < parts.Maps && ReferenceEquals(parts.Place(partition), from))
                parts.Move(partition, to, 0);
    }

    /// <summary>What an executor had is gone with it.</summary>
    /// <returns>Each dataset with the partitions that it lost.</returns>
    public List<(long Dataset, List<int> Partitions)> LoseAll(ExecutorState executor)
    {
        var lost = new List<(long, List<int>)>();
        foreach (var (dataset, parts) in datasets)
        {
            if (parts.On(executor) is not { Count: > 0 } partitions)
                continue;
            Lose(dataset, partitions, executor);
            lost.Add((dataset, partitions));
        }

        return lost;
    }

    public void Remove(long dataset) => datasets.Remove(dataset);
}
