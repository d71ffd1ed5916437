using System.Runtime.CompilerServices;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Settings;
using Spindle.Pods.Shape;

namespace Spindle.Pods.Preflight;

/// <summary>Tells whether an application could live in a namespace, and creates nothing there.</summary>
public sealed class NamespaceCheck(ApiClient client, string scope, KubernetesSettings settings)
{
    // What a driver does in its namespace.
    private static readonly (Kind Kind, string? Subresource, string[] Verbs)[] Needed =
    [
        (Pod.Kind, null, ["create", "get", "list", "watch", "delete", "deletecollection"]),
        (Pod.Kind, "log", ["get"]),
        (Secret.Kind, null, ["create", "patch", "list", "deletecollection"]),
        (NetworkPolicy.Kind, null, ["create", "patch", "list", "deletecollection"]),
        (Lease.Kind, null, ["create", "patch", "list", "deletecollection"]),
    ];

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var (kind, subresource, verbs) in Needed)
            yield return await MayAsync(kind, subresource, verbs, cancel).ConfigureAwait(false);
        yield return await AccountAsync(cancel).ConfigureAwait(false);
        yield return await TrialAsync(cancel).ConfigureAwait(false);
        await foreach (var finding in QuotasAsync(cancel).ConfigureAwait(false))
            yield return finding;
        if (settings.Executor.NodeSelector.Count > 0)
            yield return await SelectorAsync(cancel).ConfigureAwait(false);
        foreach (var secret in settings.Executor.Secrets.Keys.Concat(settings.Executor.PullSecrets).Distinct(StringComparer.Ordinal))
            yield return await SecretAsync(secret, cancel).ConfigureAwait(false);
    }

    private async Task<Finding> MayAsync(Kind kind, string? subresource, string[] verbs, CancellationToken cancel)
    {
        var refused = new List<string>();
        foreach (var verb in verbs)
            if (!(await client.Of<SelfSubjectAccessReview>().AskAsync(SelfSubjectAccessReview.Of(verb, kind, scope, subresource), cancel).ConfigureAwait(false)).IsAllowed)
                refused.Add(verb);
        var resource = subresource is null ? kind.Plural : $"{kind.Plural}/{subresource}";
        return refused.Count == 0
            ? new Finding(Grade.Ok, $"{resource}: {string.Join(", ", verbs)}")
            : new Finding(Grade.Fail, $"{resource}: {string.Join(", ", refused)} not allowed in the namespace {scope}",
                $"kubectl -n {scope} create role spindle-{resource.Replace('/', '-')} --verb={string.Join(',', refused)} --resource={(kind.Group.Length > 0 ? $"{resource}.{kind.Group}" : resource)}, and bind it");
    }

    private async Task<Finding> AccountAsync(CancellationToken cancel)
    {
        var name = settings.Driver.ServiceAccount ?? "default";
        return await client.Of<ServiceAccount>(scope).FindAsync(name, cancel).ConfigureAwait(false) is not null
            ? new Finding(Grade.Ok, $"service account {name}")
            : new Finding(Grade.Fail, $"there is no service account {name} in the namespace {scope}", $"kubectl -n {scope} create serviceaccount {name}");
    }

    private async Task<Finding> TrialAsync(CancellationToken cancel)
    {
        if (settings.Executor.Image is null && settings.Executor.TemplateFile is null)
            return new Finding(Grade.Warn, "no image is named: pods were not tried", "--image IMAGE");
        try
        {
            var pod = new ExecutorPod("spindle-check", settings, owner: null).Build("1", new LaunchKey("spindle-check-launch-0", "1.json"));
            await client.Of<Pod>(scope).CreateAsync(pod, WriteOptions.Trial, cancel).ConfigureAwait(false);
            return new Finding(Grade.Ok, "an executor pod would be let in");
        }
        catch (ApiException refused)
        {
            return new Finding(Grade.Fail, $"an executor pod would not be let in: {refused.Message}");
        }
    }

    private async IAsyncEnumerable<Finding> QuotasAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var shape = QuotaRoom.Of(settings.Executor);
        foreach (var quota in (await client.Of<ResourceQuota>(scope).ListAsync(cancel: cancel).ConfigureAwait(false)).Items)
        {
            if (QuotaRoom.For(shape, quota) is not var (tightest, room))
                continue;
            yield return new Finding(room >= settings.Instances ? Grade.Ok : room > 0 ? Grade.Warn : Grade.Fail, $"quota {quota.Name}: room for {Math.Max(0, room)} executors of this shape ({tightest})",
                room > 0 ? "" : $"kubectl -n {scope} edit resourcequota {quota.Name}");
        }
    }

    private async Task<Finding> SelectorAsync(CancellationToken cancel)
    {
        var selector = string.Join(',', settings.Executor.NodeSelector.Select(s => $"{s.Key}={s.Value}"));
        try
        {
            return (await client.Of<Node>().ListAsync(new Selection(selector), cancel).ConfigureAwait(false)).Items.Count > 0
                ? new Finding(Grade.Ok, $"nodes match {selector}")
                : new Finding(Grade.Warn, $"no node matches {selector} now: pods wait until one comes");
        }
        catch (ApiException refused) when (refused.IsForbidden)
        {
            return new Finding(Grade.Warn, $"whether a node matches {selector} may not be looked at");
        }
    }

    private async Task<Finding> SecretAsync(string name, CancellationToken cancel)
    {
        try
        {
            return await client.Of<Secret>(scope).FindAsync(name, cancel).ConfigureAwait(false) is not null
                ? new Finding(Grade.Ok, $"secret {name}")
                : new Finding(Grade.Fail, $"there is no secret {name} in the namespace {scope}", $"kubectl -n {scope} create secret generic {name} …");
        }
        catch (ApiException refused) when (refused.IsForbidden)
        {
            return new Finding(Grade.Warn, $"whether there is a secret {name} may not be looked at");
        }
    }
}
