using Spindle.Analysis.Errors;
using Spindle.Columnar.Errors;

namespace Spindle.Sql.Settings;

/// <summary>Every setting that the session knows by name. Those of executors and their driver are the driver's table.</summary>
internal static class SettingTable
{
    // Families whose keys name what the user has named: buckets, and whatever else a file system or a runner reads by prefix.
    private static readonly string[] Prefixes = ["fs.s3a.", "spark.hadoop.", "spark.kubernetes.", "spindle.kubernetes."];

    // Families that the driver of executors knows by name; it refuses what it does not know.
    private static readonly string[] OfExecutors =
    [
        "app.", "barrier.", "blockManager.", "broadcast.", "checkpoint.", "cleaner.", "decommission.", "driver.", "dynamicAllocation.", "eventLog.", "excludeOnFailure.", "executor.", "io.", "job.", "jobGroup.", "local.", "locality.",
        "master", "memory.", "metrics.", "network.", "reducer.", "rpc.", "scheduler.", "serializer", "shuffle.", "speculation", "stage.", "storage.", "task.", "ui.",
    ];

    private static readonly Dictionary<string, Setting> ByName = HonouredSettings.Rows.Concat(FixedSettings.Rows).Concat(SettingsWithoutEffect.Rows).ToDictionary(s => s.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<Setting> All => ByName.Values;

    public static Setting? Find(string key) => ByName.GetValueOrDefault(key);

    /// <summary>The name under which a setting is kept: what Spark calls <c>spark.sql.…</c> may be called <c>spindle.sql.…</c>.</summary>
    public static string NameOf(string key) => key.StartsWith("spindle.sql.", StringComparison.Ordinal) ? "spark." + key["spindle.".Length..] : key;

    /// <summary>True where something reads the key, or it is known that nothing does.</summary>
    public static bool IsKnown(string key) => ByName.ContainsKey(key) || Reason(key) is not null || Prefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal))
        || IsOfStart(key);

    /// <summary>True where a session, or its executors, take the value when they start, and no other later.</summary>
    public static bool IsOfStart(string key) => Find(key) is { } setting ? setting.IsOfStart : OfExecutors.Any(f => key.StartsWith("spark." + f, StringComparison.Ordinal) || key.StartsWith("spindle." + f, StringComparison.Ordinal));

    /// <summary>Whether and why a setting that is given does nothing: what to warn of; null where there is nothing to say.</summary>
    /// <exception cref="SpindleException">There is no such setting, or it does not take the value.</exception>
    public static string? Check(string key, string value)
    {
        if (Find(key) is not { } setting)
        {
            if (IsKnown(key))
                return Reason(key) is { } reason ? $"{key} has no effect: {reason}" : null;
            if (key.StartsWith("spark.sql.", StringComparison.Ordinal) || key.StartsWith("spindle.", StringComparison.Ordinal))
                throw Unknown(key);
            // Programs keep settings of their own in the session.
            return key.StartsWith("spark.", StringComparison.Ordinal) ? $"{key} has no effect: nothing reads it" : null;
        }

        switch (setting.State)
        {
            case SettingState.Fixed when !IsDefault(setting, value):
                throw new SpindleException(SessionErrors.FixedSetting, $"{key} cannot be '{value}': {setting.Remark}; it is '{setting.Default}' here",
                    parameters: new Dictionary<string, string> { ["confName"] = key, ["confValue"] = value });
            case SettingState.WithoutEffect when !IsDefault(setting, value):
                return $"{key} has no effect: {setting.Remark}";
            case SettingState.Honoured when !setting.Form.Accepts(value):
                throw new SpindleException(setting.Form == SettingForm.Zone ? SessionErrors.InvalidTimeZone : SessionErrors.InvalidSettingType, $"{key} is '{value}', but takes {setting.Form.Takes}",
                    parameters: new Dictionary<string, string> { ["confName"] = key, ["confValue"] = value });
            default:
                return null;
        }
    }

    public static SpindleException Unknown(string key)
    {
        var nearest = NearestNames.Of(key, ByName.Keys)[0];
        return new SpindleException(SessionErrors.SettingNotFound, $"there is no setting {key}; did you mean {nearest}?",
            parameters: new Dictionary<string, string> { ["sqlConf"] = $"\"{key}\"", ["suggestion"] = nearest });
    }

    /// <summary>Whether a value asks for nothing but the default, which may be another setting's.</summary>
    private static bool IsDefault(Setting setting, string value) => setting.SameAs is { } other && Find(other) is { } same ? IsDefault(same, value) : setting.IsDefault(value);

    private static string? Reason(string key) => SettingsWithoutEffect.Families.FirstOrDefault(f => key.StartsWith(f.Prefix, StringComparison.Ordinal)).Reason;
}
