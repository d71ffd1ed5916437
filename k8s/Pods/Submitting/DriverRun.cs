using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Pods.Launching;
using Spindle.Pods.Plan;
using Spindle.Pods.Settings;
using Spindle.Pods.Submitting.Programs;

namespace Spindle.Pods.Submitting;

/// <summary>A program in a driver pod from its creation to its end, with all that is of it removed. Where others use up a quota it waits without holding anything, and starts when there is room.</summary>
/// <param name="create">Creates the driver pod and what it needs.</param>
/// <param name="upload">What <paramref name="create"/> puts into object storage.</param>
/// <param name="say">Takes what is to be told of the application.</param>
/// <param name="print">Takes the driver's own lines.</param>
public sealed class DriverRun(ApiClient client, string scope, string application, KubernetesSettings settings, Func<CancellationToken, Task> create, ProgramUpload upload, Action<string> say, Action<string> print)
{
    /// <summary>Runs the program; where it is cancelled once its driver pod is there, that goes on.</summary>
    /// <returns>What the driver returned; null where nobody can tell.</returns>
    /// <exception cref="ApiException">The API server refuses for another reason than a quota that others use up.</exception>
    /// <exception cref="SubmissionException">The driver cannot start, or there was no room in time.</exception>
    public async Task<int?> RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (await CreateAsync(cancel).ConfigureAwait(false) is not { } refusal)
            {
                if (!settings.WaitsForEnd)
                {
                    SayWhatStays();
                    return 0;
                }

                var death = await FollowAsync(cancel).ConfigureAwait(false);
                if (death.Cause != DeathCause.WaitsForQuota)
                    return death.ExitCode;
                refusal = death.Message;
            }

            say($"app {application}  {DriverEnd.WaitingForQuota}: {refusal}");
            await new QuotaQueue(client, scope, application, settings).WaitAsync(refusal, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Lets the driver go on by itself once <see cref="RunAsync"/> is cancelled: it keeps its pod from now on, for nobody would start it again.</summary>
    /// <returns>False where there is none that could go on.</returns>
    public async Task<bool> LeaveAsync()
    {
        try
        {
            var left = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [DriverPod.Left] = "true" } } };
            var driver = await client.Of<Pod>(scope).PatchAsync(DriverPod.NameOf(application), left).ConfigureAwait(false);
            if (PodAutopsy.Of(DriverPod.Observe(driver)) is not { Cause: DeathCause.WaitsForQuota })
            {
                SayWhatStays();
                return true;
            }
        }
        catch (ApiException gone) when (gone.IsNotFound)
        {
            return false;
        }
        catch (ApiException refused) when (refused.IsForbidden)
        {
            say($"app {application}  its driver does not know that nobody follows it, and gives its pod back where others use up a quota: {refused.Message}");
            SayWhatStays();
            return true;
        }

        // It gave its pod back at that moment.
        await RemoveAsync().ConfigureAwait(false);
        return false;
    }

    /// <returns>The API server's words where a quota that others use up has no room for the driver.</returns>
    private async Task<string?> CreateAsync(CancellationToken cancel)
    {
        try
        {
            await create(cancel).ConfigureAwait(false);
            say($"app {application}  driver pod {DriverPod.NameOf(application)} created in the namespace {scope}");
            return null;
        }
        catch (ApiException refused) when (settings.WaitsForEnd && new Refusal(refused.Code, refused.Message).IsForRoom)
        {
            return refused.Message;
        }
    }

    private async Task<PodDeath> FollowAsync(CancellationToken cancel)
    {
        var leaves = false;
        try
        {
            return await new DriverFollower(client, scope, application, say, print).FollowAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            leaves = true;
            throw;
        }
        finally
        {
            if (!leaves)
                say($"app {application}  removed: {await RemoveAsync().ConfigureAwait(false)}");
        }
    }

    private async Task<string> RemoveAsync()
    {
        var removed = await new Leftovers(client, scope, client.Options.Time).RemoveAsync(application, withDriver: true, CancellationToken.None).ConfigureAwait(false);
        var uploaded = upload.Folder is not null;
        if (await upload.RemoveAsync().ConfigureAwait(false) is { } left)
            say($"app {application}  {left}");
        else if (uploaded)
            return $"{removed}, 1 uploaded program";
        return removed.ToString();
    }

    // Nobody else knows of it.
    private void SayWhatStays()
    {
        if (upload.Folder is { } folder)
            say($"app {application}  its program stays in {folder} until somebody removes it");
    }
}
