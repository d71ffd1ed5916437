using Spindle.Client.Resources;

namespace Spindle.Client.Watching;

/// <summary>What a watcher follows, and how closely.</summary>
public sealed record WatcherOptions
{
    /// <summary>The objects that are followed.</summary>
    public Selection Selection { get; init; } = Selection.All;

    /// <summary>Time from one list to the next; also the longest that a watch which has stalled silently goes unnoticed.</summary>
    public TimeSpan ListEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause after a failure.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);
}
