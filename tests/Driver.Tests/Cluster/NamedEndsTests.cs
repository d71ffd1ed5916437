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

    [Theory]
    [InlineData("0.0.1", "0.0.1")]
    [InlineData("", "one that does not say")]
    public async Task Executors_of_another_version(string said, string named)
    {
        var settings = new ClusterSettings(1, 1, 1 << 20) { Application = "app-of-two-versions" };
        await using var runner = await ClusterRunner.StartAsync(settings, new OldExecutors(said), [], new MemoryBudget(), TimeProvider.System);
        using var execution = runner.Run(new RangeExec(0, 10, 1, "id"), new QuerySettings(1), default);
        var error = Assert.Throws<SpindleException>(() => execution.Next());
        Assert.Equal("SPINDLE_NO_EXECUTORS", error.ErrorClass.Name);
        Assert.Contains($"the driver is of build {BuildIdentity.Current}, the executor of {named}", error.Message, StringComparison.Ordinal);
        Console.WriteLine(error.Message);
    }

    /// <summary>The package's version is the same, and so are all files but one: the one that holds what the sources sum up to.</summary>
    [Fact]
    public void Executor_processes_of_another_build()
    {
        if (CiTier.Skips("executor processes of another build"))
            return;
        var folder = Directory.CreateTempSubdirectory("spindle-other-build-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            var other = SourceStamp.Value ^ 0xFF;
            var assembly = Path.Combine(folder, "Spindle.Launch.dll");
            var bytes = File.ReadAllBytes(assembly);
            BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().IndexOf(BitConverter.GetBytes(SourceStamp.Value))), other);
            File.WriteAllBytes(assembly, bytes);

            using var cluster = new ProbedCluster(new ClusterShape { Command = ProcessCommand.Beside(folder) }, 1, 1, FaultPhase.Settings);
            var error = Assert.Throws<SpindleException>(() => FaultPhase.Map.Answer(cluster.Session));
            Assert.Equal("SPINDLE_NO_EXECUTORS", error.ErrorClass.Name);
            Assert.Contains($"the driver is of build {BuildIdentity.Current}, the executor of {BuildIdentity.Current.Split('+')[0]}+{other:x16}", error.Message, StringComparison.Ordinal);
            cluster.Close();
            Console.WriteLine(error.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The driver issues certificates by a clock that is forty days slow: its executors' own show them to be over.</summary>
    [Fact]
    public async Task Executors_with_an_expired_certificate()
    {
        if (CiTier.Skips("executors with an expired certificate"))
            return;
        var folder = Directory.CreateTempSubdirectory("spindle-expired-").FullName;
        try
        {
            var settings = new ClusterSettings(1, 1, 256 << 20) { Application = "app-expired", LocalFolder = folder, ExecutorSettings = new Dictionary<string, string> { ["spindle.executor.reachTimeout"] = "2000" } };
            await using (var runner = await ClusterRunner.StartAsync(settings, new ChangedLauncher(new ClusterShape()), [], new MemoryBudget(), new SlowClock(TimeSpan.FromDays(40))))
            {
                using var execution = runner.Run(new RangeExec(0, 10, 1, "id"), new QuerySettings(1), default);
                var error = Assert.Throws<SpindleException>(() => execution.Next());
                Assert.Equal("SPINDLE_NO_EXECUTORS", error.ErrorClass.Name);
                Assert.Contains("expired", error.Message, StringComparison.Ordinal);
                Console.WriteLine(error.Message);
            }

            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A stage's plan, and what a task adds to an accumulator: each of more than a mebibyte, and not tried again.</summary>
    [Theory]
    [InlineData("the plan of stage")]
    [InlineData("what a task tells its driver")]
    public void A_message_over_the_limit(string what)
    {
        if (CiTier.Skips("messages over the limit"))
            return;
        using var cluster = new ProbedCluster(1, 1, [.. FaultPhase.Settings, ("spark.rpc.message.maxSize", "1")]);
        var session = cluster.Session;
        var seen = session.CollectionAccumulator<string>();
        var error = Assert.Throws<SpindleException>(() => what == "the plan of stage"
            ? session.Sql($"SELECT id, '{new string('x', 2 << 20)}' AS wide FROM range(10)").Collect()
            : session.Range(0, 20_000).Select(Spindle.Sql.Functions.Udf((long x) =>
            {
                seen.Add(new string('x', 100));
                return x;
            }).Apply("id")).Collect());
        Assert.Equal("SPINDLE_MESSAGE_TOO_LARGE", error.ErrorClass.Name);
        Assert.Matches($@"{what}.* takes [24],\d+,\d+ bytes.*, more than spindle.rpc.message.maxSize allows \(1 MiB\)", error.Message);
        Console.WriteLine(error.Message);
        // The executor lives and takes what is short enough; a result that is larger is fetched.
        Assert.Equal(10L, session.Range(10).Count());
        Assert.Equal(2 << 20, ((string)session.Range(1).Select(Spindle.Sql.Functions.Expr("repeat('x', int(id) + 2097152)")).Collect()[0][0]!).Length);
        cluster.Close();
        Assert.DoesNotContain(cluster.Log().Before<JobFinished>().Of<ExecutorRemoved>(), _ => true);
    }

    /// <summary>What the driver says no longer arrives, and nothing that its executors say: they end by themselves.</summary>
    [Fact]
    public void Executors_that_no_longer_reach_their_driver()
    {
        if (CiTier.Skips("executors that no longer reach their driver"))
            return;
        var holes = new Dictionary<string, BlackHole>();
        var shape = new ClusterShape
        {
            Spares = true,
            Change = launch =>
            {
                var hole = new BlackHole(IPEndPoint.Parse(launch.Driver));
                lock (holes)
                    holes[launch.Executor] = hole;
                return launch with { Driver = hole.Address.ToString() };
            },
        };
        // Long before its heartbeats are missed, the end of its process tells of its loss.
        using var cluster = new ProbedCluster(shape, 2, 1, [.. FaultPhase.Settings, ("spark.network.timeout", "300s"), ("spark.executor.driverTimeout", "2s")]);
        cluster.AwaitExecutors(2);
        var next = FaultPhase.ShuffleRead.Victim();
        var cut = new List<string>();
        cluster.Heard = news =>
        {
            if (cut.Count > 0 || next(news) is null)
                return;
            lock (holes)
                foreach (var (executor, hole) in holes)
                {
                    cut.Add(executor);
                    hole.Cut();
                }
        };
        using var local = Session.Builder().Master("local[1]").Create();
        Assert.Equal(FaultPhase.ShuffleRead.Answer(local), FaultPhase.ShuffleRead.Answer(cluster.Session));
        cluster.Close();
        var lost = cluster.Log().Of<ExecutorRemoved>().Where(e => cut.Contains(EventLogLines.Executor(e))).ToList();
        Assert.Equal(cut.Count, lost.Count);
        Assert.All(lost, e => Assert.Equal("Crashed", EventLogLines.Text(e, "reason")));
        Console.WriteLine(string.Join("; ", lost.Select(e => EventLogLines.Text(e, "message"))));
        foreach (var hole in holes.Values)
            hole.Dispose();
    }

    private static ExecutorLaunch Forge(ExecutorLaunch launch)
    {
        using var authority = new CertificateAuthority(launch.Application, TimeProvider.System, TimeSpan.FromDays(1));
        using var forged = authority.Issue(PeerIdentity.Executor(launch.Application, launch.Executor));
        return launch with { Certificate = forged.ToPem() };
    }

    private sealed class SlowClock(TimeSpan behind) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - behind;
    }

    /// <summary>Executors that were built long ago, as far as they say.</summary>
    private sealed class OldExecutors(string version) : IExecutorLauncher
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
            await call.WriteAsync(new WithPayload<ExecutorMessage>(new ExecutorMessage { Register = new Register { Application = launch.Application, ExecutorId = launch.Executor, EngineVersion = version } }));
            await call.MoveNextAsync();
            Exited?.Invoke(new ExecutorExit(launch.Executor, 1, null, false, false, call.Current.Refused.Reason));
        }
    }
}
