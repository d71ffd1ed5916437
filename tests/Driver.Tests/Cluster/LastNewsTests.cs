using System.Net;
using Spindle.Columnar.Memory;
using Spindle.Driver.Actions;
using Spindle.Driver.Cluster;
using Spindle.Driver.Events;
using Spindle.Launch;
using Spindle.Protos;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Services;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>An executor's connection and its process end at once, and its last words may not be read any more: what it said before and how it ended say why it is no more.</summary>
public sealed class LastNewsTests
{
    [Theory]
    [InlineData("leaves", 0, null, LossReason.Drained)]
    [InlineData("leaves", 134, null, LossReason.Crashed)]
    [InlineData("leaves", null, 9, LossReason.Crashed)]
    [InlineData("works", 0, null, LossReason.Crashed)]
    [InlineData("has left", null, 9, LossReason.Drained)]
    public async Task What_it_said_and_how_it_ended_count(string said, int? code, int? signal, LossReason reason)
    {
        var removed = new TaskCompletionSource<ExecutorRemoved>(TaskCreationOptions.RunContinuationsAsynchronously);
        var settings = new ClusterSettings(1, 1, 1 << 20) { Application = "app-of-last-news", ExitNews = TimeSpan.FromSeconds(30) };
        await using var runner = await ClusterRunner.StartAsync(settings, new OneExecutor(said, executor => new ExecutorExit(executor, code, signal, false, false, "")), [], new MemoryBudget(), TimeProvider.System);
        runner.Announced += news =>
        {
            if (news is ExecutorRemoved removal)
                removed.TrySetResult(removal);
        };
        Assert.Equal(reason, (await removed.Task.WaitAsync(TimeSpan.FromSeconds(30))).Reason);
    }

    /// <summary>It registers, says what it is to say, waits until the driver has heard so, and is gone.</summary>
    private sealed class OneExecutor(string says, Func<string, ExecutorExit> end) : IExecutorLauncher
    {
        private bool launched;

        public Action<ExecutorExit>? Exited { get; set; }

        // Nobody takes its place.
        public void Launch(ExecutorLaunch launch)
        {
            if (!launched)
                _ = LiveAsync(launch);
            launched = true;
        }

        public void Kill(string executor)
        {
        }

        public ValueTask DisposeAsync() => default;

        private async Task LiveAsync(ExecutorLaunch launch)
        {
            using var certificate = ProcessCertificate.FromPem(launch.Certificate);
            var settings = new GrpcChannelSettings { Dial = new TlsDialer(certificate, PeerIdentity.Driver(launch.Application), TimeProvider.System).DialAsync };
            using (var channel = new GrpcChannel(IPEndPoint.Parse(launch.Driver), settings))
            using (var call = channel.Bidirectional(DriverMethods.Connect))
            {
                await call.WriteAsync(new(new ExecutorMessage { Register = new Register { Application = launch.Application, ExecutorId = launch.Executor, EngineVersion = BuildIdentity.Current, Cores = 1 } }));
                await call.MoveNextAsync();
                if (says != "works")
                {
                    await call.WriteAsync(new(new ExecutorMessage { Draining = new Draining { Reason = "SIGTERM" } }));
                    await call.MoveNextAsync();
                    Assert.Equal(DriverMessage.KindOneofCase.Drain, call.Current.KindCase);
                }

                if (says == "has left")
                {
                    await call.WriteAsync(new(new ExecutorMessage { Drained = new Drained() }));
                    Assert.False(await call.MoveNextAsync());
                }
            }

            Exited?.Invoke(end(launch.Executor));
        }
    }
}
