using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Preflight;
using Spindle.Pods.Settings;

namespace Spindle.Pods.Submitting;

/// <summary>
/// Where applications wait for a quota that others use up. One that waits holds nothing that a quota counts: a lease says that it waits and for what, and the one that came first goes first, once
/// there is room for its driver and an executor.
/// </summary>
public sealed class QuotaQueue(ApiClient client, string scope, string application, KubernetesSettings settings)
{
    /// <summary>The role of leases of applications that wait.</summary>
    public const string Role = "waiting";

    /// <summary>The annotation with the API server's words.</summary>
    public const string Reason = "spindle/waits-for";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private readonly ResourceClient<Lease> leases = client.Of<Lease>(scope);
    private readonly TimeProvider time = client.Options.Time;

    /// <summary>Waits until the application may try again.</summary>
    /// <param name="refusal">The API server's words.</param>
    /// <exception cref="SubmissionException">There was no room within <see cref="KubernetesSettings.QuotaTimeout"/>.</exception>
    public async Task WaitAsync(string refusal, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        try
        {
            do
            {
                if (time.GetElapsedTime(began) >= settings.QuotaTimeout)
                    throw new SubmissionException(string.Create(CultureInfo.InvariantCulture, $"there was no room within {settings.QuotaTimeout.TotalSeconds:0} s: {refusal}"));
                await StandAsync(refusal, cancel).ConfigureAwait(false);
                await Task.Delay(Pause * (0.75 + (Chance() / 2)), time, cancel).ConfigureAwait(false);
            }
            while (!await IsNextAsync(cancel).ConfigureAwait(false) || !await HasRoomAsync(cancel).ConfigureAwait(false));
        }
        finally
        {
            await LeaveAsync().ConfigureAwait(false);
        }
    }

    // The place in the queue is the lease's age, which renewing leaves as it is.
    private async Task StandAsync(string refusal, CancellationToken cancel)
    {
        var lease = Manifest.For<Lease>(application, Labels.Of(application, Role), [new(Reason, refusal)]);
        lease.Json["spec"] = new JsonObject
        {
            ["holderIdentity"] = $"{Environment.MachineName}-{Environment.ProcessId}",
            ["leaseDurationSeconds"] = (long)Duration.TotalSeconds,
            ["renewTime"] = time.GetUtcNow().ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        };
        try
        {
            await leases.ApplyAsync(lease, force: true, cancel: cancel).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is ApiException or IOException)
        {
            // Who may write none waits all the same, in no order.
        }
    }

    private async Task<bool> IsNextAsync(CancellationToken cancel)
    {
        try
        {
            var now = time.GetUtcNow();
            var queue = (await leases.ListAsync(Selection.Labelled((Labels.ManagedBy, Labels.Manager), (Labels.Role, Role)), cancel).ConfigureAwait(false)).Items.Where(l => !l.IsLeft(now))
                .OrderBy(l => l.Metadata.Created).ThenBy(l => l.Name, StringComparer.Ordinal);
            return queue.FirstOrDefault() is not { } first || first.Name == application;
        }
        catch (Exception failed) when (failed is ApiException or IOException)
        {
            return true;
        }
    }

    private async Task<bool> HasRoomAsync(CancellationToken cancel)
    {
        try
        {
            var shape = QuotaRoom.Sum(QuotaRoom.Of(settings.Driver), QuotaRoom.Of(settings.Executor));
            return (await client.Of<ResourceQuota>(scope).ListAsync(cancel: cancel).ConfigureAwait(false)).Items.All(q => QuotaRoom.For(shape, q) is not { Room: < 1 });
        }
        catch (ApiException refused) when (refused.IsForbidden)
        {
            // The API server says it when the driver is created.
            return true;
        }
        catch (Exception failed) when (failed is ApiException or IOException)
        {
            return false;
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await leases.DeleteAllAsync(Selection.Labelled((Labels.Application, application), (Labels.Role, Role)), cancel: CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is ApiException or IOException)
        {
            // It is not renewed any more, and goes with what is left over.
        }
    }

    private double Chance()
    {
        lock (client.Options.Random)
            return client.Options.Random.NextDouble();
    }
}
