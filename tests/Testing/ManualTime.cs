namespace Spindle.Testing;

/// <summary>A clock that stands still until a test moves it; timers fire within <see cref="Advance"/>, on its thread, in the order in which they are due.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> running = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that will fire.</summary>
    public int Running
    {
        get
        {
            lock (gate)
                return running.Count;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, back too, where <paramref name="by"/> is negative.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextDue(end) is { } fire)
            fire();
    }

    /// <summary>Moves the clock to the next timer that is due by then, and says what it does; null where there is none, and the clock is at the end.</summary>
    private Action? NextDue(DateTimeOffset end)
    {
        lock (gate)
        {
            var next = running.Where(t => t.Due <= end).MinBy(t => t.Due);
            now = next?.Due ?? end;
            return next?.Fired();
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset Due { get; private set; }

        /// <summary>It is due again after its period, if it has one.</summary>
        public Action Fired()
        {
            if (period > TimeSpan.Zero)
                Due += period;
            else
                time.running.Remove(this);
            return fire;
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (time.gate)
            {
                time.running.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    (Due, period) = (time.now + dueTime, newPeriod);
                    time.running.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time.gate)
                time.running.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
