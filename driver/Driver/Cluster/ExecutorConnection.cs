using System.Threading.Channels;
using Spindle.Driver.Jobs;
using Spindle.Protos;

namespace Spindle.Driver.Cluster;

/// <summary>The driver's end of one executor's connection: what is still to be sent to it, and what it has been told already.</summary>
internal sealed class ExecutorConnection(ExecutorKey key, ExecutorAddress address, int pid)
{
    // The loop must not wait for one executor: one that falls so far behind is dropped.
    private const int MostUnsent = 100_000;

    private readonly Channel<DriverMessage> outgoing = Channel.CreateBounded<DriverMessage>(new BoundedChannelOptions(MostUnsent) { SingleReader = true });
    private readonly HashSet<(long Query, int Stage, int Attempt)> stages = [];
    private readonly Dictionary<(long Query, int Stage), int> epochs = [];
    private readonly HashSet<string> programs = new(StringComparer.Ordinal);

    public ExecutorKey Key { get; } = key;

    /// <summary>Where its blocks are served.</summary>
    public ExecutorAddress Address { get; } = address;

    public int Pid { get; } = pid;

    /// <summary>It has said that it is about to leave. The reader's.</summary>
    public bool Leaves { get; set; }

    public ChannelReader<DriverMessage> Outgoing => outgoing.Reader;

    /// <returns>Whether the message will be sent, as far as the connection holds.</returns>
    public bool Send(DriverMessage message) => outgoing.Writer.TryWrite(message);

    /// <returns>Whether it has to be told of the stage's attempt. The loop's.</returns>
    public bool IsNew(long query, int stage, int attempt) => stages.Add((query, stage, attempt));

    /// <returns>Whether it has to be told of the program. The loop's.</returns>
    public bool IsNew(string program) => programs.Add(program);

    /// <returns>Whether it has to be told where the stage's output is as of that epoch. The loop's.</returns>
    public bool IsNewer(long query, int stage, int epoch)
    {
        if (epochs.TryGetValue((query, stage), out var known) && known >= epoch)
            return false;
        epochs[(query, stage)] = epoch;
        return true;
    }

    /// <summary>Forgets what was said of a query that is over. The loop's.</summary>
    public void Forget(long query)
    {
        stages.RemoveWhere(s => s.Query == query);
        foreach (var key in epochs.Keys.Where(k => k.Query == query).ToList())
            epochs.Remove(key);
    }

    public void Close() => outgoing.Writer.TryComplete();
}
