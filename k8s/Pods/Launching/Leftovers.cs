using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;

namespace Spindle.Pods.Launching;

/// <summary>Removes what belongs to an application, or to applications whose driver is gone.</summary>
public sealed class Leftovers(ApiClient client, string scope, TimeProvider time)
{
    /// <summary>What was removed, by kind.</summary>
    /// <param name="Objects">The kind's name, for one and for several, and how many there were.</param>
    public sealed record Removed(IReadOnlyList<(string One, string Several, int Count)> Objects)
    {
        public int Total => Objects.Sum(o => o.Count);

        public override string ToString() => Total == 0 ? "nothing" : string.Join(", ", Objects.Where(o => o.Count > 0).Select(o => $"{o.Count} {(o.Count == 1 ? o.One : o.Several)}"));
    }

    /// <summary>Removes everything of an application but its driver pod.</summary>
    /// <param name="withDriver">Also the driver pod.</param>
    public async Task<Removed> RemoveAsync(string application, bool withDriver, CancellationToken cancel)
    {
        var selector = $"{Labels.ManagedBy}={Labels.Manager},{Labels.Application}={application}";
        var pods = new Selection(withDriver ? selector : $"{selector},{Labels.Role}!=driver");
        var all = new Selection(selector);
        // Executors hold nothing any more that is worth waiting for, and end by themselves when their driver is gone.
        return new Removed(
        [
            ("pod", "pods", await RemoveAsync<Pod>(pods, DeleteOptions.Now, cancel).ConfigureAwait(false)),
            ("service", "services", await RemoveAsync<Service>(all, null, cancel).ConfigureAwait(false)),
            ("secret", "secrets", await RemoveAsync<Secret>(all, null, cancel).ConfigureAwait(false)),
            ("config map", "config maps", await RemoveAsync<ConfigMap>(all, null, cancel).ConfigureAwait(false)),
            ("network policy", "network policies", await RemoveAsync<NetworkPolicy>(all, null, cancel).ConfigureAwait(false)),
            ("volume claim", "volume claims", await RemoveAsync<PersistentVolumeClaim>(all, null, cancel).ConfigureAwait(false)),
            ("lease", "leases", await RemoveAsync<Lease>(all, null, cancel).ConfigureAwait(false)),
        ]);
    }

    /// <summary>Applications of the namespace whose driver is gone: no driver pod runs, and the lease, where there is one, is no longer renewed.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancel)
    {
        var managed = new Selection($"{Labels.ManagedBy}={Labels.Manager}");
        var pods = (await client.Of<Pod>(scope).ListAsync(managed, cancel).ConfigureAwait(false)).Items;
        var leases = (await client.Of<Lease>(scope).ListAsync(managed, cancel).ConfigureAwait(false)).Items;
        var secrets = (await client.Of<Secret>(scope).ListAsync(managed, cancel).ConfigureAwait(false)).Items;
        var now = time.GetUtcNow();
        // What has just been made may have its lease made yet.
        bool Young(Resource r) => r.Metadata.Created is { } created && now - created < ApplicationObjects.LeaseDuration;
        var alive = pods.Where(p => p.Metadata.Label(Labels.Role) == "driver" && !p.IsOver).Concat<Resource>(leases.Where(l => !l.IsLeft(now))).Concat(secrets.Where(Young)).Concat(pods.Where(Young))
            .Select(r => r.Metadata.Label(Labels.Application)).ToHashSet(StringComparer.Ordinal);
        return [.. pods.Where(p => p.Metadata.Label(Labels.Role) != "driver").Concat<Resource>(leases).Concat(secrets).Select(r => r.Metadata.Label(Labels.Application)).OfType<string>()
            .Where(a => !alive.Contains(a)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private async Task<int> RemoveAsync<T>(Selection selection, DeleteOptions? options, CancellationToken cancel)
        where T : Resource, IResource<T>
    {
        var resources = client.Of<T>(scope);
        try
        {
            var found = (await resources.ListAsync(selection, cancel).ConfigureAwait(false)).Items.Count;
            if (found > 0)
                await resources.DeleteAllAsync(selection, options, cancel).ConfigureAwait(false);
            return found;
        }
        catch (ApiException refused) when (refused.IsForbidden || refused.IsNotFound)
        {
            // Who may not see a kind has made none of it either.
            return 0;
        }
    }
}
