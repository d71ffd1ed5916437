namespace Spindle.Driver.Tests.Simulation;

/// <summary>What is to happen, in the order of simulated time; at one time, in the order in which it was put down.</summary>
internal sealed class Agenda
{
    // How far time goes where nothing is to happen.
    private const int IdleStep = 10;

    private readonly PriorityQueue<Action, (long At, long Order)> entries = new();

    /// <summary>Milliseconds.</summary>
    public long Now { get; private set; }

    /// <summary>How much was put down.</summary>
    public long Order { get; private set; }

    public bool IsEmpty => entries.Count == 0;

    public void At(long time, Action what) => entries.Enqueue(what, (time, Order++));

    public void After(long milliseconds, Action what) => At(Now + milliseconds, what);

    /// <summary>Does what comes next.</summary>
    public void Step()
    {
        if (!entries.TryDequeue(out var next, out var at))
        {
            Now += IdleStep;
            return;
        }

        Now = Math.Max(Now, at.At);
        next();
    }
}
