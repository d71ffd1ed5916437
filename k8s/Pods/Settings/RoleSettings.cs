namespace Spindle.Pods.Settings;

/// <summary>How the pods of one role, driver or executor, look.</summary>
public sealed record RoleSettings
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>The image; null where nobody named one.</summary>
    public string? Image { get; init; }

    public string PullPolicy { get; init; } = "IfNotPresent";

    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    public string? ServiceAccount { get; init; }

    /// <summary>A file with a pod, in YAML or JSON, that settings are merged into.</summary>
    public string? TemplateFile { get; init; }

    /// <summary>The container of the template that runs Spindle; null for the first.</summary>
    public string? TemplateContainer { get; init; }

    /// <summary>Quantities of CPU; null for as many as the role has cores.</summary>
    public string? RequestCores { get; init; }

    /// <summary>Null for no limit, so that what is idle on a node may be used.</summary>
    public string? LimitCores { get; init; }

    /// <summary>Tasks that run at once.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Bytes for tasks and blocks.</summary>
    public long Memory { get; init; } = 1L << 30;

    /// <summary>Bytes besides: objects of the runtime, code, stacks.</summary>
    public long Overhead { get; init; } = 384L << 20;

    /// <summary>Local disk, as a quantity; requested, so that what fills it is not the first to be evicted.</summary>
    public string? RequestDisk { get; init; }

    public string? LimitDisk { get; init; }

    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = None;

    /// <summary><c>key=value:effect</c>, <c>key:effect</c> or <c>key</c>.</summary>
    public IReadOnlyList<string> Tolerations { get; init; } = [];

    /// <summary><c>on-demand</c>, <c>spot</c> or null for either, by the label <c>karpenter.sh/capacity-type</c>.</summary>
    public string? Capacity { get; init; }

    /// <summary>The node label over which pods are spread evenly; null for none.</summary>
    public string? SpreadOver { get; init; }

    /// <summary>The node label of which all of the application's pods are to have one value, as one zone; null for none.</summary>
    public string? TogetherIn { get; init; }

    public string? PriorityClass { get; init; }

    public string? Scheduler { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = None;

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = None;

    public IReadOnlyDictionary<string, string> Environment { get; init; } = None;

    /// <summary>Secrets as folders: name and path.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = None;

    /// <summary>Variables out of secrets: name, and <c>secret:key</c>.</summary>
    public IReadOnlyDictionary<string, string> SecretVariables { get; init; } = None;

    /// <summary>Config maps as folders: name and path.</summary>
    public IReadOnlyDictionary<string, string> ConfigMaps { get; init; } = None;

    public IReadOnlyList<VolumeSettings> Volumes { get; init; } = [];

    /// <summary>Time to hand blocks over once the pod is asked to go.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of the pod's memory limit.</summary>
    public long MemoryLimit => Memory + Overhead;

    internal static RoleSettings Read(SettingReader settings, string role)
    {
        var own = $"kubernetes.{role}.";
        var memory = settings.Size($"{role}.memory", 1L << 30);
        var factor = settings.Number("kubernetes.memoryOverheadFactor", 0.1);
        factor = settings.Number($"{role}.memoryOverheadFactor", factor);
        var least = settings.Size($"{role}.minMemoryOverhead", 384L << 20);
        var cores = settings.Count($"{role}.cores", 1, least: 1);
        var policy = settings.Text("kubernetes.container.image.pullPolicy") ?? "IfNotPresent";
        if (policy is not ("Always" or "IfNotPresent" or "Never"))
            throw settings.Wrong("kubernetes.container.image.pullPolicy", "Always, IfNotPresent or Never");
        var capacity = settings.Text($"{own}capacity") ?? (role == "driver" ? null : "any");
        if (capacity is not (null or "on-demand" or "spot" or "any"))
            throw settings.Wrong($"{own}capacity", "on-demand, spot or any");
        return new RoleSettings
        {
            Image = settings.Text($"{own}container.image", "kubernetes.container.image"),
            PullPolicy = policy,
            PullSecrets = List(settings.Text("kubernetes.container.image.pullSecrets")),
            ServiceAccount = settings.Text($"kubernetes.authenticate.{role}.serviceAccountName", "kubernetes.authenticate.serviceAccountName"),
            TemplateFile = settings.Text($"{own}podTemplateFile"),
            TemplateContainer = settings.Text($"{own}podTemplateContainerName"),
            RequestCores = settings.Text($"{own}request.cores"),
            LimitCores = settings.Text($"{own}limit.cores"),
            Cores = cores,
            Memory = memory,
            Overhead = settings.Size($"{role}.memoryOverhead", Math.Max(least, (long)(memory * factor))),
            RequestDisk = settings.Text($"{own}request.ephemeral-storage"),
            LimitDisk = settings.Text($"{own}limit.ephemeral-storage"),
            NodeSelector = Joined(settings.Family("kubernetes.node.selector."), settings.Family($"{own}node.selector.")),
            Tolerations = List(settings.Text($"{own}tolerations", "kubernetes.tolerations")),
            Capacity = capacity == "any" ? null : capacity,
            SpreadOver = settings.Text($"{own}topologySpread"),
            TogetherIn = settings.Text($"{own}colocateIn"),
            PriorityClass = settings.Text($"{own}priorityClassName", "kubernetes.priorityClassName"),
            Scheduler = settings.Text($"{own}scheduler.name", "kubernetes.scheduler.name"),
            Labels = settings.Family($"{own}label."),
            Annotations = settings.Family($"{own}annotation."),
            Environment = settings.Family(role == "driver" ? "kubernetes.driverEnv." : "executorEnv."),
            Secrets = settings.Family($"{own}secrets."),
            SecretVariables = settings.Family($"{own}secretKeyRef."),
            ConfigMaps = settings.Family($"{own}configMaps."),
            Volumes = VolumeSettings.Read(settings, $"{own}volumes."),
            Grace = settings.Time($"{own}terminationGracePeriodSeconds", TimeSpan.FromSeconds(60), "s"),
        };
    }

    private static IReadOnlyList<string> List(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static Dictionary<string, string> Joined(IReadOnlyDictionary<string, string> general, IReadOnlyDictionary<string, string> special)
    {
        var joined = new Dictionary<string, string>(general, StringComparer.Ordinal);
        foreach (var (key, value) in special)
            joined[key] = value;
        return joined;
    }
}
