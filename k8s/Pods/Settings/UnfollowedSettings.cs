namespace Spindle.Pods.Settings;

/// <summary>Spark's settings of pods that nothing here follows, each with its reason. Those without which an application would not be what was asked for are refused; of the others whoever gives one is warned, unless it says what happens anyway.</summary>
internal static class UnfollowedSettings
{
    private const string Driver = "a driver pod is who its service account is (spark.kubernetes.authenticate.driver.serviceAccountName)";
    private const string Claims = "claims are made for one executor and go with it, which hands its blocks to others";
    private const string Watch = "pods are both watched and listed (spark.kubernetes.executor.apiPollingInterval)";

    /// <summary>Name, the value that says what happens anyway, and the reason.</summary>
    private static readonly Dictionary<string, (string? Same, string Reason)> Warned = new(StringComparer.Ordinal)
    {
        ["kubernetes.allocation.driver.readinessTimeout"] = (null, "executors dial their driver by its address, and wait for no name"),
        ["kubernetes.allocation.recoveryMode.enabled"] = ("false", "tasks share a budget of memory and use disk beyond it, however many run at once"),
        ["kubernetes.executor.deletedExecutorsCacheTimeout"] = (null, "an executor's id is never used again"),
        ["kubernetes.executor.enableApiPolling"] = ("true", Watch),
        ["kubernetes.executor.enableApiWatcher"] = ("true", Watch),
        ["kubernetes.executor.enablePollingWithResourceVersion"] = ("false", "lists are few and have to be of the present"),
        ["kubernetes.executor.eventProcessingInterval"] = (null, "changes are acted upon when they come"),
        ["kubernetes.executor.checkAllContainers"] = ("false", "an executor has ended when its own container has"),
        ["kubernetes.executor.podDeletionCost"] = (null, "it is for executors of a Deployment, and these are pods"),
        ["kubernetes.executor.useDriverPodIP"] = ("true", "executors dial their driver by its address"),
        ["kubernetes.decommission.script"] = (null, "executors hand their blocks over by themselves when they are told to end"),
        ["kubernetes.driver.service.deleteOnTermination"] = ("true", "drivers have no service"),
        ["kubernetes.driver.ownPersistentVolumeClaim"] = ("false", Claims),
        ["kubernetes.driver.reusePersistentVolumeClaim"] = ("false", Claims),
        ["kubernetes.driver.waitToReusePersistentVolumeClaim"] = ("false", Claims),
        ["kubernetes.legacy.useReadWriteOnceAccessMode"] = ("true", "claims are ReadWriteOnce unless their option accessMode says otherwise"),
        ["kubernetes.dynamicAllocation.deleteGracePeriod"] = (null, "idle executors hand their blocks over and exit by themselves"),
        ["kubernetes.appKillPodDeletionGracePeriod"] = (null, "spindle kill gives a driver the grace of its pod"),
        ["kubernetes.report.interval"] = (null, "states are told when they change"),
    };

    private static readonly Dictionary<string, (string? Same, string Reason)> Refused = new Dictionary<string, (string? Same, string Reason)>(StringComparer.Ordinal)
    {
        ["kubernetes.allocation.pods.allocator"] = ("direct", "direct: executors are pods of their driver's own"),
        ["kubernetes.scheduler.volcano.podGroupTemplateFile"] = (null, "nothing: no pod groups are made; a queue that takes annotations, such as YuniKorn's, does"),
        ["kubernetes.scheduler.volcano.podGroupTemplateJson"] = (null, "nothing: no pod groups are made; a queue that takes annotations, such as YuniKorn's, does"),
        ["kubernetes.driver.pod.featureSteps"] = (null, "nothing: classes of the JVM do not run here; spark.kubernetes.driver.podTemplateFile shapes pods"),
        ["kubernetes.executor.pod.featureSteps"] = (null, "nothing: classes of the JVM do not run here; spark.kubernetes.executor.podTemplateFile shapes pods"),
    }.Concat(from who in (string[])["driver", "driver.mounted"]
             from what in IdentitySettings.Names
             select KeyValuePair.Create($"kubernetes.authenticate.{who}.{what}", ((string?)null, $"nothing: {Driver}"))).ToDictionary(StringComparer.Ordinal);

    /// <summary>The names of those that are taken with a warning.</summary>
    public static IEnumerable<string> WithWarning => Warned.Keys;

    /// <summary>The names of those that are refused.</summary>
    public static IEnumerable<string> Unacceptable => Refused.Keys;

    /// <summary>Goes through the settings that nothing has read.</summary>
    /// <exception cref="SettingException">One would be missed, or is not known.</exception>
    public static void Check(SettingReader settings, Action<string> warn)
    {
        foreach (var unread in settings.Unread("kubernetes.").ToList())
        {
            var name = unread[(unread.IndexOf('.', StringComparison.Ordinal) + 1)..];
            var value = settings.Text(name) ?? "";
            if (Warned.TryGetValue(name, out var warned))
            {
                if (!value.Equals(warned.Same, StringComparison.OrdinalIgnoreCase))
                    warn($"{unread} has no effect: {warned.Reason}");
            }
            else if (!Refused.TryGetValue(name, out var refused))
            {
                throw new SettingException(unread, value, "nothing: there is no such setting");
            }
            else if (!value.Equals(refused.Same, StringComparison.OrdinalIgnoreCase))
            {
                throw new SettingException(unread, value, refused.Reason);
            }
        }
    }
}
