using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>One job: its stages and how they hang together.</summary>
internal sealed class JobState
{
    public JobState(JobId id, JobSpec spec, long now, long resultWindow, long maxResultSize)
    {
        Id = id;
        Spec = spec;
        StartedAt = now;
        Stages = spec.Stages.ToDictionary(s => s.Id, s => new StageState(this, s));
        Result = Stages[spec.Stages[^1].Id];
        Results = new ResultFlow(id, resultWindow, maxResultSize);
        foreach (var stage in Stages.Values)
            foreach (var input in stage.Spec.Inputs)
                Stages[input].Consumers.Add(stage);
    }

    public JobId Id { get; }

    public JobSpec Spec { get; }

    public long StartedAt { get; }

    public Dictionary<int, StageState> Stages { get; }

    public StageState Result { get; }

    public ResultFlow Results { get; }

    public JobStatus Status { get; set; } = JobStatus.Running;

    public bool IsFinal => Status != JobStatus.Running;

    /// <summary>Grows with every change of where map outputs are.</summary>
    public int Epoch { get; set; }

    /// <summary>A stage reads other stages than it was to.</summary>
    public void Rewire(StageState stage, ValueList<int> inputs, ValueList<int> after)
    {
        foreach (var input in stage.Spec.Inputs)
            Stages[input].Consumers.Remove(stage);
        stage.Rewire(inputs, after);
        foreach (var input in inputs)
            Stages[input].Consumers.Add(stage);
    }

    public int RunningTasks { get; set; }

    public int Pass { get; set; }
}
