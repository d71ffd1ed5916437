using Spindle.Driver.Actions;

namespace Spindle.Driver.Scheduling;

internal enum TimerKind
{
    Heartbeats,
    Locality,
    Speculation,
    Exclusion,
    Unschedulable,
    Allocation,
}

/// <summary>What is to be looked at later, as data. One timer a kind: what is due is found by looking, and asks for the next time itself.</summary>
internal sealed class Timers
{
    private readonly long[] due = [.. Enum.GetValues<TimerKind>().Select(_ => long.MaxValue)];
    private long requested = long.MaxValue;

    /// <summary>Looks at it then, or earlier if that was asked for before.</summary>
    public void Ask(TimerKind kind, long at) => due[(int)kind] = Math.Min(due[(int)kind], at);

    /// <summary>The kinds whose time has come; each has to be asked for again.</summary>
    public IEnumerable<TimerKind> Due(long now)
    {
        if (now >= requested)
            requested = long.MaxValue;
        for (var i = 0; i < due.Length; i++)
        {
            if (due[i] > now)
                continue;
            due[i] = long.MaxValue;
            yield return (TimerKind)i;
        }
    }

    /// <summary>The wake-up to ask for, where it is earlier than the one asked for already.</summary>
    public WakeAt? Request()
    {
        var next = due.Min();
        if (next >= requested)
            return null;
        requested = next;
        return new WakeAt(next);
    }
}
