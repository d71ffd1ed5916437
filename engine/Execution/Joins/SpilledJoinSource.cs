using Spindle.Execution.Pipelines;
using Spindle.Execution.Spilling;

namespace Spindle.Execution.Joins;

/// <summary>Joins the partitions of a <see cref="SpilledJoin"/>, one a morsel.</summary>
internal sealed class SpilledJoinSource(JoinShape shape, SpilledJoin spilled, TaskContext task, NodeMetrics metrics) : Source(metrics)
{
    private int next;

    public override void Prepare(TaskContext context) => spilled.FinishProbe();

    public override Morsel? Take()
    {
        for (; next < PartitionedFiles.Count; next++)
        {
            var (build, probe) = (spilled.Build(next), spilled.Probe(next));
            if (build is null && probe is null)
                continue;
            next++;
            return new PartitionJoin(shape, spilled, task, Metrics, new JoinPartition(build, probe, 1, false));
        }

        return null;
    }
}

/// <summary>Rows of both sides whose keys' hashes agree in their first bits.</summary>
/// <param name="Level">Where the next bits are, if they must be cut again.</param>
/// <param name="IsHot">True where cutting did not help: most rows have one key.</param>
internal sealed record JoinPartition(SpillFile? Build, SpillFile? Probe, int Level, bool IsHot);
