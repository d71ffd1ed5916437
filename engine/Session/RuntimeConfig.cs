using Spindle.Columnar.Errors;
using Spindle.Sql.Settings;

namespace Spindle.Sql;

/// <summary>A session's settings, by Spark's keys (<c>spark.sql.session.timeZone</c>) and the engine's own (<c>spindle.threads</c>).</summary>
public sealed class RuntimeConfig
{
    private readonly SessionSettings settings;

    internal RuntimeConfig(SessionSettings settings) => this.settings = settings;

    /// <summary>The value given, or the default.</summary>
    /// <exception cref="SpindleException">SQL_CONF_NOT_FOUND: there is no such setting.</exception>
    public string Get(string key) => settings.Find(key) ?? throw new SpindleException(SessionErrors.SettingNotFound, $"the setting {key} is not set, and has no default");

    public string Get(string key, string standard) => settings.Find(key) ?? standard;

    /// <summary>Checks a key that a person typed, which is more likely a slip than a setting nobody reads.</summary>
    /// <exception cref="SpindleException">SQL_CONF_NOT_FOUND: nothing reads it; the message names the nearest one.</exception>
    public static void RequireKnown(string key)
    {
        if (!SettingTable.IsKnown(SettingTable.NameOf(key)))
            throw SettingTable.Unknown(key);
    }

    /// <summary>Sets a key; who sets one that has no effect is warned once. Keys that are neither Spark's nor the engine's are the program's own.</summary>
    /// <exception cref="SpindleException">INVALID_CONF_VALUE: the key does not take the value; SPINDLE_FIXED_SETTING: there is one value here; SQL_CONF_NOT_FOUND: there is no such setting.</exception>
    public void Set(string key, string value) => settings.Set(key, value);

    public void Set(string key, bool value) => settings.Set(key, value ? "true" : "false");

    public void Set(string key, long value) => settings.Set(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Back to the default.</summary>
    public void Unset(string key) => settings.Reset(key);
}
