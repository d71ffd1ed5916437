using System.Net;
using System.Net.Sockets;

namespace Spindle.Testing;

/// <summary>An address of this machine that nobody listens on, and that nobody else is given for as long as a test needs it so: whoever dials it is refused.</summary>
public sealed class Nobody : IDisposable
{
    private readonly Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public Nobody()
    {
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Address = (IPEndPoint)taken.LocalEndPoint!;
    }

    public IPEndPoint Address { get; }

    public void Dispose() => taken.Dispose();
}
