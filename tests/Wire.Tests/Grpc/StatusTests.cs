using Google.Protobuf.WellKnownTypes;
using Spindle.Columnar.Errors;
using Spindle.Testing;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Grpc.Server;

namespace Spindle.Wire.Tests.Grpc;

/// <summary>How calls end, and what travels beside the messages.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task A_status_travels_whole()
    {
        var sent = new Status(StatusCode.FailedPrecondition, "50% of the Rückgabe\nis missing ✗ \t%41", new byte[] { 0, 255, 1, 7 });
        var service = new GrpcService().Unary(Echo.Say, (Func<StringValue, ServerCallContext, Task<StringValue>>)((_, _) => throw new RpcException(sent, new Metadata().Add("reason", "none").Add("proof-bin", new byte[] { 9, 0, 8 }))));
        await using var loopback = await Loopback.StartAsync(service);
        var error = await Assert.ThrowsAsync<RpcException>(() => loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("")));
        Assert.Equal((sent.Code, sent.Message), (error.Code, error.Status.Message));
        Assert.Equal(sent.Details.ToArray(), error.Status.Details.ToArray());
        Assert.Equal("none", error.Trailers.Text("reason"));
        Assert.Equal([9, 0, 8], error.Trailers.Bytes("proof-bin")!.Value.ToArray());
    }

    [Fact]
    public async Task A_status_after_messages_comes_after_them()
    {
        var service = new GrpcService().ServerStreaming(Echo.Letters, async (_, responses, context) =>
        {
            await responses.WriteAsync(Echo.Of("a"));
            context.Trailers.Add("never", "sent");
            throw new RpcException(StatusCode.DataLoss, "the rest is gone");
        });
        await using var loopback = await Loopback.StartAsync(service);
        using var call = loopback.Channel.ServerStreaming(Echo.Letters, Echo.Of("x"));
        Assert.True(await call.MoveNextAsync());
        var error = await Assert.ThrowsAsync<RpcException>(() => call.MoveNextAsync().AsTask());
        Assert.Equal((StatusCode.DataLoss, "the rest is gone"), (error.Code, error.Status.Message));
        Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(() => call.MoveNextAsync().AsTask())).Code);
    }

    [Fact]
    public async Task Metadata_goes_both_ways_before_and_after_the_messages()
    {
        var service = new GrpcService().Unary(Echo.Say, (request, context) =>
        {
            context.ResponseHeaders.Add("first", context.RequestHeaders.Text("asked")!).Add("raw-bin", context.RequestHeaders.Bytes("sent-bin")!.Value);
            context.Trailers.Add("last", "2");
            return Task.FromResult(request);
        });
        await using var loopback = await Loopback.StartAsync(service);
        using var call = loopback.Channel.ClientStreaming(
            new Method<StringValue, StringValue>(MethodKind.ClientStreaming, Echo.Say.Service, Echo.Say.Name, Echo.Say.Requests, Echo.Say.Responses),
            new CallOptions { Headers = new Metadata().Add("Asked", "1").Add("sent-bin", new byte[] { 255, 254 }) });
        await call.WriteAsync(Echo.Of("x"));
        await call.CompleteAsync();
        var headers = await call.HeadersAsync();
        Assert.Equal("1", headers.Text("first"));
        Assert.Equal([255, 254], headers.Bytes("raw-bin")!.Value.ToArray());
        await call.ResponseAsync();
        Assert.Equal("2", call.Trailers.Text("last"));
    }

    [Fact]
    public async Task A_method_that_is_not_there_says_so()
    {
        await using var loopback = await Loopback.StartAsync(new GrpcService());
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("")))).Code);
        using var call = loopback.Channel.Bidirectional(Echo.Talk);
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => call.MoveNextAsync().AsTask())).Code);
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => call.WriteAsync(Echo.Of("")).AsTask())).Code);
    }

    [Fact]
    public async Task An_exception_of_a_handler_is_told_to_both_ends()
    {
        var told = new TaskCompletionSource<Exception>();
        var service = new GrpcService()
            .Unary(Echo.Say, (Func<StringValue, ServerCallContext, Task<StringValue>>)((_, _) => throw new InvalidOperationException("broken")))
            .ClientStreaming(Echo.Join, (Func<IMessageReader<StringValue>, ServerCallContext, Task<StringValue>>)((_, _) => throw new SpindleException(ErrorClasses.DivideByZero, "nothing to divide by")));
        await using var loopback = await Loopback.StartAsync(service, new GrpcServerSettings { HandlerFailed = (_, exception) => told.TrySetResult(exception) });
        var error = await Assert.ThrowsAsync<RpcException>(() => loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("")));
        Assert.Equal(StatusCode.Unknown, error.Code);
        Assert.Contains("broken", error.Status.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(await told.Task);
        using var call = loopback.Channel.ClientStreaming(Echo.Join);
        var named = await Assert.ThrowsAsync<RpcException>(call.ResponseAsync);
        Assert.Equal("DIVIDE_BY_ZERO", named.ErrorClass);
    }

    [Fact]
    public async Task A_message_past_the_limit_is_refused_at_either_end()
    {
        await using var loopback = await Loopback.StartAsync(
            Echo.Service(), new GrpcServerSettings { MaxMessageLength = 1000 }, new GrpcChannelSettings { MaxMessageLength = 2000 });
        var big = Echo.Of(new string('x', 1500));
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => loopback.Channel.UnaryAsync(Echo.Say, big))).Code);
        var bigger = Echo.Of(new string('x', 2500));
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => loopback.Channel.UnaryAsync(Echo.Say, bigger))).Code);
        Assert.Equal("small", (await loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("small"))).Value);
    }

    [Fact]
    public async Task Compressed_messages_are_read_and_answered_in_kind()
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service(), new GrpcServerSettings { MaxMessageLength = 1 << 20 });
        var compress = new CallOptions { Compress = true };
        var text = new string('x', 500_000);
        Assert.Equal(text, (await loopback.Channel.UnaryAsync(Echo.Say, Echo.Of(text), compress)).Value);
        using var call = loopback.Channel.Bidirectional(Echo.Talk, compress);
        await call.WriteAsync(Echo.Of(text));
        Assert.True(await call.MoveNextAsync());
        Assert.Equal($"{text}!", call.Current.Value);
        Assert.Equal(0, call.Trailers.Count);
    }

    [Fact]
    public async Task A_small_message_that_grows_past_the_limit_is_refused()
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service(), new GrpcServerSettings { MaxMessageLength = 100_000 });
        var bomb = Echo.Of(new string('x', 10_000_000));
        var error = await Assert.ThrowsAsync<RpcException>(() => loopback.Channel.UnaryAsync(Echo.Say, bomb, new CallOptions { Compress = true }));
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unavailable()
    {
        using var nobody = new Nobody();
        using var channel = new GrpcChannel(nobody.Address);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(Echo.Say, Echo.Of("")))).Code);
        using var call = channel.Bidirectional(Echo.Talk);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.WriteAsync(Echo.Of("")).AsTask())).Code);
    }
}
