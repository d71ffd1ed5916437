using System.Net;
using System.Net.Sockets;

namespace Spindle.Wire.Grpc.Client;

/// <summary>Plain TCP connections.</summary>
public static class TcpDialer
{
    public static async ValueTask<Stream> DialAsync(EndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
