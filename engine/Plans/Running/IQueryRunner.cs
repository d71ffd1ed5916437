using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Physical;

namespace Spindle.Plans.Running;

/// <summary>The port that runs a physical plan: inside this process, or over executors.</summary>
public interface IQueryRunner
{
    /// <summary>Starts the query. Batches arrive in the plan's order where it has one; each is the receiver's.</summary>
    IQueryExecution Run(PhysicalPlan plan, QuerySettings settings, CancellationToken cancellation);
}

/// <summary>A runner that keeps rows where they were computed, beyond the query that did.</summary>
public interface IDatasetKeeper
{
    /// <summary>Nobody reads the dataset any more: what is kept of it can go.</summary>
    void Forget(long dataset);
}

/// <summary>A running query. Disposing it cancels what still runs and gives back everything.</summary>
public interface IQueryExecution : IDisposable
{
    /// <summary>The next batch, which the caller owns; null at the end.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">The query failed; nothing follows.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    RecordBatch? Next();

    /// <summary>Figures of each node so far, for EXPLAIN ANALYZE and progress.</summary>
    IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> Metrics { get; }

    /// <summary>How far its stages are, for a line of progress: <c>stage 0 map 24/24  stage 1 reduce 9/16</c>; null where it has none.</summary>
    string? Stages => null;
}

/// <summary>What runners offer that know of groups of queries.</summary>
public interface IJobGroups
{
    /// <summary>Ends every query of the group.</summary>
    /// <param name="reason">For the error that they end with.</param>
    /// <param name="futureToo">Queries of the group that come later end at once.</param>
    void CancelGroup(string group, string reason, bool futureToo);
}

/// <summary>What an operator did.</summary>
/// <param name="Rows">Rows it put out.</param>
/// <param name="Batches">Batches it put out.</param>
/// <param name="Nanoseconds">Time inside the operator, children excluded, summed over threads.</param>
/// <param name="PeakBytes">The most memory it held.</param>
/// <param name="SpilledBytes">Bytes it wrote to disk.</param>
public sealed record OperatorMetrics(long Rows, long Batches, long Nanoseconds, long PeakBytes, long SpilledBytes)
{
    /// <summary>Splits that a scan is to read; 0 before it knows, and for other operators.</summary>
    public int Splits { get; init; }

    /// <summary>Splits that it has read.</summary>
    public int SplitsRead { get; init; }

    /// <summary>The figures of two tasks' operators together.</summary>
    public OperatorMetrics With(OperatorMetrics other) => new(Rows + other.Rows, Batches + other.Batches, Nanoseconds + other.Nanoseconds, Math.Max(PeakBytes, other.PeakBytes), SpilledBytes + other.SpilledBytes)
    {
        Splits = Splits + other.Splits,
        SplitsRead = SplitsRead + other.SplitsRead,
    };
}

/// <summary>Settings that a runner needs, captured when the query starts.</summary>
/// <param name="Threads">Worker threads.</param>
/// <param name="BatchRows">Rows a batch inside pipelines.</param>
public sealed record QuerySettings(int Threads, int BatchRows = RecordBatch.TargetRows)
{
    /// <summary>Where operators spill; made when first needed, removed at the end.</summary>
    public string SpillFolder { get; init; } = Path.Combine(Path.GetTempPath(), "spindle-" + Environment.ProcessId);

    /// <summary>The session's settings <c>spark.sql.…</c> that were given, as they are for this query, for runners that read some of them.</summary>
    public ValueList<KeyValuePair<string, string>> Given { get; init; } = [];

    /// <summary>Queries that are cancelled together; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>Queries of one pool run first come, first served; pools share executors where the scheduler's mode is FAIR.</summary>
    public string Pool { get; init; } = "default";

    /// <summary>What logs call the query; null for its plan.</summary>
    public string? Description { get; init; }

    /// <summary>For tests: every operator that can spill does so as early as it can.</summary>
    public bool SpillEverything { get; init; }

    /// <summary>For tests: every hash is the same, so that only key comparison tells keys apart.</summary>
    public bool EqualHashes { get; init; }
}
