using System.Net;
using System.Net.Sockets;

namespace Spindle.Executor;

/// <summary>Waits until the driver's address answers.</summary>
internal static class DriverReach
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(5);

    /// <returns>Null once a connection stood; else what was in its way to the end.</returns>
    public static async Task<string?> TryAsync(EndPoint driver, TimeSpan patience, TimeProvider time)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var obstacle = await DialAsync(driver, time).ConfigureAwait(false);
            if (obstacle is null || time.GetElapsedTime(began) >= patience)
                return obstacle;
            await Task.Delay(Pause, time).ConfigureAwait(false);
        }
    }

    private static async Task<string?> DialAsync(EndPoint driver, TimeProvider time)
    {
        using var socket = driver is IPEndPoint address ? new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Attempt, time);
        try
        {
            await socket.ConnectAsync(driver, patience.Token).ConfigureAwait(false);
            return null;
        }
        catch (SocketException refused)
        {
            return refused.Message;
        }
        catch (OperationCanceledException)
        {
            return "nothing answers";
        }
    }
}
