using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>A view of where a stage's map outputs are and how large; valid until the next event is applied.</summary>
public readonly struct OutputLocations
{
    private readonly MapOutputs outputs;

    internal OutputLocations(MapOutputs outputs) => this.outputs = outputs;

    /// <summary>Grows with each change.</summary>
    public int Epoch => outputs.Epoch;

    /// <summary>Every map's output is somewhere.</summary>
    public bool IsComplete => outputs.Missing == 0;

    public int Maps => outputs.Maps;

    public int Partitions => outputs.Sizes.Partitions;

    public long Rows => outputs.Rows;

    /// <summary>Bytes of one partition of one map's output.</summary>
    public long Size(int map, int partition) => outputs.Sizes[map, partition];

    /// <summary>Bytes of each partition over all maps.</summary>
    public long[] PartitionSizes() => outputs.Sizes.Totals();

    /// <summary>The executor that has the map's output, or <see cref="ExecutorKey.Fallback"/>; null where it is lost.</summary>
    public ExecutorKey? Place(int map) => outputs.Place(map)?.Key;
}
