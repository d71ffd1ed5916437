using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Launch;
using Spindle.Pods.Shape;

namespace Spindle.Pods.Launching;

/// <summary>
/// The secrets with what executors are told when they start, their certificates among it: one key an executor. A secret holds at most 1 MiB, so that each is shared by so many executors and
/// most applications have one.
/// </summary>
internal sealed class LaunchSecrets(ResourceClient<Secret> secrets, string application, OwnerReference? owner)
{
    private const int Shared = 200;

    private readonly HashSet<string> made = new(StringComparer.Ordinal);

    /// <summary>Where an executor's launch lies, or will lie.</summary>
    public LaunchKey KeyOf(string executor)
    {
        var shard = int.TryParse(executor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number / Shared : 0;
        return new LaunchKey(string.Create(CultureInfo.InvariantCulture, $"{application}-launch-{shard}"), $"{executor}.json");
    }

    /// <summary>Stores the launches of a wave, one call a secret.</summary>
    /// <exception cref="ApiException">The API server refuses.</exception>
    public async Task PutAsync(IEnumerable<ExecutorLaunch> launches, CancellationToken cancel)
    {
        foreach (var shard in launches.GroupBy(l => KeyOf(l.Executor).Secret, StringComparer.Ordinal))
        {
            var data = new JsonObject(shard.Select(l => KeyValuePair.Create(KeyOf(l.Executor).Key, (JsonNode?)Convert.ToBase64String(Encoding.UTF8.GetBytes(l.ToJson())))));
            if (made.Contains(shard.Key) && await TryAddAsync(shard.Key, data, cancel).ConfigureAwait(false))
                continue;
            var secret = Manifest.For<Secret>(shard.Key, Labels.Of(application), owner: owner);
            secret.Json["type"] = "spindle/launch";
            secret.Json["data"] = data.DeepClone();
            try
            {
                await secrets.CreateAsync(secret, cancel: cancel).ConfigureAwait(false);
            }
            catch (ApiException there) when (there.IsAlreadyExists)
            {
                // Its creation's answer was lost.
                await TryAddAsync(shard.Key, data, cancel).ConfigureAwait(false);
            }

            made.Add(shard.Key);
        }
    }

    // False where the secret is gone: somebody has deleted it, perhaps with its namespace, which is said to whoever makes another.
    private async Task<bool> TryAddAsync(string secret, JsonObject data, CancellationToken cancel)
    {
        try
        {
            await secrets.PatchAsync(secret, new JsonObject { ["data"] = data.DeepClone() }, PatchKind.Merge, cancel: cancel).ConfigureAwait(false);
            return true;
        }
        catch (ApiException gone) when (gone.IsNotFound)
        {
            return false;
        }
    }
}
