using Spindle.Wire.Grpc;

namespace Spindle.Driver.Cluster;

/// <summary>A task's rows as they came: batches one behind the other.</summary>
internal sealed record ResultRows(Payload Bytes, long[] Lengths) : IDisposable
{
    /// <summary>True where the bytes are no rows but what a task wrote to a table.</summary>
    public bool IsReceipt { get; init; }

    public void Dispose() => Bytes.Dispose();
}
