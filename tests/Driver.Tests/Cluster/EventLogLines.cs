using System.Text.Json;
using Spindle.Driver.Actions;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>The lines of an event log, oldest first, and what tests ask of them.</summary>
internal sealed class EventLogLines(IEnumerable<string> lines)
{
    private readonly List<JsonElement> all = [.. lines.Select(line => JsonDocument.Parse(line).RootElement.Clone())];

    public IEnumerable<JsonElement> Of<T>() where T : Announcement => all.Where(e => Event(e) == typeof(T).Name);

    /// <summary>Those after the first one of a kind for which the condition holds.</summary>
    public EventLogLines After<T>(Func<JsonElement, bool>? condition = null) where T : Announcement =>
        new([.. all.SkipWhile(e => Event(e) != typeof(T).Name || condition?.Invoke(e) == false).Skip(1).Select(e => e.GetRawText())]);

    /// <summary>What was said before the first one of a kind for which the condition holds.</summary>
    public EventLogLines Before<T>(Func<JsonElement, bool>? condition = null) where T : Announcement =>
        new([.. all.TakeWhile(e => Event(e) != typeof(T).Name || condition?.Invoke(e) == false).Select(e => e.GetRawText())]);

    /// <summary>The ends of attempts that succeeded in a job (0 for any).</summary>
    public List<(int Stage, int Partition, int Attempt, long RowsRead)> Succeeded(long job = 0) =>
        [.. Of<TaskEnded>().Where(e => e.GetProperty("status").GetString() == nameof(AttemptStatus.Succeeded)).Where(e => job == 0 || Job(e.GetProperty("attempt")) == job)
            .Select(e => (Number(e.GetProperty("attempt"), "stage"), Number(e.GetProperty("attempt"), "partition"), Number(e.GetProperty("attempt"), "attempt"), e.GetProperty("figures").GetProperty("rowsRead").GetInt64()))];

    public static int Number(JsonElement line, string name) => line.GetProperty(name).GetInt32();

    public static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;

    /// <summary>The numbers of a list, as the partitions that were lost.</summary>
    public static HashSet<int> Numbers(JsonElement line, string name) => [.. line.GetProperty(name).EnumerateArray().Select(n => n.GetInt32())];

    public static string Executor(JsonElement line) => line.GetProperty("executor").GetProperty("id").GetString()!;

    public static long Job(JsonElement line) => line.GetProperty("job").GetProperty("value").GetInt64();

    private static string? Event(JsonElement line) => line.GetProperty("event").GetString();
}
