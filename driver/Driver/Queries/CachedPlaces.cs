using Spindle.Columnar.Types;
using Spindle.Driver.Jobs;
using Spindle.Driver.Scheduling;
using Spindle.Sources;

namespace Spindle.Driver.Queries;

/// <summary>Where the partitions of kept rows lie: tasks that read them run best there.</summary>
internal static class CachedPlaces
{
    /// <summary>The executor of each partition; null where it is lost.</summary>
    public static string?[] Of(OutputLocations outputs) => [.. Enumerable.Range(0, outputs.Maps).Select(m => outputs.Place(m)?.Id)];

    /// <summary>One a task; none where nothing kept is read.</summary>
    /// <param name="tasks">What each task reads of other stages.</param>
    /// <param name="places">By stage.</param>
    public static ValueList<TaskPreference> Preferences(IReadOnlyList<IReadOnlyList<StageRead>> tasks, Dictionary<int, string?[]> places) =>
        places.Count == 0 ? [] : tasks.Select(t => Preference(t, places)).ToValueList();

    private static TaskPreference Preference(IReadOnlyList<StageRead> reads, Dictionary<int, string?[]> places)
    {
        var executors = new List<string>();
        foreach (var (stage, part) in reads)
            if (places.TryGetValue(stage, out var of))
                executors.AddRange(of[Math.Min(part.From, of.Length)..Math.Min(part.To, of.Length)].OfType<string>());
        // Where it reads of several executors, the one with the most partitions.
        return executors.Count == 0 ? TaskPreference.None : new TaskPreference([executors.GroupBy(e => e, StringComparer.Ordinal).MaxBy(g => g.Count())!.Key], []);
    }
}

/// <summary>Partitions of a stage that a task reads.</summary>
internal readonly record struct StageRead(int Stage, PartitionsInput Part);
