using System.Text;
using System.Text.Json;

namespace Spindle.Launch;

/// <summary>A launch as a line of JSON. Member by member: an executor would spend a tenth of its start on having a serializer found out, and compiled, for its one line.</summary>
internal static class LaunchFormat
{
    public static string Write(ExecutorLaunch launch)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("application", launch.Application);
            json.WriteString("executor", launch.Executor);
            json.WriteString("driver", launch.Driver);
            json.WriteString("node", launch.Node);
            json.WriteNumber("cores", launch.Cores);
            json.WriteNumber("memory", launch.Memory);
            json.WriteString("certificate", launch.Certificate);
            json.WriteString("folder", launch.Folder);
            json.WriteStartObject("settings");
            foreach (var (key, value) in launch.Settings)
                json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
    }

    /// <exception cref="JsonException">The text is no launch.</exception>
    public static ExecutorLaunch Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        try
        {
            var launch = document.RootElement;
            var settings = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var setting in launch.GetProperty("settings").EnumerateObject())
                settings.Add(setting.Name, Text(setting.Value));
            return new ExecutorLaunch(Text(launch.GetProperty("application")), Text(launch.GetProperty("executor")), Text(launch.GetProperty("driver")), Text(launch.GetProperty("node")),
                launch.GetProperty("cores").GetInt32(), launch.GetProperty("memory").GetInt64(), Text(launch.GetProperty("certificate")), Text(launch.GetProperty("folder")), settings);
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException("the line is no launch of an executor", wrong);
        }
    }

    private static string Text(JsonElement value) => value.GetString() ?? throw new JsonException("a launch has no nulls");
}
