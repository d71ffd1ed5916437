using System.Threading.Channels;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Scheduling;

namespace Spindle.Driver.Cluster;

/// <summary>The one reader of the driver's events: applies each to the job machine and has its actions done, in order.</summary>
internal sealed class EventLoop : IAsyncDisposable
{
    // What is posted is bounded by slots and calls under way, so that the channel needs no bound of its own; a full one would make the loop wait for itself.
    private readonly Channel<DriverEvent> events = Channel.CreateUnbounded<DriverEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly JobMachine machine;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly ITimer alarm;
    private Task running = Task.CompletedTask;

    public EventLoop(SchedulingSettings settings, TimeProvider time)
    {
        machine = new JobMachine(settings);
        this.time = time;
        started = time.GetTimestamp();
        alarm = time.CreateTimer(static loop => ((EventLoop)loop!).Post(new WokeUp()), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Milliseconds since the loop was made.</summary>
    public long Now => (long)time.GetElapsedTime(started).TotalMilliseconds;

    /// <summary>The state behind the decisions; read it only from within an action.</summary>
    public JobMachine Machine => machine;

    public void Start(Action<DriverAction> act) => running = Task.Run(() => RunAsync(act));

    public void Post(DriverEvent news) => events.Writer.TryWrite(news);

    public async ValueTask DisposeAsync()
    {
        events.Writer.TryComplete();
        await alarm.DisposeAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    private async Task RunAsync(Action<DriverAction> act)
    {
        while (await events.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (events.Reader.TryRead(out var news))
            {
                foreach (var action in machine.Apply(news, Now))
                {
                    if (action is WakeAt wake)
                        alarm.Change(TimeSpan.FromMilliseconds(Math.Max(1, wake.At - Now)), Timeout.InfiniteTimeSpan);
                    else
                        act(action);
                }
            }
        }
    }
}
