using Spindle.Columnar.Types;
using Spindle.Plans.Physical;

namespace Spindle.Plans.Stages;

/// <summary>
/// A part of a query that runs without an exchange inside: the same plan in every task, each task over its own inputs. Data: a stage is sent once to each executor, tasks carry their inputs.
/// </summary>
/// <param name="Id">Its number within the query; stages come after those that they read.</param>
/// <param name="Plan">No <see cref="ExchangeExec"/> in it; its leaves are scans, values, ranges and <see cref="StageInputExec"/>s.</param>
/// <param name="Output">
/// How the rows are dealt out to the stages that read this one; null where they go to the driver: the last stage's, which are the query's, partitions in order, and a scalar subquery's.
/// </param>
/// <param name="Subqueries">
/// Stages whose single value the plan reads as <see cref="Expressions.SubqueryResult"/>, by its index. They have one task and one column; the driver puts the literal in before the stage is sent.
/// </param>
public sealed record StagePlan(int Id, PhysicalPlan Plan, Partitioning? Output, ValueList<SubqueryStage> Subqueries)
{
    /// <summary>What the rows are kept as beyond the query; null where they go with it. Such a stage's output stays as computed.</summary>
    public CachedDataset? Cached { get; init; }

    /// <summary>Columns of its output whose values its tasks take note of.</summary>
    public ValueList<KeyCollection> Collected { get; init; } = [];

    /// <summary>What is known of the keys of other stages by the time it is sent, for its scans.</summary>
    public ValueList<KeyDigest> Published { get; init; } = [];

    /// <summary>The stages whose output the plan's leaves read.</summary>
    public IEnumerable<int> Inputs => Plan.SelfAndDescendants().OfType<StageInputExec>().Select(i => i.StageId).Distinct();

    /// <summary>The plan's leaves in the order of <see cref="PhysicalPlan.SelfAndDescendants"/>: a task has one input for each.</summary>
    public IEnumerable<PhysicalPlan> Leaves => Plan.SelfAndDescendants().Where(n => n.Children.Count == 0);
}

/// <param name="Index">The index of <see cref="Expressions.SubqueryResult"/>.</param>
public sealed record SubqueryStage(int Index, int StageId);

/// <summary>A query cut into stages, each after those that it reads; the last one gives the query's rows.</summary>
public sealed record StagedQuery(ValueList<StagePlan> Stages)
{
    public StagePlan Result => Stages[^1];
}
