using Spindle.Wire.Grpc;

namespace Spindle.Driver.Cluster;

/// <summary>A task's rows as they came: batches one behind the other.</summary>
internal sealed record ResultRows(Payload Bytes, long[] Lengths) : IDisposable
{
    public void Dispose() => Bytes.Dispose();
}
