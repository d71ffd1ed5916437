using System.Net;
using Google.Protobuf;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Streams;
using Spindle.Protos;
using Spindle.Testing;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Grpc.Server;

namespace Spindle.Wire.Tests.Grpc;

/// <summary>What calls share: connections, their end, and their room.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Calls_share_a_connection()
    {
        var dialled = 0;
        await using var loopback = await Loopback.StartAsync(Echo.Service(), channelSettings: new GrpcChannelSettings
        {
            Dial = (address, cancellation) =>
            {
                Interlocked.Increment(ref dialled);
                return TcpDialer.DialAsync(address, cancellation);
            },
        });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("x"))));
        Assert.Equal(1, dialled);
    }

    [Fact]
    public async Task A_server_that_dies_within_a_stream_ends_it_unavailable()
    {
        var service = new GrpcService().ServerStreaming(Echo.Letters, async (_, responses, context) =>
        {
            await responses.WriteAsync(Echo.Of("a"));
            await new TaskCompletionSource().Task.WaitAsync(context.Cancellation);
        });
        await using var loopback = await Loopback.StartAsync(service);
        using var call = loopback.Channel.ServerStreaming(Echo.Letters, Echo.Of("x"));
        Assert.True(await call.MoveNextAsync());
        await loopback.Server.StopAsync(TimeSpan.Zero);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.MoveNextAsync().AsTask())).Code);
    }

    /// <summary>Whoever has nothing to send finds out when it says so, whether the attempt has failed by then or not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_of_no_requests_to_nobody_ends_unavailable(bool isKnown)
    {
        using var nobody = new Nobody();
        using var channel = new GrpcChannel(nobody.Address);
        using var call = channel.Bidirectional(Echo.Bounce);
        if (isKnown)
            await Assert.ThrowsAsync<RpcException>(() => call.MoveNextAsync().AsTask());
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.CompleteAsync().AsTask())).Code);
    }

    [Fact]
    public async Task A_connection_that_breaks_under_a_request_ends_it_unavailable()
    {
        await using var loopback = await Loopback.StartAsync(
            Echo.Service(), channelSettings: new GrpcChannelSettings { Dial = async (address, cancellation) => new BreakingStream(await TcpDialer.DialAsync(address, cancellation), 0) });
        // Larger than the first windows: the request waits when the connection breaks.
        var error = await Assert.ThrowsAsync<RpcException>(() => loopback.Channel.UnaryAsync(Echo.Say, Echo.Of(new string('x', 1 << 20))));
        Assert.Equal(StatusCode.Unavailable, error.Code);
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_ends_its_call_unavailable()
    {
        using var channel = new GrpcChannel(new DnsEndPoint("nobody", 1), new GrpcChannelSettings
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(1),
            Dial = async (_, cancellation) =>
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellation);
                return Stream.Null;
            },
        });
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(Echo.Say, Echo.Of("x")));
        Assert.Equal(StatusCode.Unavailable, error.Code);
        Assert.Contains("took too long", error.Message);
    }

    /// <summary>What HTTP throws where a connection breaks between a request's head and its body: a moment that no connection can hit at will.</summary>
    [Fact]
    public void A_body_that_was_cancelled_has_lost_its_connection()
    {
        var refusal = new SpindleException(CertificateErrors.RefusedByPeer, "refused");
        Assert.Equal(StatusCode.Unauthenticated, ClientErrors.Map(new TaskCanceledException(), refusal, deadlinePassed: false, cancelled: false).Code);
        var lost = ClientErrors.Map(new TaskCanceledException(), refusal: null, deadlinePassed: false, cancelled: false);
        Assert.Equal(StatusCode.Unavailable, lost.Code);
        Assert.Contains("lost", lost.Message);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_a_payload_gives_its_memory_back()
    {
        var budget = new MemoryBudget();
        var connections = new List<Stream>();
        await using var loopback = await Loopback.StartAsync(
            new GrpcService().Bidirectional(Echo.Bounce, async (_, responses, context) =>
            {
                // Larger than every window: the write waits when the connection breaks.
                await responses.WriteAsync(new(new BlockChunk(), Payload.Of(new byte[100 << 20])), context.Cancellation);
            }),
            channelSettings: new GrpcChannelSettings
            {
                Budget = budget,
                Dial = async (address, cancellation) =>
                {
                    var connection = await TcpDialer.DialAsync(address, cancellation);
                    connections.Add(connection);
                    return new BreakingStream(connection, 10 << 20);
                },
            });
        using var call = loopback.Channel.Bidirectional(Echo.Bounce);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.MoveNextAsync().AsTask())).Code);
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task A_channel_connects_anew_after_its_server_came_back()
    {
        var first = await Loopback.StartAsync(Echo.Service());
        using var channel = new GrpcChannel(first.Server.Address);
        await channel.UnaryAsync(Echo.Say, Echo.Of("x"));
        await first.DisposeAsync();
        await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(Echo.Say, Echo.Of("x")));
        await using var second = await GrpcServer.StartAsync(new GrpcServerSettings { Address = first.Server.Address }, [Echo.Service()]);
        Assert.Equal("y", (await channel.UnaryAsync(Echo.Say, Echo.Of("y"))).Value);
    }

    [Fact]
    public async Task A_stopping_server_finishes_what_it_has_begun()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new GrpcService().Unary(Echo.Say, async (request, context) =>
        {
            using var watch = context.Stopping.Register(stopping.SetResult);
            entered.SetResult();
            await go.Task;
            return request;
        });
        await using var loopback = await Loopback.StartAsync(service);
        var call = loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("x"));
        await entered.Task;
        var stop = loopback.Server.StopAsync(TimeSpan.FromSeconds(30));
        await stopping.Task;
        go.SetResult();
        Assert.Equal("x", (await call).Value);
        await stop;
    }

    [Fact]
    public async Task A_reader_that_stands_still_holds_its_writer_back_and_nobody_else()
    {
        var written = 0;
        var service = Echo.Service().ServerStreaming(Echo.Flood, async (_, responses, context) =>
        {
            var megabyte = new byte[1 << 20];
            for (; written < 200; Interlocked.Increment(ref written))
                await responses.WriteAsync(new(new BlockChunk(), Payload.Of(megabyte)), context.Cancellation);
        });
        var budget = new MemoryBudget();
        await using var loopback = await Loopback.StartAsync(service, channelSettings: new GrpcChannelSettings { Budget = budget, StreamWindow = 1 << 20 });
        using var slow = loopback.Channel.ServerStreaming(Echo.Flood, Echo.Of(""));
        Assert.True(await slow.MoveNextAsync());
        slow.Current.Dispose();
        // Other calls on the connection are answered while this one stands still.
        for (var i = 0; i < 100; i++)
            await loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("x"));
        Assert.InRange(Volatile.Read(ref written), 1, 20);
        var read = 1;
        while (await slow.MoveNextAsync())
        {
            slow.Current.Dispose();
            read++;
        }

        Assert.Equal(200, read);
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task Writers_of_several_threads_keep_messages_whole()
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service());
        using var call = loopback.Channel.Bidirectional(Echo.Talk);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await call.WriteAsync(Echo.Of($"{w}:{new string((char)('a' + w), i * 50)}"));
        })));
        var seen = new int[8];
        for (var i = 0; i < 800; i++)
        {
            Assert.True(await call.MoveNextAsync());
            var text = call.Current.Value;
            var w = text[0] - '0';
            Assert.Equal($"{w}:{new string((char)('a' + w), seen[w]++ * 50)}!", text);
        }

        await writing;
        await call.CompleteAsync();
        Assert.False(await call.MoveNextAsync());
    }

    [Fact]
    public async Task A_plan_of_many_megabytes_travels()
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service());
        var plain = new ProtobufMarshaller<BlockChunk>(BlockChunk.Parser);
        using var call = loopback.Channel.Bidirectional(new Method<BlockChunk, BlockChunk>(MethodKind.Bidirectional, "test.Echo", "Bounce", plain, plain));
        var data = new byte[50 << 20];
        new Random(5).NextBytes(data);
        await call.WriteAsync(new BlockChunk { Data = UnsafeByteOperations.UnsafeWrap(data) });
        Assert.True(await call.MoveNextAsync());
        Assert.True(call.Current.Data.Span.SequenceEqual(data));
    }

    /// <summary>Fails after that many bytes were read.</summary>
    private sealed class BreakingStream(Stream inner, long after) : ForwardStream
    {
        private long left = after;

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            left -= read;
            return left >= 0 ? read : throw new IOException("the line is cut");
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw Refused("is read asynchronously");

        public override void Write(byte[] buffer, int offset, int count) => throw Refused("is written asynchronously");

        public override void Flush() => inner.Flush();

        protected override void Dispose(bool disposing) => inner.Dispose();
    }
}
