using Spindle.Columnar.Types;
using Spindle.Driver.Jobs;
using Spindle.Sources;

namespace Spindle.Driver.Queries;

/// <summary>Where the tasks of a stage run best: those that read kept rows where these lie, others where much of their input is.</summary>
/// <param name="kept">By stage, the executor of each partition of kept rows; null where it is lost.</param>
/// <param name="shuffled">By stage, where what the tasks fetch lies.</param>
internal sealed class TaskPlaces(Dictionary<int, string?[]> kept, Dictionary<int, ShuffledPlaces> shuffled)
{
    /// <summary>One a task; none where no place is better than another.</summary>
    /// <param name="tasks">What each task reads of other stages.</param>
    public ValueList<TaskPreference> Preferences(IReadOnlyList<IReadOnlyList<StageRead>> tasks) =>
        kept.Count == 0 && (shuffled.Count == 0 || tasks.Count > ShuffledPlaces.MostTasks) ? [] : tasks.Select(Preference).ToValueList();

    private TaskPreference Preference(IReadOnlyList<StageRead> reads)
    {
        var executors = new List<string>();
        var bytes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (stage, part) in reads)
            if (kept.TryGetValue(stage, out var of))
                executors.AddRange(of[Math.Min(part.From, of.Length)..Math.Min(part.To, of.Length)].OfType<string>());
            else if (shuffled.TryGetValue(stage, out var places))
                places.Count(part, bytes);
        // Where it reads kept rows of several executors, the one with the most partitions.
        if (executors.Count > 0)
            return new TaskPreference([executors.GroupBy(e => e, StringComparer.Ordinal).MaxBy(g => g.Count())!.Key], []);
        return ShuffledPlaces.Preference(bytes);
    }
}

/// <summary>Partitions of a stage that a task reads.</summary>
internal readonly record struct StageRead(int Stage, PartitionsInput Part);
