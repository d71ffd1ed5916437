using Spindle.Protos.Health;
using Spindle.Wire.Grpc;
using Spindle.Wire.Services;
using ServingStatus = Spindle.Protos.Health.HealthCheckResponse.Types.ServingStatus;

namespace Spindle.Wire.Tests.Grpc;

public sealed class HealthServiceTests
{
    [Fact]
    public async Task It_tells_the_state_of_the_process_and_of_services()
    {
        var health = new HealthService();
        health.Set("spindle.v1.Driver", ServingStatus.NotServing);
        await using var loopback = await Loopback.StartAsync(health.Service());
        Assert.Equal(ServingStatus.Serving, (await loopback.Channel.UnaryAsync(HealthMethods.Check, new HealthCheckRequest())).Status);
        Assert.Equal(ServingStatus.NotServing, (await loopback.Channel.UnaryAsync(HealthMethods.Check, new HealthCheckRequest { Service = "spindle.v1.Driver" })).Status);
        var unknown = await Assert.ThrowsAsync<RpcException>(() => loopback.Channel.UnaryAsync(HealthMethods.Check, new HealthCheckRequest { Service = "other" }));
        Assert.Equal(StatusCode.NotFound, unknown.Code);
    }

    [Fact]
    public async Task A_watcher_is_told_of_every_change_until_the_server_stops()
    {
        var health = new HealthService();
        await using var loopback = await Loopback.StartAsync(health.Service());
        using var call = loopback.Channel.ServerStreaming(HealthMethods.Watch, new HealthCheckRequest { Service = "later" });
        Assert.True(await call.MoveNextAsync());
        Assert.Equal(ServingStatus.ServiceUnknown, call.Current.Status);
        health.Set("later", ServingStatus.Serving);
        Assert.True(await call.MoveNextAsync());
        Assert.Equal(ServingStatus.Serving, call.Current.Status);
        health.Set("other", ServingStatus.Serving);
        health.Set("later", ServingStatus.NotServing);
        Assert.True(await call.MoveNextAsync());
        Assert.Equal(ServingStatus.NotServing, call.Current.Status);
        var stopping = loopback.Server.StopAsync(TimeSpan.FromSeconds(30));
        var ended = await Assert.ThrowsAsync<RpcException>(() => call.MoveNextAsync().AsTask());
        Assert.Equal(StatusCode.Unavailable, ended.Code);
        await stopping;
    }
}
