using System.Text.Json;
using Spindle.Columnar.Errors;

namespace Spindle.Sql.Settings;

/// <summary>Settings that whoever started the program gives it: a file of JSON, named by <c>SPINDLE_SUBMIT</c>. What the program sets itself wins, as in Spark.</summary>
public static class SubmittedSettings
{
    public const string Variable = "SPINDLE_SUBMIT";
    public const string Master = "spark.master";

    /// <summary>Those of this process; none where it was started by itself.</summary>
    /// <exception cref="SpindleException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> OfProcess()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path)
            return new Dictionary<string, string>();
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SpindleException(SessionErrors.InvalidSetting, $"the settings of {Variable} cannot be read from {path}: {unreadable.Message}",
                parameters: new Dictionary<string, string> { ["confName"] = Variable, ["confValue"] = path });
        }
    }
}
