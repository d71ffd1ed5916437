using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;

namespace Spindle.Pods.Launching;

/// <summary>What an application keeps in its namespace besides pods and secrets: a lease that says that its driver lives, and a network policy.</summary>
internal sealed class ApplicationObjects(ApiClient client, string scope, string application, OwnerReference? owner)
{
    /// <summary>How long after its last renewal a lease says that its driver is gone.</summary>
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(60);

    /// <summary>From one renewal to the next.</summary>
    public static readonly TimeSpan LeaseRenewal = TimeSpan.FromSeconds(15);

    private readonly ResourceClient<Lease> leases = client.Of<Lease>(scope);

    /// <summary>Says that the driver lives. A driver that is a pod needs none: what it owns goes with it.</summary>
    public async Task RenewLeaseAsync(string holder, DateTimeOffset now, CancellationToken cancel)
    {
        var lease = Manifest.For<Lease>(application, Labels.Of(application), owner: owner);
        lease.Json["spec"] = new JsonObject
        {
            ["holderIdentity"] = holder,
            ["leaseDurationSeconds"] = (long)LeaseDuration.TotalSeconds,
            ["renewTime"] = now.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        };
        await leases.ApplyAsync(lease, force: true, cancel: cancel).ConfigureAwait(false);
    }

    /// <summary>Lets executors be reached by the application's own pods and by its driver, and by nobody else.</summary>
    /// <param name="driver">The driver's address where it is no pod; null for one that is.</param>
    public async Task ApplyPolicyAsync(string? driver, CancellationToken cancel)
    {
        var from = new JsonArray(new JsonObject { ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [Labels.Application] = application } } });
        if (System.Net.IPAddress.TryParse(driver, out var address))
            from.Add(new JsonObject { ["ipBlock"] = new JsonObject { ["cidr"] = $"{address}/{(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 128 : 32)}" } });
        var policy = Manifest.For<NetworkPolicy>($"{application}-executors", Labels.Of(application), owner: owner);
        policy.Json["spec"] = new JsonObject
        {
            ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [Labels.Application] = application, [Labels.Role] = Shape.ExecutorPod.Role } },
            ["policyTypes"] = new JsonArray("Ingress"),
            ["ingress"] = new JsonArray(new JsonObject { ["from"] = from }),
        };
        await client.Of<NetworkPolicy>(scope).ApplyAsync(policy, force: true, cancel: cancel).ConfigureAwait(false);
    }
}
