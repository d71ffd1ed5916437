using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>One executor as the scheduler knows it.</summary>
internal sealed class ExecutorState(ExecutorKey key, string node, int slots, long memory, long now)
{
    // An attempt is here until the executor reports its end: its thread is busy that long.
    private readonly Dictionary<AttemptId, Attempt> occupied = new(slots);

    public ExecutorKey Key { get; } = key;

    public string Node { get; } = node;

    public int Slots { get; } = slots;

    public long Memory { get; } = memory;

    public long LastSeen { get; set; } = now;

    public bool Alive { get; set; } = true;

    public bool Draining { get; set; }

    /// <summary>It keeps partitions of cached datasets, as of the last look.</summary>
    public bool HoldsRows { get; set; }

    /// <summary>It has map outputs of a job that runs, as of the last look.</summary>
    public bool HoldsOutputs { get; set; }

    public bool Holds => HoldsRows || HoldsOutputs;

    /// <summary>It is in the queue of executors that may have a free slot.</summary>
    public bool Queued { get; set; }

    public int FreeSlots => Alive && !Draining ? Slots - occupied.Count : 0;

    public IEnumerable<Attempt> Attempts => occupied.Values;

    public void Occupy(Attempt attempt) => occupied.Add(attempt.Id, attempt);

    public bool Vacate(AttemptId id, out Attempt attempt) => occupied.Remove(id, out attempt!);

    public Attempt? Find(AttemptId id) => occupied.GetValueOrDefault(id);

    public void VacateAll() => occupied.Clear();
}
