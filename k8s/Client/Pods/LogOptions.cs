namespace Spindle.Client.Pods;

/// <summary>Which part of a container's log is read.</summary>
/// <param name="Container">The container; null where the pod has one only.</param>
/// <param name="Follow">Goes on while the container runs.</param>
/// <param name="Tail">Only so many lines from the end.</param>
/// <param name="Previous">The run before the last restart.</param>
/// <param name="Timestamps">Each line begins with its time.</param>
/// <param name="Since">Nothing older than this.</param>
public sealed record LogOptions(string? Container = null, bool Follow = false, int? Tail = null, bool Previous = false, bool Timestamps = false, DateTimeOffset? Since = null);
