using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Stages;

/// <summary>
/// Which stages take note of their keys, for the scans of which. A scan in another stage than the join waits for the build side; one in the join's own stage reads fewer splits.
/// <code>
/// stage 0: Scan join filters #7    stage 1: B, collects #7    stage 2: HashJoin (#0, #1) publishes #7
///   stage 0 is planned after stage 1, with its keys
/// </code>
/// </summary>
public sealed class StageFilters
{
    private static readonly HashSet<string> Repeatables = new(StringComparer.Ordinal) { "count", "sum", "min", "max", "avg", "bool_and", "bool_or", "every", "any", "some" };

    private readonly ValueList<StagePlan> stages;
    private readonly Dictionary<int, (int Stage, KeyCollection Keys)> sources = [];
    private readonly Dictionary<int, SortedSet<int>> waits = [];

    private readonly Dictionary<int, bool> repeatable = [];

    private StageFilters(StagedQuery query, bool pruneSplits)
    {
        stages = query.Stages;
        foreach (var reader in stages)
            foreach (var join in reader.Plan.SelfAndDescendants().OfType<HashJoinExec>())
                for (var i = 0; i < join.RuntimeFilterId.Count; i++)
                    if (join.RuntimeFilterId[i] >= 0 && join.Right is StageInputExec build && join.RightKeys[i] is BoundReference key && IsRepeatable(build.StageId))
                        sources.TryAdd(join.RuntimeFilterId[i], (build.StageId, new KeyCollection(join.RuntimeFilterId[i], key.Ordinal, key.Type)));
        foreach (var stage in stages)
            foreach (var target in stage.Plan.SelfAndDescendants().OfType<ScanExec>().SelectMany(s => s.RuntimeFilters))
                Wait(stage, target.FilterId);
        if (!pruneSplits)
            foreach (var filter in sources.Keys.Where(f => !waits.Values.Any(w => w.Contains(sources[f].Stage))).ToList())
                sources.Remove(filter);
    }

    /// <param name="pruneSplits">Whether keys are collected for scans in the join's own stage, whose splits they may rule out.</param>
    public static StageFilters Of(StagedQuery query, bool pruneSplits) => new(query, pruneSplits);

    /// <summary>The query with its stages told what to take note of.</summary>
    public StagedQuery Query => new(stages.Select(s => s with { Collected = Collected(s.Id) }).ToValueList());

    /// <summary>The stages whose keys a stage waits for and that it does not read.</summary>
    public IReadOnlyCollection<int> Waits(int stage) => waits.TryGetValue(stage, out var found) ? found : [];

    /// <summary>Some stage cannot be planned without a stage's keys.</summary>
    public bool IsAwaited(int stage) => waits.Values.Any(w => w.Contains(stage));

    /// <summary>The stage that collects the keys of a filter; null where none does.</summary>
    public int? Source(int filter) => sources.TryGetValue(filter, out var source) ? source.Stage : null;

    private ValueList<KeyCollection> Collected(int stage) => sources.Values.Where(s => s.Stage == stage).Select(s => s.Keys).ToValueList();

    private void Wait(StagePlan stage, int filter)
    {
        if (!sources.TryGetValue(filter, out var source) || stage.Inputs.Contains(source.Stage))
            return;
        if (DependsOn(source.Stage, stage.Id))
        {
            sources.Remove(filter);
            return;
        }

        if (!waits.TryGetValue(stage.Id, out var of))
            waits.Add(stage.Id, of = []);
        of.Add(source.Stage);
    }

    private bool DependsOn(int stage, int on)
    {
        var found = new HashSet<int> { stage };
        for (var open = new Stack<int>(found); open.TryPop(out var next);)
            foreach (var needed in stages[next].Inputs.Concat(stages[next].Subqueries.Select(s => s.StageId)).Concat(Waits(next)))
                if (found.Add(needed))
                    open.Push(needed);
        return found.Contains(on);
    }

    /// <summary>Computed again, the stage gives the same keys: what was left out for their sake stays of no use.</summary>
    private bool IsRepeatable(int stage)
    {
        if (!repeatable.TryGetValue(stage, out var known))
            repeatable[stage] = known = stages[stage].Cached is null && stages[stage].Plan.SelfAndDescendants().All(IsRepeatable);
        return known;
    }

    private bool IsRepeatable(PhysicalPlan node) => node.Expressions.All(e => e.IsDeterministic) && node switch
    {
        StageInputExec input => IsRepeatable(input.StageId),
        ScanExec scan => scan.Limit < 0,
        AggregateExec aggregate => aggregate.Aggregates.All(a => a.Expression is AggregateCall { ResultType: not (FloatType or DoubleType), Ordering.Count: 0 } call && Repeatables.Contains(call.Function)),
        ValuesExec or RangeExec or FilterExec or ProjectExec or ExpandExec or HashJoinExec or NestedLoopJoinExec or UnionExec => true,
        _ => false,
    };
}
