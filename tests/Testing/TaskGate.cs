using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Spindle.Testing;

/// <summary>
/// Holds tasks inside a query until a test has done what it wants to do to their executors. Executors dial it from within a function of the query: they say which machine they are on, a pod its own
/// name, and wait to be told how to go on.
/// </summary>
public sealed class TaskGate : IAsyncDisposable
{
    // Longer than any test waits: a task that is never told fails instead of staying for ever.
    private const int PatienceMilliseconds = 150_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private const int Go = 1;
    private const int Grow = 2;
    private const int Fill = 3;
    private const int Die = 4;

    private readonly TcpListener listener = new(IPAddress.Any, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly Lock gate = new();
    private readonly List<(string Pod, TcpClient Task)> held = [];
    private readonly HashSet<string> released = new(StringComparer.Ordinal);
    private readonly Task accepting;
    private bool open;

    /// <param name="address">The one by which executors reach this machine.</param>
    public TaskGate(string address)
    {
        listener.Start();
        Address = $"{address}:{((IPEndPoint)listener.LocalEndpoint).Port}";
        accepting = Task.Run(AcceptAsync);
    }

    public string Address { get; }

    /// <summary>Called by tasks: gives the value back once the test lets them.</summary>
    public static long Pass(string address, long value)
    {
        var colon = address.LastIndexOf(':');
        using var client = new TcpClient { ReceiveTimeout = PatienceMilliseconds };
        client.Connect(address[..colon], int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        var stream = client.GetStream();
        using var writer = new StreamWriter(stream) { AutoFlush = true };
        writer.WriteLine(Environment.MachineName);
        for (var told = stream.ReadByte(); told != Go; told = stream.ReadByte())
        {
            if (told == Grow)
                GrowForEver();
            else if (told == Fill)
                FillDisk();
            else if (told == Die)
                Process.GetCurrentProcess().Kill();
            else
                throw new IOException("the test has ended");
        }

        return value;
    }

    /// <summary>Waits until tasks of so many pods are held.</summary>
    /// <returns>The pods, each once.</returns>
    public Task<IReadOnlyList<string>> HeldAsync(int pods) => WaitAsync(names => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], pods);

    /// <summary>Waits until so many tasks are held, wherever they run.</summary>
    public Task TasksHeldAsync(int tasks) => WaitAsync(names => [.. names], tasks);

    /// <summary>Lets this pod's tasks go, those that come later too.</summary>
    public void Release(string pod)
    {
        lock (gate)
            released.Add(pod);
        Tell(p => p == pod, Go);
    }

    /// <summary>Lets the tasks go that are held now, and none that comes later.</summary>
    public void LetGo() => Tell(_ => true, Go);

    /// <summary>Lets all tasks go from now on.</summary>
    public void Open()
    {
        lock (gate)
            open = true;
        Tell(_ => true, Go);
    }

    /// <summary>Has a task of the pod take memory until its container is killed for it.</summary>
    public void Exhaust(string pod) => Tell(p => p == pod, Grow);

    /// <summary>Has the process end by SIGKILL.</summary>
    public void Kill(string pod) => Tell(p => p == pod, Die);

    /// <summary>Has a task of the pod write more than its pod may keep on disk.</summary>
    public void Overfill(string pod) => Tell(p => p == pod, Fill);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
            foreach (var (_, task) in held)
                task.Dispose();
        stop.Dispose();
        changed.Dispose();
    }

    private async Task<IReadOnlyList<string>> WaitAsync(Func<IEnumerable<string>, List<string>> of, int count)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            lock (gate)
                if (of(held.Select(h => h.Pod)) is var names && names.Count >= count)
                    return names;
            await changed.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
    }

    private static unsafe void GrowForEver()
    {
        const nuint Step = 16 << 20;
        for (nuint taken = 0; taken < (nuint)8 << 30; taken += Step)
            NativeMemory.Fill(NativeMemory.Alloc(Step), Step, 1);
    }

    private static void FillDisk()
    {
        var bytes = new byte[1 << 20];
        using var file = File.Create(Path.Combine(Path.GetTempPath(), "filled"), bytes.Length, FileOptions.DeleteOnClose);
        for (var mebibytes = 0; mebibytes < 300; mebibytes++)
            file.Write(bytes);
        file.Flush(flushToDisk: true);
        // The kubelet measures now and then: until it does, the task is busy.
        using var evicted = new ManualResetEventSlim();
        evicted.Wait(PatienceMilliseconds);
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
            _ = HoldAsync(await listener.AcceptTcpClientAsync(stop.Token));
    }

    private async Task HoldAsync(TcpClient task)
    {
        try
        {
            var reader = new StreamReader(task.GetStream());
            if (await reader.ReadLineAsync(stop.Token) is not { } pod)
                return;
            bool passes;
            lock (gate)
            {
                passes = open || released.Contains(pod);
                held.Add((pod, task));
            }

            if (passes)
                Tell(p => p == pod, Go);
            changed.Release();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            task.Dispose();
        }
    }

    private void Tell(Func<string, bool> whom, byte what)
    {
        List<(string Pod, TcpClient Task)> told;
        lock (gate)
        {
            told = [.. held.Where(h => whom(h.Pod))];
            if (what == Go)
                held.RemoveAll(told.Contains);
        }

        foreach (var (_, task) in told)
        {
            try
            {
                task.GetStream().WriteByte(what);
            }
            catch (Exception gone) when (gone is IOException or InvalidOperationException)
            {
                // Its executor is no more.
            }
        }
    }
}
