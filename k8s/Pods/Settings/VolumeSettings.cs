namespace Spindle.Pods.Settings;

/// <summary>One volume of <c>kubernetes.executor.volumes.[type].[name]</c>.</summary>
/// <param name="Type"><c>hostPath</c>, <c>persistentVolumeClaim</c>, <c>emptyDir</c> or <c>nfs</c>.</param>
/// <param name="Options">What stands behind <c>options.</c>.</param>
public sealed record VolumeSettings(string Type, string Name, string MountPath, string? SubPath, bool ReadOnly, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Volumes of such names take the place of the local disk that executors get otherwise.</summary>
    public bool IsLocalDisk => Name.StartsWith("spark-local-dir-", StringComparison.Ordinal) || Name.StartsWith("spindle-local-dir-", StringComparison.Ordinal);

    internal static IReadOnlyList<VolumeSettings> Read(SettingReader settings, string prefix)
    {
        var volumes = new List<VolumeSettings>();
        foreach (var group in settings.Family(prefix).GroupBy(s => string.Join('.', s.Key.Split('.').Take(2)), StringComparer.Ordinal))
        {
            var parts = group.Key.Split('.');
            var values = group.ToDictionary(s => s.Key[Math.Min(s.Key.Length, group.Key.Length + 1)..], s => s.Value, StringComparer.Ordinal);
            if (parts is not [("hostPath" or "persistentVolumeClaim" or "emptyDir" or "nfs") and var type, { Length: > 0 } name])
                throw new SettingException($"{prefix}{group.First().Key}", group.First().Value, "a volume of the type hostPath, persistentVolumeClaim, emptyDir or nfs: volumes.[type].[name].mount.path");
            if (!values.TryGetValue("mount.path", out var path))
                throw new SettingException($"{prefix}{group.Key}.mount.path", "", "the folder at which the volume appears");
            volumes.Add(new VolumeSettings(type, name, path, values.GetValueOrDefault("mount.subPath"), values.GetValueOrDefault("mount.readOnly") == "true",
                values.Where(v => v.Key.StartsWith("options.", StringComparison.Ordinal)).ToDictionary(v => v.Key["options.".Length..], v => v.Value, StringComparer.Ordinal)));
        }

        return volumes;
    }
}
