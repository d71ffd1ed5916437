using System.Collections.Concurrent;
using Spindle.Columnar.Memory;
using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Execution.Joins;
using Spindle.Executor.Programs;
using Spindle.Launch;
using Spindle.Plans.Stages;
using Spindle.Sources;
using Spindle.Wire.Certificates;
using Spindle.Wire.Plans;

namespace Spindle.Executor;

/// <summary>What the parts of one executor share.</summary>
internal sealed class ExecutorContext : IDisposable
{
    private readonly ConcurrentDictionary<long, bool> ended = new();
    private volatile bool leaves;
    private readonly ConcurrentDictionary<long, bool> forgotten = new();
    private readonly ConcurrentDictionary<(long Query, long Dataset), bool> reading = new();
    private readonly Lazy<PlanCodec> codec;
    private readonly Lazy<TableOpeners> tables;
    private readonly Lazy<FallbackBlocks?> fallback;

    /// <param name="codec">Makes what reads plans, when the first is read or <see cref="Prepare"/> is called: an executor is ready before.</param>
    /// <param name="tables">Makes what opens tables, likewise.</param>
    public ExecutorContext(ExecutorOptions options, Func<PlanCodec> codec, Func<TableOpeners> tables, TimeProvider time)
    {
        Options = options;
        this.codec = new Lazy<PlanCodec>(codec);
        this.tables = new Lazy<TableOpeners>(tables);
        fallback = new Lazy<FallbackBlocks?>(() => options.FallbackPath is { Length: > 0 } path
            ? new FallbackBlocks(TravellingTables.Files(Launch.Settings).For(path), FallbackStorage.FolderOf(path, Application)) : null);
        Time = time;
        Budget = new MemoryBudget(Math.Max(1, options.Launch.Memory));
        Store = new BlockStore(Budget, new BlockFolder(Path.Combine(options.Folder, "blocks")));
        Store.IsInUse = dataset => reading.Keys.Any(r => r.Dataset == dataset);
        Certificate = options.Launch.Certificate.Length == 0 ? null : ProcessCertificate.FromPem(options.Launch.Certificate);
        Peers = new PeerChannels(Application, Certificate, Budget, time);
        DriverFiles = new DriverFiles(this);
        Programs = new ProgramTable(this);
        Values = new BroadcastValues(this);
    }

    public ExecutorOptions Options { get; }

    public ExecutorLaunch Launch => Options.Launch;

    public string Application => Options.Launch.Application;

    public string Id => Options.Launch.Executor;

    public PlanCodec Codec => codec.Value;

    public TableOpeners Tables => tables.Value;

    /// <summary>Where blocks go that no peer takes, and come from when nobody else has them; null where there is no such place.</summary>
    public FallbackBlocks? Fallback => fallback.Value;

    public TimeProvider Time { get; }

    public MemoryBudget Budget { get; }

    public BlockStore Store { get; }

    public ProcessCertificate? Certificate { get; }

    public PeerChannels Peers { get; }

    /// <summary>It is about to end, and takes nobody's blocks over.</summary>
    public bool IsLeaving
    {
        get => leaves;
        set => leaves = value;
    }

    /// <summary>What is fetched from the driver aside from its orders.</summary>
    public DriverFiles DriverFiles { get; }

    public OutputTable Outputs { get; } = new();

    public BroadcastCache Broadcasts { get; } = new();

    /// <summary>The tables of broadcast rows that joins probe.</summary>
    public JoinTableCache JoinTables { get; } = new();

    /// <summary>The programs whose functions this executor runs.</summary>
    public ProgramTable Programs { get; }

    /// <summary>The values of broadcast variables.</summary>
    public BroadcastValues Values { get; }

    /// <summary>Makes what the first task would have to wait for.</summary>
    public void Prepare()
    {
        _ = Codec;
        _ = Tables;
    }

    /// <summary>Keeps a task's output, unless its query has ended meanwhile.</summary>
    public void Keep(BlockKey key, long query, MapOutput output)
    {
        Store.Add(key, output);
        if (ended.ContainsKey(query))
            Store.Remove(key);
    }

    /// <summary>Keeps a partition beyond its query.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_SPILL_FAILED: it belongs on a disk that refuses it.</exception>
    public void Keep(CachedDataset dataset, int partition, long query, MapOutput output)
    {
        Use(query, dataset.Id);
        var key = new CachedBlockKey(dataset.Id, partition);
        Store.Add(key, output, dataset.Level);
        if (forgotten.ContainsKey(dataset.Id))
            Store.Remove(key);
    }

    /// <summary>A query reads a dataset: until it ends, what memory has no room for goes to disk whatever its level, so that the query need not compute it again and again.</summary>
    public void Use(long query, long dataset)
    {
        reading[(query, dataset)] = true;
        if (ended.ContainsKey(query))
            reading.TryRemove((query, dataset), out _);
    }

    /// <summary>Forgets a dataset that nobody reads any more.</summary>
    public void RemoveDataset(long dataset)
    {
        forgotten[dataset] = true;
        Store.RemoveDataset(dataset);
    }

    /// <summary>True once the driver has said that the query is over.</summary>
    public bool HasEnded(long query) => ended.ContainsKey(query);

    /// <summary>Forgets a query that is over.</summary>
    public void RemoveQuery(long query)
    {
        // First, so that what a task adds from now on is removed by whichever of the two comes last.
        ended[query] = true;
        Outputs.RemoveQuery(query);
        foreach (var use in reading.Keys)
            if (use.Query == query)
                reading.TryRemove(use, out _);
        RemoveShared(query);
        Store.RemoveQuery(query);
    }

    /// <summary>Forgets what a query's tasks share.</summary>
    public void RemoveShared(long query)
    {
        JoinTables.RemoveQuery(query);
        Broadcasts.RemoveQuery(query);
    }

    public void Dispose()
    {
        Values.Dispose();
        DriverFiles.Dispose();
        Peers.Dispose();
        JoinTables.Dispose();
        Broadcasts.Dispose();
        Store.Dispose();
        Certificate?.Dispose();
        try
        {
            if (Directory.Exists(Options.Folder))
                Directory.Delete(Options.Folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It lies in a temporary folder: nothing depends on its removal.
        }
    }
}
