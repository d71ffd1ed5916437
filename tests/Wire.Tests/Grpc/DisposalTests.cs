using System.Buffers;
using System.Runtime.InteropServices;
using Spindle.Columnar.Memory;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Tests.Grpc;

/// <summary>Calls that are disposed of on one thread while another reads them.</summary>
public sealed class DisposalTests
{
    private static readonly ProtobufMarshaller<BlockChunk> Chunks = new(BlockChunk.Parser);

    [Fact]
    public async Task A_buffer_that_the_stream_still_writes_to_is_lent_to_nobody_else()
    {
        using var stream = new HeldStream();
        var input = new MessageInput(stream, 1 << 16, null, new MemoryBudget());
        var reading = input.NextAsync(Chunks, CancellationToken.None).AsTask();
        Assert.True(MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)stream.Target, out var written));
        input.Dispose();
        Assert.NotSame(written.Array, ArrayPool<byte>.Shared.Rent(written.Array!.Length));

        stream.Came.SetResult(0);
        Assert.False((await reading).HasMessage);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => input.NextAsync(Chunks, CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Half_a_message_that_came_before_the_disposal_is_an_error()
    {
        using var stream = new HeldStream();
        var input = new MessageInput(stream, 1 << 16, null, new MemoryBudget());
        var reading = input.NextAsync(Chunks, CancellationToken.None).AsTask();
        input.Dispose();
        var first = stream.Came;
        stream.Came = new TaskCompletionSource<int>();
        first.SetResult(3);
        stream.Came.SetResult(0);
        await Assert.ThrowsAsync<RpcException>(() => reading);
    }

    /// <summary>Reads when it is told to, and as much as it is told.</summary>
    private sealed class HeldStream : MemoryStream
    {
        public TaskCompletionSource<int> Came { get; set; } = new();

        public Memory<byte> Target { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Target = buffer;
            return new(Came.Task);
        }
    }
}
