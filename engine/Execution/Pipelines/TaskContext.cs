using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Joins;
using Spindle.Execution.Sharing;
using Spindle.Execution.Spilling;
using Spindle.Execution.Tasks;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Plans.UserCode;

namespace Spindle.Execution.Pipelines;

/// <summary>One running query: its settings, its workers, and what its pipelines leave for one another. Disposing it gives everything back.</summary>
internal sealed class TaskContext : IDisposable
{
    private readonly Dictionary<PhysicalPlan, NodeMetrics> metrics = new(ReferenceEqualityComparer.Instance);
    private readonly List<IDisposable> owned = [];
    private readonly Lock gate = new();
    private long roomAsked;

    public TaskContext(MemoryBudget budget, QuerySettings settings, CancellationTokenSource cancellation, IUserFunctions? userFunctions = null)
    {
        Budget = budget;
        Settings = settings;
        UserFunctions = userFunctions;
        Cancellation = cancellation.Token;
        Spill = new SpillArea(settings.SpillFolder, cancellation.Token);
        Team = new WorkerTeam(this, Math.Max(1, settings.Threads), cancellation.Cancel);
    }

    public MemoryBudget Budget { get; }

    /// <summary>How often a worker asked the others for room; see <see cref="WorkerContext.MakeRoom"/>.</summary>
    public long RoomAsked => Interlocked.Read(ref roomAsked);

    public QuerySettings Settings { get; }

    /// <summary>Finds the user's code; null where this process has none.</summary>
    public IUserFunctions? UserFunctions { get; }

    public CancellationToken Cancellation { get; }

    public WorkerTeam Team { get; }

    public SpillArea Spill { get; }

    /// <summary>What a task of a stage reads besides its own tables; null where the whole query runs in this process.</summary>
    public TaskPorts? Ports { get; init; }

    /// <summary>The partition of the stage whose task this is; 0 where the whole query runs in this process.</summary>
    public int Partition { get; init; }

    public RuntimeFilterRegistry RuntimeFilters { get; } = new();

    /// <summary>Results of subplans that are read from several places, and of scalar subqueries, by index.</summary>
    public SharedResults Shared { get; } = new();

    public Vector Subquery(int index) => Shared.Subquery(index);

    /// <summary>The figures of a node; nodes are told apart by identity, since a plan may hold equal subtrees.</summary>
    public NodeMetrics MetricsOf(PhysicalPlan node)
    {
        lock (gate)
        {
            if (!metrics.TryGetValue(node, out var found))
                metrics.Add(node, found = new NodeMetrics());
            return found;
        }
    }

    public Dictionary<PhysicalPlan, OperatorMetrics> Snapshot()
    {
        lock (gate)
        {
            var snapshot = new Dictionary<PhysicalPlan, OperatorMetrics>(ReferenceEqualityComparer.Instance);
            foreach (var (node, figures) in metrics)
                snapshot.Add(node, figures.Snapshot());
            return snapshot;
        }
    }

    public long AskForRoom() => Interlocked.Increment(ref roomAsked);

    /// <summary>Disposes of something with the task.</summary>
    public T Own<T>(T resource) where T : IDisposable
    {
        lock (gate)
            owned.Add(resource);
        return resource;
    }

    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--)
            owned[i].Dispose();
        owned.Clear();
        RuntimeFilters.Dispose();
        Shared.Dispose();
        Team.Dispose();
        Spill.Dispose();
    }
}
