using System.Collections.Concurrent;
using System.Net;
using Spindle.Columnar.Memory;
using Spindle.Protos;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc.Client;

namespace Spindle.Executor;

/// <summary>One connection to each peer, made when it is first needed. Who answers has to show the certificate of the executor that is meant.</summary>
/// <param name="certificate">What this executor shows; null where connections are not encrypted.</param>
internal sealed class PeerChannels(string application, ProcessCertificate? certificate, MemoryBudget budget, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(string Executor, string Host, int Port), Lazy<GrpcChannel>> channels = new();

    public GrpcChannel To(ExecutorAddress peer) =>
        channels.GetOrAdd((peer.ExecutorId, peer.Host, peer.BlockPort), key => new Lazy<GrpcChannel>(() => Open(key.Executor, key.Host, key.Port))).Value;

    public void Dispose()
    {
        foreach (var channel in channels.Values)
            if (channel.IsValueCreated)
                channel.Value.Dispose();
        channels.Clear();
    }

    private GrpcChannel Open(string executor, string host, int port)
    {
        EndPoint end = IPAddress.TryParse(host, out var ip) ? new IPEndPoint(ip, port) : new DnsEndPoint(host, port);
        var settings = new GrpcChannelSettings { Budget = budget, Time = time };
        return new GrpcChannel(end, certificate is null ? settings : settings with { Dial = new TlsDialer(certificate, PeerIdentity.Executor(application, executor), time).DialAsync });
    }
}
