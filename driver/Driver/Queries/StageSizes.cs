using Spindle.Driver.Scheduling;
using Spindle.Optimizer.Stages;

namespace Spindle.Driver.Queries;

/// <summary>What a complete stage put out, for planning its readers. Its totals are those of when it was made.</summary>
/// <param name="asComputed">Each map's rows stay together: the maps are the partitions.</param>
internal sealed class StageSizes(OutputLocations outputs, bool asComputed) : IStageSizes
{
    private readonly long[] totals = asComputed ? [.. Enumerable.Range(0, outputs.Maps).Select(m => outputs.Size(m, 0))] : outputs.PartitionSizes();

    public int Maps => outputs.Maps;

    public long Rows { get; } = outputs.Rows;

    public long Bytes(int partition) => partition < totals.Length ? totals[partition] : 0;

    public long Bytes(int map, int partition) => !asComputed ? outputs.Size(map, partition) : map == partition ? totals[map] : 0;
}
