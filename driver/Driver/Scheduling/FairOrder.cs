namespace Spindle.Driver.Scheduling;

/// <summary>
/// Who goes next where pools share the executors: pools below their minimal share first, the one with the least of it at their head; then the pool with the fewest running tasks for its weight.
/// Within a pool the first job goes first, or the one with the fewest running tasks. As in Spark's FAIR mode.
/// </summary>
internal sealed class FairOrder(SchedulingSettings settings)
{
    private readonly Dictionary<string, PoolSettings> pools = settings.Pools.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <param name="stages">Those with work, by job and number.</param>
    /// <param name="jobs">All that run.</param>
    public List<StageState> Of(IEnumerable<StageState> stages, IEnumerable<JobState> jobs)
    {
        var running = jobs.GroupBy(j => j.Spec.Pool).ToDictionary(g => g.Key, g => g.Sum(j => j.RunningTasks), StringComparer.Ordinal);
        return [.. stages.Select(s => (Stage: s, Pool: Pool(s.Job.Spec.Pool))).Select(s => (s.Stage, s.Pool, Need: Need(s.Pool, running.GetValueOrDefault(s.Pool.Name))))
            .OrderBy(s => s.Need.IsServed).ThenBy(s => s.Need.Share).ThenBy(s => s.Pool.Name, StringComparer.Ordinal).ThenBy(s => s.Pool.IsFair ? s.Stage.Job.RunningTasks : 0).Select(s => s.Stage)];
    }

    private static (bool IsServed, double Share) Need(PoolSettings pool, int running) =>
        running < pool.MinShare ? (false, (double)running / pool.MinShare) : (true, (double)running / pool.Weight);

    private PoolSettings Pool(string name) => pools.GetValueOrDefault(name) ?? new PoolSettings(name);
}
