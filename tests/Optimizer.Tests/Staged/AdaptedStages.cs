using Spindle.Optimizer.Stages;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Tests.Staged;

/// <summary>Runs the stages of a query one after the other, build sides before the sides that probe them, each as it is changed by the sizes of what is finished by then.</summary>
/// <param name="sizes">The output of a stage that has run; null for others.</param>
/// <param name="run">Runs a stage whose inputs and subqueries have run.</param>
internal sealed class AdaptedStages(StagedQuery query, StageFilters filters, TaskPlanningSettings settings, Func<int, IStageSizes?> sizes, Action<StagePlan> run)
{
    private readonly StagePlan[] stages = [.. query.Stages];
    private readonly HashSet<int> done = [];

    /// <summary>Stages whose work their readers did.</summary>
    public int Absorbed { get; private set; }

    /// <summary>Stages whose work their readers did since they read little.</summary>
    public int Small { get; private set; }

    /// <summary>Stages that read whole what had been dealt out.</summary>
    public int Adapted { get; private set; }

    public void Run() => Run(query.Result.Id);

    private void Run(int id)
    {
        if (!done.Add(id))
            return;
        foreach (var needed in stages[id].Subqueries.Select(s => s.StageId).Concat(filters.Waits(id)))
            Run(needed);
        for (var next = Missing(id); next >= 0; next = Missing(id))
        {
            if (Absorb(id, next))
                continue;
            Run(next);
        }

        foreach (var subquery in stages[id].Subqueries)
            Run(subquery.StageId);
        if (AbsorbSmall(id))
            return;
        if (RuntimeBroadcast.OfComplete(stages[id], i => sizes(i)!, settings, (_, _) => { }) is { } adapted)
        {
            Adapted++;
            stages[id] = adapted;
        }

        run(stages[id]);
    }

    /// <summary>Leaves the work of a stage that reads little to its reader, which runs next.</summary>
    private bool AbsorbSmall(int id)
    {
        if (stages[id].Output is null || filters.IsAwaited(id) || stages.Where(s => s.Inputs.Contains(id)).ToList() is not [var reader])
            return false;
        if (SmallStages.Absorb(reader, stages[id], i => sizes(i)!, settings, (_, _) => { }) is not { } merged)
            return false;
        Small++;
        stages[reader.Id] = merged;
        return true;
    }

    private int Missing(int id) => stages[id].Inputs.Reverse().Where(i => !done.Contains(i)).Append(-1).First();

    private bool Absorb(int reader, int stage)
    {
        if (stages[stage].Output is not HashPartitioning || filters.IsAwaited(stage) || stages.Count(s => s.Inputs.Contains(stage)) > 1)
            return false;
        if (RuntimeBroadcast.Absorb(stages[reader], stages[stage], sizes, settings, (_, _) => { }) is not { } merged)
            return false;
        Absorbed++;
        stages[reader] = merged;
        return true;
    }
}
