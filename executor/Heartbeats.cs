using System.Diagnostics;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Services;

namespace Spindle.Executor;

/// <summary>Tells the driver again and again that the executor lives, on a thread and a connection of their own, whatever tasks do. When the driver does not answer for too long, it is gone.</summary>
internal sealed class Heartbeats : IDisposable
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    private readonly ExecutorContext executor;
    private readonly TaskSlots slots;
    private readonly Action beat;
    private readonly Action<string> driverGone;
    private readonly GrpcChannel channel;
    private readonly ManualResetEventSlim stop = new();
    private readonly Thread thread;

    /// <param name="beat">Called each time before the driver is told.</param>
    /// <param name="driverGone">Told once, with the reason.</param>
    public Heartbeats(ExecutorContext executor, TaskSlots slots, Action beat, Action<string> driverGone)
    {
        this.beat = beat;
        this.executor = executor;
        this.slots = slots;
        this.driverGone = driverGone;
        channel = DriverLink.Open(executor);
        thread = new Thread(Loop) { IsBackground = true, Name = "heartbeats", Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    public void Dispose()
    {
        stop.Set();
        thread.Join(TimeSpan.FromSeconds(1));
        channel.Dispose();
    }

    private void Loop()
    {
        var answered = executor.Time.GetTimestamp();
        while (!stop.Wait(executor.Options.HeartbeatInterval))
        {
            beat();
            try
            {
                var reply = channel.UnaryAsync(DriverMethods.Heartbeat, Request(), new CallOptions { Timeout = executor.Options.DriverTimeout }).GetAwaiter().GetResult();
                answered = executor.Time.GetTimestamp();
                if (!reply.Known)
                {
                    driverGone("the driver has given this executor up");
                    return;
                }
            }
            catch (Exception broken) when (broken is RpcException or IOException or ObjectDisposedException)
            {
                if (executor.Time.GetElapsedTime(answered) < executor.Options.DriverTimeout)
                    continue;
                driverGone($"the driver has not answered for {executor.Options.DriverTimeout.TotalSeconds} s: {broken.Message}");
                return;
            }
        }
    }

    private HeartbeatRequest Request()
    {
        var use = executor.Store.Use;
        using var self = Process.GetCurrentProcess();
        var request = new HeartbeatRequest
        {
            Application = executor.Application,
            ExecutorId = executor.Id,
            MemoryUsed = executor.Budget.Used,
            MemoryLimit = executor.Budget.Limit,
            DiskUsed = use.ShuffleDisk + use.CachedDisk,
            CachedBytes = use.CachedMemory + use.CachedDisk,
            ShuffleBytes = use.ShuffleMemory + use.ShuffleDisk,
            PeakMemory = self.PeakWorkingSet64,
            CpuNanoseconds = (long)self.TotalProcessorTime.TotalNanoseconds,
            DiskFiles = BytesBelow(executor.Options.Folder),
        };
        request.Running.AddRange(slots.Running.Select(t => new RunningTask { Task = t }));
        return request;
    }

    // Files come and go while they are counted.
    private static long BytesBelow(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", Everywhere).Sum(f => f.Length);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
