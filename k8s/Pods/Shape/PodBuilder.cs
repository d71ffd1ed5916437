using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Client.Resources;
using Spindle.Pods.Settings;

namespace Spindle.Pods.Shape;

/// <summary>Puts a pod together over a template: what settings say replaces single values and is added to lists.</summary>
internal sealed class PodBuilder
{
    private const int User = 1000;

    private readonly JsonObject metadata;
    private readonly Func<string, string> substitute;

    /// <param name="template">Taken over.</param>
    /// <param name="substitute">Puts ids in the place of <c>{{APP_ID}}</c> and <c>{{EXECUTOR_ID}}</c>.</param>
    public PodBuilder(JsonObject template, string name, string container, Func<string, string> substitute)
    {
        Pod = template;
        this.substitute = substitute;
        Pod["apiVersion"] = "v1";
        Pod["kind"] = "Pod";
        metadata = Object(Pod, "metadata");
        metadata["name"] = name;
        metadata.Remove("generateName");
        Spec = Object(Pod, "spec");
        var containers = List(Spec, "containers");
        if (containers.Count == 0)
            containers.Add(new JsonObject());
        Container = (JsonObject)containers[0]!;
        Container["name"] ??= container;
    }

    public JsonObject Pod { get; }

    public JsonObject Spec { get; }

    public JsonObject Container { get; }

    public string ContainerName => Container.Text("name")!;

    public static JsonObject Object(JsonObject parent, string name) => parent[name] as JsonObject ?? Set(parent, name, new JsonObject());

    public static JsonArray List(JsonObject parent, string name) => parent[name] as JsonArray ?? Set(parent, name, new JsonArray());

    public void Labels(IEnumerable<KeyValuePair<string, string>> labels) => Put("labels", labels);

    public void Annotations(IEnumerable<KeyValuePair<string, string>> annotations) => Put("annotations", annotations);

    public void Owner(OwnerReference? owner)
    {
        if (owner is not null)
            metadata["ownerReferences"] = new JsonArray(owner.ToJson());
    }

    public void Variable(string name, string value) => Variable(name, new JsonObject { ["value"] = value });

    public void VariableFromField(string name, string field) => Variable(name, new JsonObject { ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = field } } });

    public void Volume(string name, string type, JsonObject source, string path, bool readOnly = false, string? subPath = null)
    {
        var volumes = List(Spec, "volumes");
        if (!volumes.OfType<JsonObject>().Any(v => v.Text("name") == name))
            volumes.Add(new JsonObject { ["name"] = name, [type] = source });
        var mount = new JsonObject { ["name"] = name, ["mountPath"] = path };
        if (readOnly)
            mount["readOnly"] = true;
        if (subPath is not null)
            mount["subPath"] = substitute(subPath);
        List(Container, "volumeMounts").Add(mount);
    }

    /// <summary>What settings of both roles say.</summary>
    public void Apply(RoleSettings role)
    {
        if (role.Image is { } image)
            Container["image"] = image;
        Container["imagePullPolicy"] = role.PullPolicy;
        foreach (var secret in role.PullSecrets)
            List(Spec, "imagePullSecrets").Add(new JsonObject { ["name"] = secret });
        if (role.ServiceAccount is { } account)
            Spec["serviceAccountName"] = account;
        if (role.PriorityClass is { } priority)
            Spec["priorityClassName"] = priority;
        if (role.Scheduler is { } scheduler)
            Spec["schedulerName"] = scheduler;
        Spec["restartPolicy"] = "Never";
        Spec["terminationGracePeriodSeconds"] = (long)role.Grace.TotalSeconds;
        Resources(role);
        Placement(role);
        foreach (var (name, value) in role.Environment)
            Variable(name, substitute(value));
        foreach (var (name, reference) in role.SecretVariables)
            Variable(name, FromSecret(name, reference));
        foreach (var (name, path) in role.Secrets)
            Volume($"secret-{name}", "secret", new JsonObject { ["secretName"] = name }, path, readOnly: true);
        foreach (var (name, path) in role.ConfigMaps)
            Volume($"config-{name}", "configMap", new JsonObject { ["name"] = name }, path, readOnly: true);
        foreach (var volume in role.Volumes)
            Volume(volume.Name, volume.Type, Source(volume), volume.MountPath, volume.ReadOnly, volume.SubPath);
        Annotations(role.Annotations);
        foreach (var reserved in role.Labels.Keys.Intersect(Pods.Labels.Reserved))
            throw new SettingException($"kubernetes.….label.{reserved}", role.Labels[reserved], "nothing: the label is Spindle's own");
        Labels(role.Labels);
        Harden();
    }

    private static T Set<T>(JsonObject parent, string name, T value)
        where T : JsonNode
    {
        parent[name] = value;
        return value;
    }

    private void Put(string member, IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var (key, value) in entries)
            Object(metadata, member)[key] = substitute(value);
    }

    private void Variable(string name, JsonObject value)
    {
        var variables = List(Container, "env");
        foreach (var same in variables.OfType<JsonObject>().Where(v => v.Text("name") == name).ToList())
            variables.Remove(same);
        value["name"] = name;
        variables.Add(value);
    }

    private void Resources(RoleSettings role)
    {
        var resources = Object(Container, "resources");
        var (requests, limits) = (Object(resources, "requests"), Object(resources, "limits"));
        requests["cpu"] = role.RequestCores ?? role.Cores.ToString(CultureInfo.InvariantCulture);
        if (role.LimitCores is { } cores)
            limits["cpu"] = cores;
        // Request and limit are one: memory that is promised and not there ends in a kill.
        requests["memory"] = role.MemoryLimit.ToString(CultureInfo.InvariantCulture);
        limits["memory"] = role.MemoryLimit.ToString(CultureInfo.InvariantCulture);
        if ((role.RequestDisk ?? role.LimitDisk) is { } disk)
            requests["ephemeral-storage"] = disk;
        if (role.LimitDisk is { } most)
            limits["ephemeral-storage"] = most;
    }

    private void Placement(RoleSettings role)
    {
        foreach (var (key, value) in role.NodeSelector)
            Object(Spec, "nodeSelector")[key] = value;
        foreach (var toleration in role.Tolerations)
            List(Spec, "tolerations").Add(Toleration(toleration));
        // Required, not preferred: autoscalers take preferences for requirements, and relax them one node too late.
        if (role.Capacity is { } capacity)
            List(Object(Object(Object(Spec, "affinity"), "nodeAffinity"), "requiredDuringSchedulingIgnoredDuringExecution"), "nodeSelectorTerms").Add(new JsonObject
            {
                ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = "karpenter.sh/capacity-type", ["operator"] = "In", ["values"] = new JsonArray(capacity) }),
            });
        // The first pod is let in by itself, the others follow it; in cluster mode it is the driver that they follow.
        if (role.TogetherIn is { } together)
            List(Object(Object(Spec, "affinity"), "podAffinity"), "requiredDuringSchedulingIgnoredDuringExecution").Add(new JsonObject
            {
                ["topologyKey"] = together,
                ["labelSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [Pods.Labels.Application] = Object(metadata, "labels").Text(Pods.Labels.Application) } },
            });
        if (role.SpreadOver is { } spread)
            List(Spec, "topologySpreadConstraints").Add(new JsonObject
            {
                ["maxSkew"] = 1,
                ["topologyKey"] = spread,
                ["whenUnsatisfiable"] = "DoNotSchedule",
                ["labelSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [Pods.Labels.Application] = Object(metadata, "labels").Text(Pods.Labels.Application), [Pods.Labels.Role] = Object(metadata, "labels").Text(Pods.Labels.Role) } },
            });
    }

    private static JsonObject Toleration(string text)
    {
        var effect = text.Split(':', 2);
        var pair = effect[0].Split('=', 2);
        var toleration = new JsonObject { ["key"] = pair[0], ["operator"] = pair.Length == 2 ? "Equal" : "Exists" };
        if (pair.Length == 2)
            toleration["value"] = pair[1];
        if (effect.Length == 2)
            toleration["effect"] = effect[1];
        return toleration;
    }

    private static JsonObject FromSecret(string name, string reference)
    {
        var colon = reference.LastIndexOf(':');
        return colon > 0
            ? new JsonObject { ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = reference[..colon], ["key"] = reference[(colon + 1)..] } } }
            : throw new SettingException($"secretKeyRef.{name}", reference, "a secret and a key in it: name:key");
    }

    private JsonObject Source(VolumeSettings volume)
    {
        string? Option(string name) => volume.Options.TryGetValue(name, out var value) ? substitute(value) : null;
        string Needed(string name) => Option(name) ?? throw new SettingException($"volumes.{volume.Type}.{volume.Name}.options.{name}", "", "a value");
        var source = new JsonObject();
        switch (volume.Type)
        {
            case "hostPath":
                source["path"] = Needed("path");
                if (Option("type") is { } type)
                    source["type"] = type;
                break;
            case "emptyDir":
                if (Option("medium") is { } medium)
                    source["medium"] = medium;
                if (Option("sizeLimit") is { } size)
                    source["sizeLimit"] = size;
                break;
            case "nfs":
                source["server"] = Needed("server");
                source["path"] = Needed("path");
                break;
            default:
                source["claimName"] = OnDemandClaim.Is(volume) ? OnDemandClaim.NameOf(metadata.Text("name")!, volume) : Needed("claimName");
                if (volume.ReadOnly)
                    source["readOnly"] = true;
                break;
        }

        return source;
    }

    // What the restricted profile of pod security asks for, and a root file system that nobody can write to. A template may say otherwise.
    private void Harden()
    {
        var pod = Object(Spec, "securityContext");
        pod["runAsNonRoot"] ??= true;
        pod["runAsUser"] ??= User;
        pod["runAsGroup"] ??= User;
        pod["fsGroup"] ??= User;
        pod["seccompProfile"] ??= new JsonObject { ["type"] = "RuntimeDefault" };
        var container = Object(Container, "securityContext");
        container["allowPrivilegeEscalation"] ??= false;
        container["readOnlyRootFilesystem"] ??= true;
        container["capabilities"] ??= new JsonObject { ["drop"] = new JsonArray("ALL") };
    }
}
