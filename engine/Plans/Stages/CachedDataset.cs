namespace Spindle.Plans.Stages;

/// <summary>Rows that executors keep beyond the query that computed them, each task's rows a partition of the task's number.</summary>
/// <param name="Id">Never used twice by a runner.</param>
public sealed record CachedDataset(long Id, KeepLevel Level);
