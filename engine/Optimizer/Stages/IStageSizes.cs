namespace Spindle.Optimizer.Stages;

/// <summary>What a complete stage put out, as the driver knows it.</summary>
public interface IStageSizes
{
    /// <summary>Map tasks.</summary>
    int Maps { get; }

    /// <summary>Rows over all map tasks; 0 where nobody has counted them.</summary>
    long Rows => 0;

    /// <summary>Bytes of a partition over all map tasks. Where the output stays as computed, partition and map task are the same.</summary>
    long Bytes(int partition);

    /// <summary>Bytes of a partition from one map task.</summary>
    long Bytes(int map, int partition);
}
