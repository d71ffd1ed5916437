using System.Collections.Concurrent;
using Spindle.Executor.Programs;
using Spindle.Plans.Running;
using Spindle.Plans.Stages;
using Spindle.Protos;
using TaskOutputKind = Spindle.Protos.TaskOutputKind;

namespace Spindle.Executor;

/// <summary>A stage as the driver sent it, decoded once.</summary>
/// <param name="Program">Whose functions the plan calls; null where it calls none.</param>
internal sealed record LaunchedStage(StagePlan Plan, TaskOutputKind Output, int SampleRows, long InlineResultLimit, QuerySettings Settings, LoadedProgram? Program);

/// <summary>The stages whose tasks this executor may be given.</summary>
internal sealed class StageTable(ExecutorContext executor)
{
    private readonly ConcurrentDictionary<(long Query, int Stage, int Attempt), Lazy<LaunchedStage>> stages = new();

    /// <summary>Takes a stage in; it is decoded by the first task that needs it, whose failure a plan that cannot be read is.</summary>
    public void Add(LaunchStage launch) =>
        stages[(launch.Stage.Query, launch.Stage.Stage, launch.Stage.Attempt)] = new Lazy<LaunchedStage>(() => new LaunchedStage(
            executor.Codec.Decode<StagePlan>(launch.Plan.Memory), launch.Output, launch.SampleRows, launch.InlineResultLimit,
            executor.Options.Query(launch.Settings.ToDictionary(s => s.Key, s => s.Value)),
            launch.Program.Length == 0 ? null : executor.Programs.Find(launch.Program)));

    public LaunchedStage? Find(StageId id) => stages.TryGetValue((id.Query, id.Stage, id.Attempt), out var stage) ? stage.Value : null;

    public void RemoveQuery(long query)
    {
        foreach (var key in stages.Keys)
            if (key.Query == query)
                stages.TryRemove(key, out _);
    }
}
