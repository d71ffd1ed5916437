using System.Globalization;
using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes;

/// <summary>Objects in memory with versions, a history that can be forgotten, finalizers, owners and graceful deletion, as the API server and its controllers keep them.</summary>
public sealed class ObjectStore(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, StoredObject> objects = new(StringComparer.Ordinal);
    private readonly List<StoreEvent> history = [];
    private TaskCompletionSource changed = New();
    private long version = 1000;
    private long kept = 1000;
    private long ids;

    /// <summary>The version of the last change.</summary>
    public long Version
    {
        get
        {
            lock (gate)
                return version;
        }
    }

    /// <summary>The objects of a kind, in one namespace or in all.</summary>
    public IReadOnlyList<StoredObject> List(ServedKind kind, string? scope) => ListAt(kind, scope).Items;

    /// <summary>The objects of a kind by its plural name.</summary>
    public IReadOnlyList<StoredObject> List(string plural, string? scope = null) => List(KindOf(plural), scope);

    /// <summary>An object, or null.</summary>
    public StoredObject? Find(ServedKind kind, string? scope, string name)
    {
        lock (gate)
            return objects.GetValueOrDefault(Key(kind, scope, name));
    }

    /// <summary>An object by its kind's plural name, or null.</summary>
    public StoredObject? Find(string plural, string? scope, string name) => Find(KindOf(plural), scope, name);

    /// <summary>Creates an object; the name is made where only its prefix is given.</summary>
    /// <param name="admit">Changes or refuses it; sees the store as it is, under the store's lock.</param>
    public StoredObject Create(ServedKind kind, string? scope, JsonObject json, Action<JsonObject>? admit = null, bool trial = false)
    {
        lock (gate)
        {
            var made = json.DeepClone().AsObject();
            var metadata = made["metadata"] as JsonObject ?? [];
            made["metadata"] = metadata;
            if ((string?)metadata["name"] is not { Length: > 0 } name)
                metadata["name"] = name = (string?)metadata["generateName"] + (++ids).ToString("x5", CultureInfo.InvariantCulture);
            if (kind.Namespaced)
                metadata["namespace"] = scope;
            made["apiVersion"] = kind.ApiVersion;
            made["kind"] = kind.Kind;
            admit?.Invoke(made);
            if (objects.ContainsKey(Key(kind, scope, name)))
                throw ApiRefusal.AlreadyExists(kind.Plural, name);
            metadata["uid"] = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{++ids:x12}");
            metadata["creationTimestamp"] = Now();
            if (kind.Plural is "pods" or "namespaces" && made["status"]?["phase"] is null)
                made["status"] = new JsonObject { ["phase"] = kind.Plural == "pods" ? "Pending" : "Active" };
            return trial ? new StoredObject(kind, made, version) : Put("ADDED", kind, made, null);
        }
    }

    /// <summary>Changes an object. The change is given a copy.</summary>
    public StoredObject Change(ServedKind kind, string? scope, string name, Action<JsonObject> change, bool trial = false)
    {
        lock (gate)
        {
            var before = objects.GetValueOrDefault(Key(kind, scope, name)) ?? throw ApiRefusal.NotFound(kind.Plural, name);
            var json = before.Json.DeepClone().AsObject();
            change(json);
            foreach (var fixedName in (string[])["uid", "creationTimestamp", "name", "namespace"])
                if (before.Metadata[fixedName] is { } value)
                    json["metadata"]![fixedName] = value.DeepClone();
            if (trial || JsonNode.DeepEquals(json, before.Json))
                return trial ? new StoredObject(kind, json, before.Version) : before;
            var after = Put("MODIFIED", kind, json, before);
            if (after.IsDeleting && !Finalizers(after).Any() && kind.Plural != "pods")
                Remove(after);
            return after;
        }
    }

    /// <summary>Changes an object by its kind's plural name.</summary>
    public StoredObject Change(string plural, string? scope, string name, Action<JsonObject> change) => Change(KindOf(plural), scope, name, change);

    /// <summary>Deletes an object: at once, or, for a pod that runs, when its grace is over, which the test says by <see cref="Finish"/>.</summary>
    /// <param name="grace">Seconds; null takes the pod's own.</param>
    public StoredObject Delete(ServedKind kind, string? scope, string name, long? grace = null)
    {
        lock (gate)
        {
            var before = objects.GetValueOrDefault(Key(kind, scope, name)) ?? throw ApiRefusal.NotFound(kind.Plural, name);
            var patience = grace ?? (long?)before.Json["spec"]?["terminationGracePeriodSeconds"] ?? 30;
            var runs = kind.Plural == "pods" && patience > 0 && before.Json["spec"]?["nodeName"] is not null && (string?)before.Json["status"]?["phase"] is "Pending" or "Running";
            if (!runs && !Finalizers(before).Any())
                return Remove(before);
            if (before.IsDeleting)
                return before;
            var json = before.Json.DeepClone().AsObject();
            json["metadata"]!["deletionTimestamp"] = Now(patience);
            json["metadata"]!["deletionGracePeriodSeconds"] = patience;
            return Put("MODIFIED", kind, json, before);
        }
    }

    /// <summary>Removes an object, whatever holds it: the kubelet has ended the pod, or the last finalizer is done.</summary>
    public void Finish(string plural, string? scope, string name)
    {
        lock (gate)
            if (objects.GetValueOrDefault(Key(KindOf(plural), scope, name)) is { } known)
                Remove(known);
    }

    /// <summary>Forgets the history: watches from an older version, and pages of older lists, are answered with 410.</summary>
    public void Compact()
    {
        lock (gate)
        {
            kept = version;
            history.Clear();
            Signal();
        }
    }

    internal (IReadOnlyList<StoredObject> Items, long Version) ListAt(ServedKind kind, string? scope)
    {
        lock (gate)
        {
            var prefix = Key(kind, scope, "");
            return ([.. objects.Where(o => o.Key.StartsWith(scope is null ? Key(kind, null, "") : prefix, StringComparison.Ordinal)).Select(o => o.Value)], version);
        }
    }

    internal bool IsKept(long at)
    {
        lock (gate)
            return at >= kept;
    }

    /// <summary>The changes after a version, and what completes with the next one; null where the history does not reach back so far.</summary>
    internal (IReadOnlyList<StoreEvent> Events, Task Next, long Version)? After(long at, ServedKind kind, string? scope)
    {
        lock (gate)
        {
            if (at < kept)
                return null;
            // The history is in the order of versions: search the first that is newer.
            var (low, high) = (0, history.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (history[middle].Object.Version > at)
                    high = middle;
                else
                    low = middle + 1;
            }

            return ([.. history.Skip(low).Where(e => e.Object.Kind == kind && (scope is null || e.Object.Namespace == scope))], changed.Task, version);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ServedKind KindOf(string plural) => ServedKind.All.First(k => k.Plural == plural);

    private static string Key(ServedKind kind, string? scope, string name) => scope is null && name.Length == 0 ? $"{kind.Plural}.{kind.Group}|" : $"{kind.Plural}.{kind.Group}|{scope}|{name}";

    private static IEnumerable<string> Finalizers(StoredObject of) => of.Metadata["finalizers"] is JsonArray list ? list.Select(f => (string)f!) : [];

    private string Now(long later = 0) => time.GetUtcNow().AddSeconds(later).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private StoredObject Put(string type, ServedKind kind, JsonObject json, StoredObject? before)
    {
        json["metadata"]!["resourceVersion"] = (++version).ToString(CultureInfo.InvariantCulture);
        var stored = new StoredObject(kind, json, version);
        objects[Key(kind, stored.Namespace, stored.Name)] = stored;
        history.Add(new StoreEvent(type, stored, before));
        Signal();
        return stored;
    }

    private StoredObject Remove(StoredObject known)
    {
        objects.Remove(Key(known.Kind, known.Namespace, known.Name));
        var json = known.Json.DeepClone().AsObject();
        json["metadata"]!["resourceVersion"] = (++version).ToString(CultureInfo.InvariantCulture);
        var last = new StoredObject(known.Kind, json, version);
        history.Add(new StoreEvent("DELETED", last, known));
        Signal();
        foreach (var orphan in objects.Values.Where(o => IsOwnedOnlyBy(o, known.Uid) || (known.Kind.Plural == "namespaces" && o.Namespace == known.Name)).ToList())
            if (objects.ContainsKey(Key(orphan.Kind, orphan.Namespace, orphan.Name)))
                Delete(orphan.Kind, orphan.Namespace, orphan.Name);
        return last;
    }

    private bool IsOwnedOnlyBy(StoredObject item, string uid)
    {
        if (item.Metadata["ownerReferences"] is not JsonArray { Count: > 0 } owners)
            return false;
        var uids = owners.Select(o => (string?)o!["uid"]).ToList();
        return uids.Contains(uid) && !objects.Values.Any(o => uids.Contains(o.Uid));
    }

    private void Signal()
    {
        var told = changed;
        changed = New();
        told.TrySetResult();
    }
}
