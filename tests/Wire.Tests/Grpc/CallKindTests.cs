using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Spindle.Columnar.Memory;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Grpc.Server;

namespace Spindle.Wire.Tests.Grpc;

public sealed class CallKindTests
{
    [Fact]
    public async Task One_request_has_one_response()
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service());
        Assert.Equal("hello", (await loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("hello"))).Value);
        Assert.Equal("", (await loopback.Channel.UnaryAsync(Echo.Say, Echo.Of(""))).Value);
    }

    [Fact]
    public async Task Many_requests_have_one_response()
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service());
        using var call = loopback.Channel.ClientStreaming(Echo.Join);
        foreach (var word in new[] { "a", "b", "c" })
            await call.WriteAsync(Echo.Of(word));
        await call.CompleteAsync();
        Assert.Equal("a+b+c", (await call.ResponseAsync()).Value);
    }

    [Fact]
    public async Task One_request_has_many_responses()
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service());
        using var call = loopback.Channel.ServerStreaming(Echo.Letters, Echo.Of("xyz"));
        var all = new List<string>();
        await foreach (var response in ((IMessageReader<StringValue>)call).ReadAllAsync())
            all.Add(response.Value);
        Assert.Equal(["x", "y", "z"], all);
    }

    [Fact]
    public async Task Messages_go_both_ways_in_turn()
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service());
        using var call = loopback.Channel.Bidirectional(Echo.Talk);
        for (var i = 0; i < 10; i++)
        {
            await call.WriteAsync(Echo.Of($"{i}"));
            Assert.True(await call.MoveNextAsync());
            Assert.Equal($"{i}!", call.Current.Value);
        }

        await call.CompleteAsync();
        Assert.False(await call.MoveNextAsync());
    }

    [Fact]
    public async Task A_server_may_speak_first()
    {
        var service = new GrpcService().Bidirectional(Echo.Talk, async (requests, responses, _) =>
        {
            await responses.WriteAsync(Echo.Of("who is there?"));
            Assert.True(await requests.MoveNextAsync());
            await responses.WriteAsync(requests.Current);
        });
        await using var loopback = await Loopback.StartAsync(service);
        using var call = loopback.Channel.Bidirectional(Echo.Talk);
        Assert.True(await call.MoveNextAsync());
        await call.WriteAsync(Echo.Of("me"));
        Assert.True(await call.MoveNextAsync());
        Assert.Equal("me", call.Current.Value);
        Assert.False(await call.MoveNextAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(600)]
    [InlineData(8 << 10)]
    [InlineData((8 << 10) + 1)]
    [InlineData(1 << 20)]
    [InlineData(40 << 20)]
    public async Task Payloads_arrive_as_they_were_sent_and_every_buffer_is_given_back(int length)
    {
        var budget = new MemoryBudget();
        await using var loopback = await Loopback.StartAsync(
            Echo.Service(), new GrpcServerSettings { Budget = budget }, new GrpcChannelSettings { Budget = budget });
        using var call = loopback.Channel.Bidirectional(Echo.Bounce);
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using (var sent = new WithPayload<BlockChunk>(new BlockChunk { Map = 7, Length = length, Checksum = ulong.MaxValue }, Payload.Of(bytes)))
            await call.WriteAsync(sent);
        Assert.True(await call.MoveNextAsync());
        using (var back = call.Current)
        {
            Assert.Equal(7, back.Header.Map);
            Assert.Equal(ulong.MaxValue, back.Header.Checksum);
            Assert.True(back.Payload.Span.SequenceEqual(bytes));
            Assert.Equal(length > 0, back.Payload.Buffer is not null);
        }

        await call.CompleteAsync();
        Assert.False(await call.MoveNextAsync());
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task Payloads_are_an_ordinary_field_to_other_implementations()
    {
        // The same service with the message as protobuf alone knows it: what one side writes as a payload, the other reads as a field, and the reverse.
        var plain = new ProtobufMarshaller<BlockChunk>(BlockChunk.Parser);
        await using var loopback = await Loopback.StartAsync(Echo.Service());
        using var call = loopback.Channel.Bidirectional(new Method<BlockChunk, BlockChunk>(MethodKind.Bidirectional, "test.Echo", "Bounce", plain, plain));
        var sent = new BlockChunk { Map = 3, Data = ByteString.CopyFrom(new byte[100_000]), Key = new BlockKey { Map = new MapBlock { Query = 1L << 40 } } };
        await call.WriteAsync(sent);
        Assert.True(await call.MoveNextAsync());
        Assert.Equal(sent, call.Current);
    }

    [Fact]
    public async Task A_thousand_calls_run_at_once_over_one_connection()
    {
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new GrpcService().Unary(Echo.Say, async (request, _) =>
        {
            if (Interlocked.Increment(ref arrived) == 1000)
                all.SetResult();
            await all.Task;
            return request;
        });
        await using var loopback = await Loopback.StartAsync(service);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => loopback.Channel.UnaryAsync(Echo.Say, Echo.Of($"{i}"))));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}"), answers.Select(a => a.Value));
    }
}
