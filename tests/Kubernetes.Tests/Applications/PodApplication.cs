using System.Net;
using System.Net.Sockets;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Columnar.Memory;
using Spindle.Driver.Actions;
using Spindle.Driver.Cluster;
using Spindle.Driver.Jobs;
using Spindle.Sql;
using Spindle.Sql.Runners;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>A session over executor pods in a namespace of its own, whose news a test follows.</summary>
internal sealed class PodApplication : IAsyncDisposable
{
    private const string Master = "heard:k8s://";

    private static readonly Provider Providers = new();

    private readonly Lock gate = new();
    private readonly List<Announcement> news = [];
    private TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringWriter said = new();
    private readonly IReadOnlySet<string> before;

    private PodApplication(Cluster cluster, IReadOnlySet<string> before, IEnumerable<(string Key, string Value)> settings)
    {
        Cluster = cluster;
        this.before = before;
        Gate = new TaskGate(AddressTowards(cluster.Client.Endpoint.Server));
        var builder = Session.Builder().Config("spindle.tpch.scale", "0.02")
            .Config("spark.kubernetes.namespace", cluster.Namespace).Config("spark.kubernetes.container.image", Image ?? "made-up").Config("spark.kubernetes.container.image.pullPolicy", "Never")
            .Config("spark.executor.instances", 3).Config("spark.executor.memory", "256m").Config("spark.executor.memoryOverhead", "256m").Config("spark.kubernetes.executor.request.cores", "100m")
            .Config("spark.sql.autoBroadcastJoinThreshold", "-1").Config("spark.sql.shuffle.partitions", "6").Config("spark.sql.adaptive.enabled", "false").Config("spark.sql.files.maxPartitionBytes", "512k");
        var master = Master;
        foreach (var (key, value) in settings)
        {
            if (key == "spark.master")
                master = $"heard:{value}";
            else
                builder.Config(key, value);
        }

        lock (Providers)
        {
            var error = Console.Error;
            Console.SetError(new Tee(error, said));
            try
            {
                Session = builder.Master(master).Create();
                Runner = Providers.Last!;
            }
            finally
            {
                Console.SetError(error);
            }
        }

        Runner.Announced += Hear;
        var address = Gate.Address;
        Session.Udf.Register("held", (long value) => TaskGate.Pass(address, value));
    }

    public static string? Image => Environment.GetEnvironmentVariable("SPINDLE_TEST_IMAGE") is { Length: > 0 } image ? image : null;

    public Cluster Cluster { get; }

    public Session Session { get; }

    public ClusterRunner Runner { get; }

    /// <summary>Holds the tasks of <see cref="Query"/> once all of its map outputs stand.</summary>
    public TaskGate Gate { get; }


    public const string Query = DrivenQuery.Text;

    /// <summary>An application in a namespace of its own; null, with a printed line, where there is no cluster, no image, or it is no time for long tests.</summary>
    public static async Task<PodApplication?> TryOpenAsync(params (string Key, string Value)[] settings)
    {
        if (await TryOpenClusterAsync() is not { } cluster)
            return null;
        return await OverAsync(cluster, settings);
    }

    /// <summary>A namespace for an application; null, with a printed line, where there is no cluster, no image, or it is no time for long tests.</summary>
    public static async Task<Cluster?> TryOpenClusterAsync()
    {
        if (TestTiers.Current == TestTier.Default)
        {
            Skipped.Say("faults of executor pods; SPINDLE_TEST_TIER=ci tries them");
            return null;
        }

        if (Image is not null)
            return await Cluster.TryOpenAsync();
        Skipped.Say("executor pods on a Kubernetes cluster (SPINDLE_TEST_IMAGE is not set)");
        return null;
    }

    public static async Task<PodApplication> OverAsync(Cluster cluster, params (string Key, string Value)[] settings) => new(cluster, await cluster.ObjectsAsync(), settings);

    /// <summary>The rows of the query, computed by this process alone.</summary>
    public static List<string> Expected()
    {
        using var session = Session.Builder().Master("local[1]").Config("spindle.tpch.scale", "0.02").Create();
        session.Udf.Register("held", (long value) => value);
        return Rows(session);
    }

    /// <summary>Runs the query on a thread of its own.</summary>
    public Task<List<string>> RunAsync() => Task.Run(() => Rows(Session));

    public static List<string> Rows(Session session, string query = Query) => [.. session.Sql(query).Collect().Select(r => r.ToString()!)];

    /// <summary>The executor that runs in a pod.</summary>
    public static string ExecutorOf(string pod) => pod[(pod.LastIndexOf('-') + 1)..];

    /// <summary>What has been announced so far.</summary>
    public IReadOnlyList<Announcement> News
    {
        get
        {
            lock (gate)
                return [.. news];
        }
    }

    /// <summary>What whoever waits at the terminal was told.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    /// <summary>Waits for an announcement, made already or to come.</summary>
    public async Task<T> HearAsync<T>(Func<T, bool> wanted, TimeSpan? deadline = null)
        where T : Announcement
    {
        using var patience = new CancellationTokenSource(deadline ?? Cluster.Deadline);
        while (true)
        {
            var next = Volatile.Read(ref heard);
            if (News.OfType<T>().FirstOrDefault(wanted) is { } found)
                return found;
            await next.Task.WaitAsync(patience.Token);
        }
    }

    public Task<ExecutorRemoved> RemovalOfAsync(string pod, TimeSpan? deadline = null) => HearAsync<ExecutorRemoved>(r => r.Executor.Id == ExecutorOf(pod), deadline);

    /// <summary>Tasks whose work was done more than once: their rows were lost, or their executor while they ran. One that is merely told to read elsewhere has lost nothing.</summary>
    public int TasksRunAgain(JobId? job = null) => News.OfType<TaskEnded>().Where(t => t.Status is AttemptStatus.Succeeded or AttemptStatus.Lost && (job is null || t.Attempt.Job == job))
        .CountBy(t => (t.Attempt.Job, t.Attempt.Stage, t.Attempt.Partition)).Count(t => t.Value > 1);

    /// <summary>Checks that nothing but what the removed executors held or ran was computed again.</summary>
    public void OnlyWhatWasLostRanAgain()
    {
        var lost = News.OfType<TaskEnded>().Where(t => t.Status is AttemptStatus.Lost or AttemptStatus.Failed).Select(t => (t.Attempt.Job, t.Attempt.Stage, t.Attempt.Partition))
            .Concat(News.OfType<OutputsLost>().SelectMany(o => o.Maps.Select(m => (o.Job, o.Stage, m)))).ToHashSet();
        Assert.Subset(lost, News.OfType<TaskLaunched>().Where(t => t.Attempt.Attempt > 0).Select(t => (t.Attempt.Job, t.Attempt.Stage, t.Attempt.Partition)).ToHashSet());
    }

    /// <summary>Ends the session and checks that the namespace is as it was before.</summary>
    public async Task CloseAsync()
    {
        Session.Dispose();
        await LeftNothingAsync(Cluster, before);
    }

    /// <summary>Checks that a namespace has nothing that it had not before; what is being deleted has until the deadline.</summary>
    public static async Task LeftNothingAsync(Cluster cluster, IReadOnlySet<string> before)
    {
        IReadOnlySet<string> left = new HashSet<string>();
        try
        {
            await Cluster.ReachedAsync(async () => (left = (await cluster.ObjectsAsync()).Except(before).ToHashSet()).Count == 0);
        }
        catch (OperationCanceledException)
        {
            Assert.Empty(left);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        Session.Dispose();
        await Cluster.DisposeAsync();
    }

    /// <summary>The address by which this machine reaches another is the one by which that one's pods reach it.</summary>
    public static string AddressTowards(Uri server)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Connect(server.DnsSafeHost, server.Port);
        return ((IPEndPoint)probe.LocalEndPoint!).Address.ToString();
    }

    private void Hear(Announcement announcement)
    {
        lock (gate)
            news.Add(announcement);
        Interlocked.Exchange(ref heard, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private sealed class Tee(TextWriter first, StringWriter second) : TextWriter
    {
        public override System.Text.Encoding Encoding => first.Encoding;

        public override void WriteLine(string? line)
        {
            first.WriteLine(line);
            lock (second)
                second.WriteLine(line);
        }
    }

    // The package's own provider, whose runner is kept to listen to.
    private sealed class Provider : IRunnerProvider
    {
        public Provider() => RunnerProviders.Register(this);

        public ClusterRunner? Last { get; private set; }

        public string Forms => "heard:k8s://https://host:port";

        public SessionRunner? Open(string master, IReadOnlyDictionary<string, string> settings, MemoryBudget budget, TimeProvider time)
        {
            if (!master.StartsWith("heard:", StringComparison.Ordinal))
                return null;
            var opened = new KubernetesProvider().Open(master["heard:".Length..], settings, budget, time)!;
            Last = (ClusterRunner)opened.Runner;
            return opened;
        }
    }
}
