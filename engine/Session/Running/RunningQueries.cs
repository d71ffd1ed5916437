namespace Spindle.Sql.Running;

/// <summary>What queries of a flow of control belong to.</summary>
/// <param name="Group">Queries that are cancelled together; null for none.</param>
/// <param name="Description">What logs call them.</param>
/// <param name="Pool">Who shares executors with them; null for the setting's.</param>
internal sealed record QueryTags(string? Group, string? Description, string? Pool)
{
    public static readonly QueryTags None = new(null, null, null);
}

/// <summary>The queries of a session that are under way, by the group that they belong to. Tags belong to a flow of control: what a thread sets holds for it and for what it starts.</summary>
internal sealed class RunningQueries
{
    // As the scheduler of executors remembers by default.
    private const int RememberedGroups = 1_000;

    private readonly Lock gate = new();
    private readonly HashSet<QueryRun> runs = [];
    private readonly Dictionary<string, string> refused = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();
    private readonly AsyncLocal<QueryTags?> tags = new();

    public QueryTags Tags
    {
        get => tags.Value ?? QueryTags.None;
        set => tags.Value = value;
    }

    /// <summary>Takes in a query of the current tags; it is cancelled at once where its group was for good.</summary>
    public QueryRun Open(CancellationToken cancellation)
    {
        var run = new QueryRun(this, Tags.Group, cancellation);
        string? reason = null;
        lock (gate)
        {
            runs.Add(run);
            if (run.Group is { } group)
                refused.TryGetValue(group, out reason);
        }

        if (reason is not null)
            run.Cancel(reason);
        return run;
    }

    public void Close(QueryRun run)
    {
        lock (gate)
            runs.Remove(run);
    }

    /// <param name="group">Null for every query.</param>
    public void Cancel(string? group, string reason, bool futureToo)
    {
        List<QueryRun> found;
        lock (gate)
        {
            found = [.. runs.Where(r => group is null || r.Group == group)];
            if (futureToo && group is not null && refused.TryAdd(group, reason))
            {
                oldest.Enqueue(group);
                if (oldest.Count > RememberedGroups)
                    refused.Remove(oldest.Dequeue());
            }
        }

        foreach (var run in found)
            run.Cancel(reason);
    }
}

/// <summary>One query under way.</summary>
internal sealed class QueryRun(RunningQueries queries, string? group, CancellationToken cancellation) : IDisposable
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private readonly Lock gate = new();
    private bool disposed;

    public string? Group => group;

    public CancellationToken Token => stop.Token;

    /// <summary>Why its group was cancelled; null where it was not.</summary>
    public string? Reason { get; private set; }

    public void Cancel(string reason)
    {
        lock (gate)
        {
            if (disposed)
                return;
            Reason ??= reason;
            stop.Cancel();
        }
    }

    public void Dispose()
    {
        queries.Close(this);
        lock (gate)
        {
            disposed = true;
            stop.Dispose();
        }
    }
}
