namespace Spindle.Sql.Tests;

/// <summary>Time that goes on when a test says so; timers fire on the caller's thread.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<Alarm> alarms = [];
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public int Running => alarms.Count;

    public override long GetTimestamp() => ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state, ticks + dueTime.Ticks, period.Ticks);
        lock (alarms)
            alarms.Add(alarm);
        return alarm;
    }

    public void Advance(TimeSpan time)
    {
        var end = ticks + time.Ticks;
        while (true)
        {
            Alarm? next;
            lock (alarms)
                next = alarms.Where(a => a.Due <= end).MinBy(a => a.Due);
            if (next is null)
                break;
            ticks = next.Due;
            next.Fire();
        }

        ticks = end;
    }

    private sealed class Alarm(ManualTime time, TimerCallback callback, object? state, long due, long period) : ITimer
    {
        public long Due { get; private set; } = due;

        public void Fire()
        {
            Due += period;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (time.alarms)
                time.alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
