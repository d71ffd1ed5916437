using Spindle.Columnar.Types;
using Spindle.Optimizer.Stages;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Driver.Queries;

/// <summary>What tasks took note of their keys, until the scans that need them are planned. Any thread's.</summary>
internal sealed class CollectedKeys
{
    private readonly Lock gate = new();
    private readonly Dictionary<(int Stage, int Filter), Dictionary<int, KeyDigest>> digests = [];

    public void Add(int stage, int partition, ValueList<KeyDigest> noted)
    {
        lock (gate)
            foreach (var digest in noted)
            {
                if (!digests.TryGetValue((stage, digest.FilterId), out var of))
                    digests.Add((stage, digest.FilterId), of = []);
                of[partition] = digest;
            }
    }

    /// <summary>The keys that a stage's scans want, by filter: those that every task of their stage has told.</summary>
    /// <param name="maps">The tasks of a stage that is complete; null for others.</param>
    public Dictionary<int, KeyDigest> For(StagePlan plan, StageFilters filters, Func<int, int?> maps)
    {
        var found = new Dictionary<int, KeyDigest>();
        foreach (var filter in plan.Plan.SelfAndDescendants().OfType<ScanExec>().SelectMany(s => s.RuntimeFilters).Select(t => t.FilterId).Distinct())
            if (filters.Source(filter) is { } source && maps(source) is > 0 and var count && Whole(source, filter, count) is { } digest)
                found.Add(filter, digest);
        return found;
    }

    private KeyDigest? Whole(int stage, int filter, int maps)
    {
        lock (gate)
            return digests.TryGetValue((stage, filter), out var of) && of.Count == maps ? KeyDigest.Merge([.. of.OrderBy(d => d.Key).Select(d => d.Value)]) : null;
    }
}
