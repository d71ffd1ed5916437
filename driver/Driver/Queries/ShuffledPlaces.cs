using Spindle.Columnar.Types;
using Spindle.Driver.Jobs;
using Spindle.Driver.Scheduling;
using Spindle.Sources;

namespace Spindle.Driver.Queries;

/// <summary>
/// Where a stage's map outputs lie, for those who fetch them. A task that has much of its input on one executor takes a slot there where one is free; it does not wait for one, since
/// fetching takes less time than that.
/// </summary>
/// <param name="executors">Of each map; null where it is lost.</param>
/// <param name="asComputed">Each map's rows stay together: the maps are the partitions.</param>
internal sealed class ShuffledPlaces(OutputLocations outputs, string?[] executors, bool asComputed)
{
    /// <summary>Past so many tasks, or maps, each has a little of everything everywhere.</summary>
    public const int MostTasks = 1_000;

    // Of a task's input: a fifth is a saving, less is chance.
    private const double WorthAPlace = 0.2;

    /// <summary>Null where there are too many maps to look at.</summary>
    public static ShuffledPlaces? Of(OutputLocations outputs, bool asComputed) => outputs.Maps > MostTasks ? null : new ShuffledPlaces(outputs, Executors(outputs), asComputed);

    /// <summary>The executor of each map; null where it is lost, or in storage, which is as far from all of them.</summary>
    public static string?[] Executors(OutputLocations outputs) => [.. Enumerable.Range(0, outputs.Maps).Select(m => outputs.Place(m) is { } place && place != ExecutorKey.Fallback ? place.Id : null)];

    /// <summary>Adds the bytes of a task's part to those of the executors that have them.</summary>
    public void Count(PartitionsInput part, Dictionary<string, long> bytes)
    {
        var (first, last) = asComputed ? (part.From, part.To) : (part.FirstMap, part.LastMap < 0 ? executors.Length : part.LastMap);
        for (var map = first; map < Math.Min(last, executors.Length); map++)
        {
            if (executors[map] is not { } executor)
                continue;
            var sum = 0L;
            for (var partition = asComputed ? 0 : part.From; partition < (asComputed ? 1 : Math.Min(part.To, outputs.Partitions)); partition++)
                sum += outputs.Size(map, partition);
            bytes[executor] = bytes.GetValueOrDefault(executor) + sum;
        }
    }

    public static TaskPreference Preference(Dictionary<string, long> bytes)
    {
        var enough = bytes.Values.Sum() * WorthAPlace;
        var executors = bytes.Where(b => b.Value > 0 && b.Value >= enough).OrderByDescending(b => b.Value).ThenBy(b => b.Key, StringComparer.Ordinal).Select(b => b.Key).ToValueList();
        return executors.Count == 0 ? TaskPreference.None : new TaskPreference(executors, []) { IsWorthWaiting = false };
    }
}
