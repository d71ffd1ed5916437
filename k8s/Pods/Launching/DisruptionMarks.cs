using System.Text.Json.Nodes;
using System.Threading.Channels;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Shape;

namespace Spindle.Pods.Launching;

/// <summary>
/// Marks the pods of executors that hold blocks, so that a node autoscaler that moves pods together leaves them alone (<c>karpenter.sh/do-not-disrupt</c>). What was said last is what is written: a
/// pod that gains and loses blocks while a call is under way costs one more call.
/// </summary>
internal sealed class DisruptionMarks(ResourceClient<Pod> pods, string application)
{
    /// <summary>The annotation.</summary>
    public const string Annotation = "karpenter.sh/do-not-disrupt";

    private readonly Lock gate = new();
    private readonly Dictionary<string, bool> wanted = new(StringComparer.Ordinal);
    private readonly Channel<string> changed = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    public void Set(string executor, bool holds)
    {
        lock (gate)
        {
            var waits = wanted.ContainsKey(executor);
            wanted[executor] = holds;
            if (!waits)
                changed.Writer.TryWrite(executor);
        }
    }

    /// <summary>Writes marks until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var executor in changed.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                bool holds;
                lock (gate)
                    wanted.Remove(executor, out holds);
                await MarkAsync(executor, holds, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }

    private async Task MarkAsync(string executor, bool holds, CancellationToken stop)
    {
        try
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Annotation] = holds ? "true" : null } } };
            await pods.PatchAsync(ExecutorPod.NameOf(application, executor), patch, cancel: stop).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is ApiException or IOException)
        {
            // It is a wish. The client has tried again where that helps, and a pod that is gone needs no mark.
        }
    }
}
