namespace Spindle.Client.Requests;

/// <summary>A bucket of tokens: so many requests a second on average, so many at once. Who comes too early gets a place in the queue of time.</summary>
internal sealed class RequestBudget(TimeProvider time, double perSecond, int burst)
{
    private readonly Lock gate = new();
    private readonly TimeSpan each = TimeSpan.FromSeconds(1 / perSecond);
    private long full = time.GetTimestamp();

    /// <summary>Waits for the caller's turn.</summary>
    public Task TakeAsync(CancellationToken cancel)
    {
        var pause = Reserve();
        return pause > TimeSpan.Zero ? Task.Delay(pause, time, cancel) : Task.CompletedTask;
    }

    // `full` is when the bucket is full again: each request moves it on by one token's time, and it lies ahead of now by what has been taken.
    private TimeSpan Reserve()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (full < now)
                full = now;
            full += (long)(each.TotalSeconds * time.TimestampFrequency);
            return time.GetElapsedTime(now, full) - (each * burst);
        }
    }
}
