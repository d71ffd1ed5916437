using Spindle.Driver.Actions;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Simulation;

/// <summary>An executor's process: slots, blocks, and whether it is alive, frozen, or neither.</summary>
internal sealed class SimulatedExecutor(ExecutorKey key, string node, int slots)
{
    public ExecutorKey Key { get; } = key;

    public string Node { get; } = node;

    public int Slots { get; } = slots;

    public bool Alive { get; set; } = true;

    public bool Frozen { get; set; }

    public bool Draining { get; set; }

    public HashSet<AttemptId> Running { get; } = [];

    public HashSet<AttemptId> Cancelled { get; } = [];

    public Dictionary<(JobId Job, int Stage, int Map), Product> Blocks { get; } = [];
}
