using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Launch;
using Spindle.Pods.Plan;
using Spindle.Pods.Settings;
using Spindle.Pods.Shape;

namespace Spindle.Pods.Launching;

/// <summary>The calls of the API that a plan's actions come to.</summary>
internal sealed class PodCalls(ApplicationPlace place, ExecutorPod shape, KubernetesSettings settings)
{
    private const int KeptLines = 200;
    private const int AtOnce = 8;

    private readonly ResourceClient<Pod> pods = place.Client.Of<Pod>(place.Namespace);
    private readonly ResourceClient<PersistentVolumeClaim> claims = place.Client.Of<PersistentVolumeClaim>(place.Namespace);
    private readonly LaunchSecrets secrets = new(place.Client.Of<Secret>(place.Namespace), place.Application, place.Owner);

    /// <summary>The container whose end is the executor's end.</summary>
    public string Container => shape.Container;

    /// <summary>Builds a pod that is not created.</summary>
    /// <exception cref="SettingException">A setting or the template stands in the way.</exception>
    public Pod Shape() => shape.Build("0", secrets.KeyOf("0"));

    /// <summary>Stores the launches of a wave and creates its pods.</summary>
    /// <param name="answer">Told of each executor: null where its pod is there.</param>
    public async Task CreateAsync(IReadOnlyList<ExecutorLaunch> launches, Action<string, Refusal?> answer, CancellationToken cancel)
    {
        var refusal = await RefusalOfAsync(() => secrets.PutAsync(launches.Select(InContainer), cancel)).ConfigureAwait(false);
        if (refusal is not null)
        {
            foreach (var launch in launches)
                answer(launch.Executor, refusal);
            return;
        }

        await Parallel.ForEachAsync(launches, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (launch, _) =>
            answer(launch.Executor, await RefusalOfAsync(() => CreateAsync(launch.Executor, cancel)).ConfigureAwait(false))).ConfigureAwait(false);
    }

    // A pod waits for its claims: made first, they are there when it is looked at.
    private async Task CreateAsync(string executor, CancellationToken cancel)
    {
        foreach (var claim in shape.Claims(executor))
            try
            {
                await claims.CreateAsync(claim, cancel: cancel).ConfigureAwait(false);
            }
            catch (ApiException there) when (there.IsAlreadyExists)
            {
                // The pod was refused before, or an answer was lost.
            }

        await pods.CreateAsync(shape.Build(executor, secrets.KeyOf(executor)), cancel: cancel).ConfigureAwait(false);
    }

    /// <summary>The end of a pod's log; empty where it cannot be had.</summary>
    public async Task<string> LastLinesAsync(string pod, CancellationToken cancel)
    {
        var lines = new List<string>();
        try
        {
            await foreach (var line in pods.LogAsync(pod, new LogOptions(Container, Tail: KeptLines), cancel).ConfigureAwait(false))
            {
                if (line.Length > 0)
                    lines.Add($"  {pod}: {line}");
                if (lines.Count == KeptLines)
                    break;
            }
        }
        catch (Exception gone) when (gone is ApiException or IOException or OperationCanceledException)
        {
            // Its node may be gone with it.
        }

        return string.Join('\n', lines);
    }

    /// <summary>Labels the pod of an executor that leaves, where a setting asks for it.</summary>
    public async Task LabelLeavingAsync(string executor, CancellationToken cancel)
    {
        if (settings.LeavingLabel is not { } label)
            return;
        try
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [label.Key] = label.Value } } };
            await pods.PatchAsync(ExecutorPod.NameOf(place.Application, executor), patch, cancel: cancel).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is ApiException or IOException or OperationCanceledException)
        {
            // It is for others to see: nothing here depends on it, and a pod that is gone needs none.
        }
    }

    public async Task DeleteAsync(string pod, bool force, CancellationToken cancel)
    {
        try
        {
            await pods.DeleteAsync(pod, force ? DeleteOptions.Now : null, cancel).ConfigureAwait(false);
            foreach (var volume in settings.Executor.Volumes.Where(OnDemandClaim.Is))
                await claims.DeleteAllAsync(new Selection(Fields: $"metadata.name={OnDemandClaim.NameOf(pod, volume)}"), cancel: cancel).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is ApiException or IOException or OperationCanceledException)
        {
            // It is seen again, and deleted again.
        }
    }

    private static async Task<Refusal?> RefusalOfAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return null;
        }
        catch (ApiException there) when (there.IsAlreadyExists)
        {
            // Names are given once: it is our own, and an answer was lost.
            return null;
        }
        catch (ApiException refused)
        {
            return new Refusal(refused.Code, refused.Message, refused.RetryAfter ?? TimeSpan.Zero);
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException)
        {
            return new Refusal(0, lost.Message);
        }
    }

    private ExecutorLaunch InContainer(ExecutorLaunch launch) => launch with
    {
        Folder = shape.Folder,
        Settings = new Dictionary<string, string>(launch.Settings, StringComparer.Ordinal)
        {
            ["spindle.blockManager.port"] = settings.BlockPort.ToString(CultureInfo.InvariantCulture),
            ["spindle.executor.healthPort"] = settings.HealthPort.ToString(CultureInfo.InvariantCulture),
            ["spindle.executor.terminationMessage"] = ExecutorPod.TerminationMessage,
        },
    };
}
