using Spindle.Pods.Plan;
using Spindle.Pods.Submitting.Programs;

namespace Spindle.Pods.Settings;

/// <summary>Everything that an application says about its pods: <c>spark.kubernetes.*</c> under Spark's names, <c>spindle.kubernetes.*</c> for what Spark leaves to pod templates.</summary>
public sealed record KubernetesSettings
{
    /// <summary>The namespace; null for the one that the credentials mean.</summary>
    public string? Namespace { get; init; }

    /// <summary>The context of the kubeconfig; null for the current one.</summary>
    public string? Context { get; init; }

    public RoleSettings Executor { get; init; } = new();

    public RoleSettings Driver { get; init; } = new();

    /// <summary>Executors wanted.</summary>
    public int Instances { get; init; } = 2;

    /// <summary>Local disks are memory, and count as such.</summary>
    public bool LocalDirsInMemory { get; init; }

    /// <summary>Whether to write a network policy that lets only the application's own pods, and its driver, reach executors.</summary>
    public bool NetworkPolicy { get; init; } = true;

    public PodLimits Limits { get; init; } = new();

    /// <summary>A label of executor pods from when they begin to leave, as for a disruption budget; null for none.</summary>
    public KeyValuePair<string, string>? LeavingLabel { get; init; }

    /// <summary>Who a driver outside the cluster is to the API server.</summary>
    public IdentitySettings Identity { get; init; } = new();

    /// <summary>Who a submitter of a driver pod is.</summary>
    public IdentitySettings SubmitterIdentity { get; init; } = new();

    /// <summary>How long the API server may take to answer a submitter.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to take a submitter's connection.</summary>
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that a config map may hold.</summary>
    public long ConfigMapSize { get; init; } = 1 << 20;

    /// <summary>Where in object storage a submitted program is put for its driver pod, <c>s3://bucket/prefix</c>; null for a config map.</summary>
    public string? UploadPath { get; init; }

    /// <summary>Whether submitting follows the driver to its end.</summary>
    public bool WaitsForEnd { get; init; } = true;

    /// <summary>How long an application waits for a quota that others use up.</summary>
    public TimeSpan QuotaTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From one full list of pods to the next.</summary>
    public TimeSpan ListEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Folders that the images of driver and executors both have, besides the volumes that they mount.</summary>
    public IReadOnlyList<string> SharedFolders { get; init; } = [];

    /// <summary>Where executors tell kubelets that they are ready.</summary>
    public int HealthPort { get; init; } = 7077;

    /// <summary>Where executors serve blocks.</summary>
    public int BlockPort { get; init; } = 7079;

    /// <summary>The settings that these were made of, as the user wrote them.</summary>
    public IReadOnlySet<string> Used { get; init; } = new HashSet<string>();

    /// <param name="warn">Told of settings that have no effect.</param>
    /// <exception cref="SettingException">One does not take its value, or is not known.</exception>
    public static KubernetesSettings Read(IEnumerable<KeyValuePair<string, string>> given, Action<string> warn)
    {
        var settings = new SettingReader(given);
        var instances = settings.Count("executor.instances", 2, least: 1);
        var standard = new PodLimits();
        // Read where there is no label too: it is known, and means nothing alone.
        _ = settings.Text("kubernetes.executor.decommissionLabelValue");
        var read = new KubernetesSettings
        {
            Namespace = settings.Text("kubernetes.namespace"),
            Context = settings.Text("kubernetes.context"),
            Executor = RoleSettings.Read(settings, "executor"),
            Driver = RoleSettings.Read(settings, "driver"),
            Instances = instances,
            LocalDirsInMemory = settings.Flag("kubernetes.local.dirs.tmpfs", false),
            NetworkPolicy = settings.Flag("kubernetes.networkPolicy.enabled", true),
            ListEvery = settings.Time("kubernetes.executor.apiPollingInterval", TimeSpan.FromSeconds(30)),
            WaitsForEnd = settings.Flag("kubernetes.submission.waitAppCompletion", true),
            SharedFolders = settings.Text("kubernetes.sharedFolders")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            QuotaTimeout = settings.Time("kubernetes.submission.quotaTimeout", TimeSpan.FromHours(1)),
            HealthPort = settings.Count("kubernetes.executor.healthPort", 7077, least: 1),
            BlockPort = settings.Count("blockManager.port", 7079, least: 1),
            LeavingLabel = settings.Text("kubernetes.executor.decommissionLabel") is { } leaving ? new(leaving, settings.Text("kubernetes.executor.decommissionLabelValue") ?? "") : null,
            Identity = IdentitySettings.Read(settings, "kubernetes.authenticate."),
            SubmitterIdentity = IdentitySettings.Read(settings, "kubernetes.authenticate.submission."),
            RequestTimeout = settings.Time("kubernetes.submission.requestTimeout", TimeSpan.FromSeconds(30)),
            ConnectionTimeout = settings.Time("kubernetes.submission.connectionTimeout", TimeSpan.FromSeconds(10)),
            UploadPath = settings.Text("kubernetes.file.upload.path"),
            ConfigMapSize = settings.Count("kubernetes.configMap.maxSize", 1 << 20, least: 1),
            Limits = standard with
            {
                BatchSize = settings.Count("kubernetes.allocation.batch.size", standard.BatchSize, least: 1),
                BatchDelay = settings.Time("kubernetes.allocation.batch.delay", standard.BatchDelay),
                // All executors are of one resource profile.
                MaxPending = Math.Min(settings.Count("kubernetes.allocation.maxPendingPods", standard.MaxPending, least: 1), settings.Count("kubernetes.allocation.maxPendingPodsPerRp", standard.MaxPending, least: 1)),
                StartDeadline = settings.Time("kubernetes.allocation.executor.timeout", standard.StartDeadline),
                MissingAfter = settings.Time("kubernetes.executor.missingPodDetectDelta", standard.MissingAfter),
                RefusedDeadline = settings.Time("kubernetes.allocation.refusedTimeout", standard.RefusedDeadline),
                YieldAfter = settings.Time("kubernetes.allocation.yieldAfter", standard.YieldAfter),
                PullDeadline = settings.Time("kubernetes.allocation.imagePullTimeout", standard.PullDeadline),
                ReachDeadline = settings.Time("kubernetes.allocation.reachTimeout", standard.ReachDeadline),
                MaxIssued = settings.Count("kubernetes.allocation.maximum", standard.MaxIssued, least: 1),
                MaxFailures = settings.Count("executor.maxNumFailures", Math.Max(3, 2 * instances)),
                FailureWindow = settings.Time("executor.failuresValidityInterval", TimeSpan.MaxValue),
                DeleteEnded = settings.Flag("kubernetes.executor.deleteOnTermination", true),
            },
        };
        if (read.LeavingLabel is { } label && Labels.Reserved.Contains(label.Key, StringComparer.Ordinal))
            throw settings.Wrong("kubernetes.executor.decommissionLabel", "a label that is not Spindle's own");
        if (read.UploadPath is { } uploads && !StoredProgram.IsStored(uploads))
            throw settings.Wrong("kubernetes.file.upload.path", "a path of object storage, as s3://bucket/prefix");
        UnfollowedSettings.Check(settings, warn);
        return read with { Used = settings.Read };
    }
}
