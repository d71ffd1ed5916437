using Spindle.Pods.Plan;

namespace Spindle.Pods.Settings;

/// <summary>Everything that an application says about its pods: <c>spark.kubernetes.*</c> under Spark's names, <c>spindle.kubernetes.*</c> for what Spark leaves to pod templates.</summary>
public sealed record KubernetesSettings
{
    // Known of Spark's and without effect here: who gives one is warned.
    private static readonly string[] WithoutEffect =
    [
        "kubernetes.allocation.driver.readinessTimeout", "kubernetes.allocation.maximum", "kubernetes.allocation.pods.allocator", "kubernetes.allocation.recoveryMode.enabled", "kubernetes.executor.deletedExecutorsCacheTimeout",
        "kubernetes.executor.enableApiPolling", "kubernetes.executor.enableApiWatcher", "kubernetes.executor.enablePollingWithResourceVersion", "kubernetes.executor.eventProcessingInterval",
        "kubernetes.executor.checkAllContainers", "kubernetes.executor.useDriverPodIP", "kubernetes.decommission.script", "kubernetes.configMap.maxSize", "kubernetes.driver.ownPersistentVolumeClaim",
        "kubernetes.driver.reusePersistentVolumeClaim", "kubernetes.driver.waitToReusePersistentVolumeClaim", "kubernetes.driver.service.deleteOnTermination", "kubernetes.appKillPodDeletionGracePeriod",
        "kubernetes.dynamicAllocation.deleteGracePeriod", "kubernetes.submission.connectionTimeout", "kubernetes.submission.requestTimeout", "kubernetes.report.interval",
        "kubernetes.trust.certificates", "kubernetes.file.upload.path", "kubernetes.legacy.useReadWriteOnceAccessMode", "kubernetes.scheduler.volcano.podGroupTemplateFile", "kubernetes.scheduler.volcano.podGroupTemplateJson",
        "kubernetes.driver.pod.featureSteps", "kubernetes.executor.pod.featureSteps", "kubernetes.executor.decommissionLabel", "kubernetes.executor.decommissionLabelValue", "kubernetes.executor.podDeletionCost",
        // Who the driver is, its kubeconfig or its pod's service account says.
        .. from who in (string[])["submission", "driver", "driver.mounted"]
           from what in (string[])["oauthToken", "oauthTokenFile", "caCertFile", "clientKeyFile", "clientCertFile"]
           select $"kubernetes.authenticate.{who}.{what}",
    ];

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
                MaxFailures = settings.Count("executor.maxNumFailures", Math.Max(3, 2 * instances)),
                FailureWindow = settings.Time("executor.failuresValidityInterval", TimeSpan.MaxValue),
                DeleteEnded = settings.Flag("kubernetes.executor.deleteOnTermination", true),
            },
        };
        foreach (var unread in settings.Unread("kubernetes.").ToList())
        {
            var name = unread[(unread.IndexOf('.', StringComparison.Ordinal) + 1)..];
            if (!WithoutEffect.Contains(name, StringComparer.Ordinal))
                throw new SettingException(unread, settings.Text(name) ?? "", "nothing: there is no such setting");
            _ = settings.Text(name);
            warn($"{unread} has no effect");
        }

        return read with { Used = settings.Read };
    }
}
