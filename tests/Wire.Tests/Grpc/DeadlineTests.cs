using Spindle.Testing;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Grpc.Server;

namespace Spindle.Wire.Tests.Grpc;

/// <summary>Deadlines and cancellation, at either end.</summary>
public sealed class DeadlineTests
{
    private readonly TaskCompletionSource entered = Signal();
    private readonly TaskCompletionSource cancelled = Signal();

    [Fact]
    public async Task The_client_gives_up_when_its_clock_says_so_and_the_server_learns_of_it()
    {
        var time = new ManualTime();
        await using var loopback = await Loopback.StartAsync(Waiting(), channelSettings: new GrpcChannelSettings { Time = time });
        var call = loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("hello"), new CallOptions { Timeout = TimeSpan.FromMinutes(5) });
        await entered.Task;
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call)).Code);
        await cancelled.Task;
    }

    [Fact]
    public async Task The_server_keeps_the_deadline_by_its_own_clock()
    {
        var time = new ManualTime();
        await using var loopback = await Loopback.StartAsync(Waiting(), new GrpcServerSettings { Time = time });
        var call = loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("hello"), new CallOptions { Timeout = TimeSpan.FromMinutes(5) });
        await entered.Task;
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call)).Code);
        await cancelled.Task;
    }

    [Fact]
    public async Task A_handler_that_does_not_notice_its_deadline_holds_nobody_up()
    {
        var time = new ManualTime();
        var stubborn = Signal();
        var service = new GrpcService().Unary(Echo.Say, async (request, _) =>
        {
            entered.SetResult();
            await stubborn.Task;
            return request;
        });
        await using var loopback = await Loopback.StartAsync(service, new GrpcServerSettings { Time = time });
        var call = loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("hello"), new CallOptions { Timeout = TimeSpan.FromMinutes(5) });
        await entered.Task;
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call)).Code);
        stubborn.SetResult();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_deadline_that_has_passed_is_passed_at_once(int ticks)
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service());
        var error = await Assert.ThrowsAsync<RpcException>(
            () => loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("hello"), new CallOptions { Timeout = TimeSpan.FromTicks(ticks) }));
        Assert.Equal(StatusCode.DeadlineExceeded, error.Code);
    }

    [Fact]
    public async Task The_server_knows_how_long_the_client_allows()
    {
        TimeSpan? allowed = null;
        var service = new GrpcService().Unary(Echo.Say, (request, context) =>
        {
            allowed = context.Timeout;
            return Task.FromResult(request);
        });
        await using var loopback = await Loopback.StartAsync(service);
        await loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("hello"), new CallOptions { Timeout = TimeSpan.FromMinutes(5) });
        Assert.Equal(TimeSpan.FromMinutes(5), allowed);
        await loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("hello"));
        Assert.Null(allowed);
    }

    [Fact]
    public async Task Cancelling_reaches_the_server()
    {
        await using var loopback = await Loopback.StartAsync(Waiting());
        using var cancel = new CancellationTokenSource();
        var call = loopback.Channel.UnaryAsync(Echo.Say, Echo.Of("hello"), new CallOptions { Cancellation = cancel.Token });
        await entered.Task;
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call)).Code);
        await cancelled.Task;
    }

    [Fact]
    public async Task Cancelling_a_stream_that_nobody_reads_reaches_the_server()
    {
        await using var loopback = await Loopback.StartAsync(WaitingStream());
        using var cancel = new CancellationTokenSource();
        using var call = loopback.Channel.Bidirectional(Echo.Talk, new CallOptions { Cancellation = cancel.Token });
        Assert.True(await call.MoveNextAsync());
        await cancel.CancelAsync();
        await cancelled.Task;
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.MoveNextAsync().AsTask())).Code);
    }

    [Fact]
    public async Task Disposing_of_a_stream_ends_it_at_the_server()
    {
        await using var loopback = await Loopback.StartAsync(WaitingStream());
        using (var call = loopback.Channel.Bidirectional(Echo.Talk))
            Assert.True(await call.MoveNextAsync());
        await cancelled.Task;
    }

    [Fact]
    public async Task A_wait_for_a_message_may_be_given_up_without_its_call()
    {
        await using var loopback = await Loopback.StartAsync(Echo.Service());
        using var call = loopback.Channel.Bidirectional(Echo.Talk);
        using var impatience = new CancellationTokenSource();
        var waiting = call.MoveNextAsync(impatience.Token).AsTask();
        await call.WriteAsync(Echo.Of("1"));
        Assert.True(await waiting);
        waiting = call.MoveNextAsync(impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private GrpcService Waiting() => new GrpcService().Unary(Echo.Say, async (request, context) =>
    {
        using var watch = context.Cancellation.Register(() => cancelled.TrySetResult());
        entered.SetResult();
        await cancelled.Task;
        context.Cancellation.ThrowIfCancellationRequested();
        return request;
    });

    private GrpcService WaitingStream() => new GrpcService().Bidirectional(Echo.Talk, async (_, responses, context) =>
    {
        using var watch = context.Cancellation.Register(() => cancelled.TrySetResult());
        await responses.WriteAsync(Echo.Of("here"));
        await cancelled.Task;
    });

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
