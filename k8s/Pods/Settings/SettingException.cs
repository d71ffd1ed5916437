namespace Spindle.Pods.Settings;

/// <summary>A setting does not take its value.</summary>
/// <param name="name">As the user wrote it.</param>
/// <param name="form">What it takes.</param>
public sealed class SettingException(string name, string value, string form) : Exception($"{name} is '{value}', but takes {form}")
{
    public string Setting { get; } = name;

    public string Value { get; } = value;

    public string Form { get; } = form;
}
