using System.Globalization;
using System.Net;
using Spindle.Columnar.Memory;
using Spindle.Driver.Actions;
using Spindle.Driver.Allocation;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Driver.Logging;
using Spindle.Driver.Metrics;
using Spindle.Driver.Programs;
using Spindle.Driver.Queries;
using Spindle.Driver.Settings;
using Spindle.Launch;
using Spindle.Optimizer.Stages;
using Spindle.Plans;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Sources;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Plans;

namespace Spindle.Driver.Cluster;

/// <summary>Runs queries over executors: cuts them into stages, has their tasks placed, and hands on the results. One for an application.</summary>
public sealed class ClusterRunner : IQueryRunner, IJobGroups, IDatasetKeeper, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan CertificateLifetime = TimeSpan.FromDays(30);

    private readonly ClusterSettings settings;
    private readonly PlanCodec codec;
    private readonly RowDecoder decoder;
    private readonly EventLoop loop;
    private readonly ExecutorPool pool;
    private readonly ExecutorRegistry registry = new();
    private readonly ActionRunner actions;
    private readonly FallbackCleaner? cleaner;
    private readonly CertificateAuthority authority;
    private readonly ProcessCertificate certificate;
    private readonly ResultFetcher results;
    private readonly Action<ITableHandle>? admit;
    private readonly EventLog? log;
    private readonly DriverMetrics metrics;
    private readonly ExecutorPeaks peaks;
    private MetricsServer? metricsServer;
    private readonly TaskPlanningSettings planning;
    private readonly ProgramCatalog programs = new();
    private readonly ProgramService shipping;
    private GrpcServer? server;
    private long lastJob;
    private readonly Lazy<Task> ending;
    private bool disposed;

    private ClusterRunner(ClusterSettings settings, IExecutorLauncher launcher, IEnumerable<Type> travelling, MemoryBudget budget, TimeProvider time, ILogFolder? logs, Action<ITableHandle>? admit, Action<string>? removeFolder)
    {
        this.settings = settings;
        this.admit = admit;
        ending = new Lazy<Task>(EndAsync);
        codec = new PlanCodec(travelling);
        decoder = new RowDecoder(budget, codec);
        planning = settings.Planning with { Slots = settings.Planned * settings.Cores, Processes = settings.Planned };
        authority = new CertificateAuthority(settings.Application, time, CertificateLifetime);
        certificate = authority.Issue(PeerIdentity.Driver(settings.Application));
        metrics = new DriverMetrics(settings.Application);
        peaks = new ExecutorPeaks(time);
        if (settings.EventLogFolder is { } folder)
        {
            var rolling = settings.EventLogRolls ? LogRolling.None with { FileBytes = settings.EventLogFileBytes, Retained = settings.EventLogFiles } : LogRolling.None;
            log = EventLog.Create(logs ?? new LocalLogFolder(folder), rolling, settings.Application, time);
        }

        var scheduling = settings.Scheduling;
        if (scheduling.Allocation is { Enabled: true } allocation)
            scheduling = scheduling with { Allocation = allocation with { Initial = Math.Max(allocation.Initial, settings.Executors), Slots = Math.Max(1, settings.Cores / Math.Max(1, scheduling.TaskSlots)) } };
        loop = new EventLoop(scheduling, time);
        pool = new ExecutorPool(settings, scheduling.Allocation.Enabled ? ExecutorAllocation.Initial(scheduling.Allocation) : settings.Executors, launcher, Describe, loop.Post, time);
        var commits = new CommitAnswers(loop.Post);
        results = new ResultFetcher(settings.Application, budget, new TlsDialer(certificate, null, time).DialAsync, loop.Post);
        cleaner = settings is { FallbackPath: { } path, CleansFallback: true } && removeFolder is not null ? new FallbackCleaner(FallbackStorage.FolderOf(path, settings.Application), removeFolder, time) : null;
        actions = new ActionRunner(loop, registry, pool, commits, settings, Announce) { Cleaner = cleaner };
        shipping = new ProgramService(settings.Application, registry, programs, settings.BroadcastPieceLength);
        Service = shipping.AddTo(new DriverService(settings.Application, registry, pool, commits, results, loop.Post, Beat, BuildIdentity.Current, settings.ExitNews, time).Build());
    }

    /// <summary>Told of everything worth telling, on the loop's thread.</summary>
    public event Action<Announcement>? Announced;

    /// <summary>The executors that are connected: id and process id.</summary>
    public IReadOnlyList<(string Executor, int Pid)> Executors => [.. registry.All.Select(c => (c.Key.Id, c.Pid))];

    /// <summary>What each executor used at most, by its heartbeats; those that are gone too.</summary>
    public IReadOnlyList<ExecutorPeak> Peaks => peaks.All;

    /// <summary>Where the event log of this application is written; null for nowhere.</summary>
    public string? EventLogFile => log?.Path;

    /// <summary>Where the application's figures are served; null for nowhere.</summary>
    public Uri? MetricsAddress => metricsServer?.Address;

    private GrpcService Service { get; }

    /// <summary>Starts the driver and asks for its executors; queries wait for the first of them.</summary>
    /// <param name="travelling">Records of tables and splits that plans hold, the same as the executors know.</param>
    /// <param name="logs">Where the event log is kept, where its folder is none of this machine.</param>
    /// <param name="admit">Sees what describes each table that a query reads or writes, before anything of it runs, and throws where executors cannot reach it.</param>
    /// <param name="removeFolder">Removes a folder of storage with what is in it, where executors may have put blocks.</param>
    public static async Task<ClusterRunner> StartAsync(ClusterSettings settings, IExecutorLauncher launcher, IEnumerable<Type> travelling, MemoryBudget budget, TimeProvider time, ILogFolder? logs = null, Action<ITableHandle>? admit = null, Action<string>? removeFolder = null)
    {
        var runner = new ClusterRunner(settings, launcher, travelling, budget, time, logs, admit, removeFolder);
        if (settings.MetricsAddress is { } address)
            runner.metricsServer = await MetricsServer.StartAsync(address, runner.metrics).ConfigureAwait(false);
        runner.server = await GrpcServer.StartAsync(new GrpcServerSettings { Address = settings.ListenAddress, Time = time, Budget = budget, Certificate = runner.certificate, MaxMessageLength = settings.MaxMessageLength }, [runner.Service]).ConfigureAwait(false);
        runner.loop.Start(runner.actions.Act);
        runner.pool.Start();
        return runner;
    }

    public IQueryExecution Run(PhysicalPlan plan, QuerySettings settings, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Admit(plan);
        var id = new JobId(Interlocked.Increment(ref lastJob));
        var origins = new Dictionary<PhysicalPlan, PhysicalPlan>(ReferenceEqualityComparer.Instance);
        var cut = StageCutter.Cut(plan, origins);
        var current = Planning(settings);
        var filters = StageFilters.Of(cut, current.PruneSplits);
        var query = filters.Query;
        var figures = new QueryFigures(query, origins);
        var job = new QueryJob(id, query, filters, figures, codec, current, decoder, programs);
        var execution = new ClusterExecution(id, plan.Schema, figures, decoder, loop.Post, cancellation);
        actions.Add(new RunningQuery(job, execution, Travelling(settings)));
        loop.Post(new JobSubmitted(id, job.Spec(settings.Description ?? plan.Describe(), settings.Pool, settings.Group)));
        return execution;
    }

    public void CancelGroup(string group, string reason, bool futureToo) => loop.Post(new GroupCancelled(group, reason, futureToo));

    public void Forget(long dataset) => loop.Post(new DatasetForgotten(dataset));

    /// <summary>Ends the application. Whoever calls this waits until its end, also where another thread has begun it, as a signal's: a process that ended before would leave executors behind.</summary>
    public ValueTask DisposeAsync() => new(ending.Value);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task EndAsync()
    {
        disposed = true;
        loop.Post(new ApplicationFailed(new JobError("SPARK_JOB_CANCELLED", "XXKDA", "the session was closed")));
        await pool.DisposeAsync().ConfigureAwait(false);
        if (server is not null)
            await server.DisposeAsync().ConfigureAwait(false);
        if (metricsServer is not null)
            await metricsServer.DisposeAsync().ConfigureAwait(false);
        await loop.DisposeAsync().ConfigureAwait(false);
        if (cleaner is not null)
            await cleaner.EndAsync().ConfigureAwait(false);
        if (log is not null)
            await log.DisposeAsync().ConfigureAwait(false);
        shipping.Dispose();
        results.Dispose();
        certificate.Dispose();
        authority.Dispose();
    }

    private ExecutorLaunch Describe(string executor)
    {
        using var own = authority.Issue(PeerIdentity.Executor(settings.Application, executor));
        var driver = settings.DriverHost is { } host ? string.Create(CultureInfo.InvariantCulture, $"{host}:{server!.Address.Port}") : server!.Address.ToString();
        return new ExecutorLaunch(settings.Application, executor, driver, Dns.GetHostName(), settings.Cores, settings.Memory, own.ToPem(), settings.LocalFolder, settings.ExecutorSettings);
    }

    private void Beat(Protos.HeartbeatRequest heartbeat)
    {
        metrics.Beat(heartbeat);
        peaks.Beat(heartbeat);
    }

    private void Announce(Announcement announcement)
    {
        log?.Write(announcement, loop.Now);
        metrics.Hear(announcement);
        // That executors leave at the end is no news.
        if (!disposed)
            Announced?.Invoke(announcement);
    }

    private void Admit(PhysicalPlan plan)
    {
        if (admit is null)
            return;
        foreach (var node in plan.SelfAndDescendants())
            if (node is WriteExec { Sink: var sink })
                admit(sink);
            else if (node is ScanExec { Table: ITable table } && table.Describe() is { } described)
                admit(described);
    }

    // A session may change these between queries.
    private TaskPlanningSettings Planning(QuerySettings query) =>
        query.Given.Count == 0 ? planning : DriverSettings.Read(settings, query.Given, static _ => { }).Planning with { Slots = planning.Slots, Processes = planning.Processes };

    private static Dictionary<string, string> Travelling(QuerySettings query) => new()
    {
        ["spindle.batch.rows"] = query.BatchRows.ToString(CultureInfo.InvariantCulture),
        ["spindle.test.spillEverything"] = query.SpillEverything ? "true" : "false",
        ["spindle.test.equalHashes"] = query.EqualHashes ? "true" : "false",
    };
}
