using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Pods.Plan;

namespace Spindle.Pods.Launching;

/// <summary>The nodes' conditions as of the last look; none where the driver may not look at nodes, as in a namespace of its own.</summary>
internal sealed class NodeConditions(ApiClient client)
{
    private volatile Dictionary<string, NodeCondition>? known;
    private bool mayNotLook;

    /// <summary>A node that has come since the last look is taken for ready.</summary>
    /// <param name="node">Null for a pod that has none yet.</param>
    public NodeCondition Of(string? node, bool seenBefore) =>
        node is null || known is not { } nodes ? NodeCondition.Ready : nodes.TryGetValue(node, out var condition) ? condition : seenBefore ? NodeCondition.Gone : NodeCondition.Ready;

    /// <summary>Whether a node was there at the last look.</summary>
    public bool Knows(string node) => known?.ContainsKey(node) == true;

    public async Task LookAsync(CancellationToken cancel)
    {
        if (mayNotLook)
            return;
        try
        {
            var nodes = await client.Of<Node>().ListAsync(cancel: cancel).ConfigureAwait(false);
            known = nodes.Items.ToDictionary(n => n.Name, n => n.IsReady ? NodeCondition.Ready : NodeCondition.NotReady, StringComparer.Ordinal);
        }
        catch (ApiException refused)
        {
            mayNotLook = refused.IsForbidden;
        }
        catch (IOException)
        {
            // The next list of pods looks again.
        }
    }
}
