using System.Net;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Driver.Actions;
using Spindle.Driver.Cluster;
using Spindle.Launch;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Protos;
using Spindle.Sql;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Services;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>What cannot end well ends in one error that says why, with no process and no file left.</summary>
public sealed class NamedEndsTests
{
    [Fact]
    public void A_task_that_fails_four_times()
    {
        using var cluster = new ProbedCluster(new ClusterShape { Change = l => l with { Memory = 8 << 10 } }, 2, 1, FaultPhase.Settings);
        var error = Assert.Throws<SpindleException>(() => FaultPhase.Map.Answer(cluster.Session));
        Assert.Equal("SPINDLE_TASK_FAILED", error.ErrorClass.Name);
        Assert.Matches(@"^task \d+ of stage \d+ failed 4 times \(executor \d+, memory [\d.]+ .iB\); the last time: .* were asked for", error.Message);
        cluster.Close();
        var counted = cluster.Log().Of<TaskEnded>().Where(e => e.GetProperty("counted").GetBoolean()).GroupBy(e => (EventLogLines.Number(e.GetProperty("attempt"), "stage"), EventLogLines.Number(e.GetProperty("attempt"), "partition")));
        Assert.Equal(4, counted.Max(g => g.Count()));
        Console.WriteLine(error.Message);
    }

    [Fact]
    public void A_task_that_kills_its_executor_four_times()
    {
        if (CiTier.Skips("a task that kills four executors"))
            return;

        using var cluster = new ProbedCluster(2, 1, FaultPhase.Settings);
        cluster.AwaitExecutors(2);
        cluster.Heard = news =>
        {
            if (news is TaskLaunched { Attempt: { Stage: 0, Partition: 1 } } launched)
                cluster.Kill(launched.Executor.Id);
        };
        var error = Assert.Throws<SpindleException>(() => FaultPhase.Map.Answer(cluster.Session));
        cluster.Heard = null;
        Assert.Equal("SPINDLE_TASK_FAILED", error.ErrorClass.Name);
        Assert.Matches(@"^task 1 of stage 0 failed 4 times \(executor \d+, memory 512 MiB\); the last time: executor \d+ was lost \(Crashed\): SIGKILL", error.Message);
        cluster.Close();
        Assert.Equal(4, cluster.Log().Of<ExecutorRemoved>().Count(e => EventLogLines.Text(e, "message") == "SIGKILL"));
        Console.WriteLine(error.Message);
    }

    [Fact]
    public void Executors_with_a_forged_certificate()
    {
        if (CiTier.Skips("executors with a forged certificate"))
            return;
        using var cluster = new ProbedCluster(new ClusterShape { Change = Forge }, 1, 1, FaultPhase.Settings);
        var error = Assert.Throws<SpindleException>(() => FaultPhase.Map.Answer(cluster.Session));
        Assert.Equal("SPINDLE_NO_EXECUTORS", error.ErrorClass.Name);
        Assert.Contains("authority", error.Message, StringComparison.Ordinal);
        cluster.Close();
        Console.WriteLine(error.Message);
    }

    [Fact]
    public async Task Executors_of_another_version()
    {
        var settings = new ClusterSettings(1, 1, 1 << 20) { Application = "app-of-two-versions" };
        await using var runner = await ClusterRunner.StartAsync(settings, new OldExecutors(), [], new MemoryBudget(), TimeProvider.System);
        using var execution = runner.Run(new RangeExec(0, 10, 1, "id"), new QuerySettings(1), default);
        var error = Assert.Throws<SpindleException>(() => execution.Next());
        Assert.Equal("SPINDLE_NO_EXECUTORS", error.ErrorClass.Name);
        Assert.Contains("the driver is of version", error.Message, StringComparison.Ordinal);
        Assert.Contains("the executor of 0.0.1", error.Message, StringComparison.Ordinal);
        Console.WriteLine(error.Message);
    }

    private static ExecutorLaunch Forge(ExecutorLaunch launch)
    {
        using var authority = new CertificateAuthority(launch.Application, TimeProvider.System, TimeSpan.FromDays(1));
        using var forged = authority.Issue(PeerIdentity.Executor(launch.Application, launch.Executor));
        return launch with { Certificate = forged.ToPem() };
    }

    /// <summary>Executors that were built long ago, as far as they say.</summary>
    private sealed class OldExecutors : IExecutorLauncher
    {
        public Action<ExecutorExit>? Exited { get; set; }

        public void Launch(ExecutorLaunch launch) => _ = RegisterAsync(launch);

        public void Kill(string executor)
        {
        }

        public ValueTask DisposeAsync() => default;

        private async Task RegisterAsync(ExecutorLaunch launch)
        {
            using var certificate = ProcessCertificate.FromPem(launch.Certificate);
            var settings = new GrpcChannelSettings { Dial = new TlsDialer(certificate, PeerIdentity.Driver(launch.Application), TimeProvider.System).DialAsync };
            using var channel = new GrpcChannel(IPEndPoint.Parse(launch.Driver), settings);
            using var call = channel.Bidirectional(DriverMethods.Connect);
            await call.WriteAsync(new WithPayload<ExecutorMessage>(new ExecutorMessage { Register = new Register { Application = launch.Application, ExecutorId = launch.Executor, EngineVersion = "0.0.1" } }));
            await call.MoveNextAsync();
            Exited?.Invoke(new ExecutorExit(launch.Executor, 1, null, false, false, call.Current.Refused.Reason));
        }
    }
}
