using System.Net;
using System.Net.Sockets;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>Stands between a driver and the API server. Cut, it neither carries on nor answers, and does not end connections either: what a server looks like whose machine is gone.</summary>
internal sealed class ApiServerProxy : IAsyncDisposable
{
    private readonly Uri server;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Socket> sockets = [];
    private readonly Lock gate = new();
    private readonly Task accepting;
    private TaskCompletionSource? cut;

    public ApiServerProxy(Uri server)
    {
        this.server = server;
        listener.Start();
        accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The master for drivers.</summary>
    public string Master => $"k8s://https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public void Cut()
    {
        lock (gate)
            cut ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The server is there again; nothing of before is remembered.</summary>
    public void Restore()
    {
        lock (gate)
        {
            foreach (var socket in sockets)
                socket.Dispose();
            sockets.Clear();
            cut?.TrySetResult();
            cut = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Restore();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
            _ = CarryAsync(await listener.AcceptSocketAsync(stop.Token));
    }

    private async Task CarryAsync(Socket client)
    {
        var there = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (gate)
            sockets.AddRange([client, there]);
        try
        {
            await Uncut();
            await there.ConnectAsync(server.DnsSafeHost, server.Port, stop.Token);
            await Task.WhenAny(PumpAsync(client, there), PumpAsync(there, client));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of the ends is no more.
        }

        client.Dispose();
        there.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, stop.Token)) > 0;)
            {
                await Uncut();
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), stop.Token);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other direction ends with it.
        }
    }

    private Task Uncut()
    {
        lock (gate)
            return cut?.Task ?? Task.CompletedTask;
    }
}
