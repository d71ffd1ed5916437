using System.Net;
using System.Net.Sockets;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>A TCP proxy whose packets can be dropped: connections stay, and nothing comes through any more.</summary>
internal sealed class BlackHole : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private volatile TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BlackHole(IPEndPoint target)
    {
        Target = target;
        open.SetResult();
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where connections made from now on lead.</summary>
    public IPEndPoint Target { get; set; }

    public IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Drops everything from now on.</summary>
    public void Cut()
    {
        if (open.Task.IsCompleted)
            open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Lets everything through again, also what was held back.</summary>
    public void Mend() => open.TrySetResult();

    /// <summary>A port that nobody listens on now, below those that the system gives to connections: none takes it before its listener comes.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 30_000);
            using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one, then.
            }
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ForwardAsync(await listener.AcceptSocketAsync(stop.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ForwardAsync(Socket from)
    {
        using var near = from;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await open.Task.WaitAsync(stop.Token);
            await far.ConnectAsync(Target, stop.Token);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of the ends is gone.
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        while (true)
        {
            var count = await from.ReceiveAsync(buffer, stop.Token);
            await open.Task.WaitAsync(stop.Token);
            if (count == 0)
                return;
            for (var sent = 0; sent < count;)
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), stop.Token);
        }
    }
}
