using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Spindle.Columnar.Memory;
using Spindle.Protos;
using Spindle.Protos.Health;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Services;

namespace Spindle.Benchmarks.Shuffle.Wire;

/// <summary>gRPC over loopback, both ends in this process, beside what it cannot be faster than: memory copies, a socket, TLS over a socket.</summary>
internal static class WireBenchmark
{
    public static async Task RunAsync(string[] arguments)
    {
        var seconds = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 2;
        var names = arguments.Skip(1).ToList();
        bool Wanted(string name) => names.Count == 0 || names.Any(n => name.Contains(n, StringComparison.Ordinal));
        using var authority = new CertificateAuthority("benchmark", TimeProvider.System, TimeSpan.FromDays(1));
        using var server = authority.Issue(PeerIdentity.Executor("benchmark", "1"));
        using var client = authority.Issue(PeerIdentity.Executor("benchmark", "2"));
        if (Wanted("start"))
            await StartAsync(server, client);
        if (Wanted("copy"))
            Copy(seconds);
        if (Wanted("socket"))
            await SocketAsync("socket", seconds, null, null);
        if (Wanted("tls"))
            await SocketAsync("tls", seconds, server, client);
        foreach (var encrypted in new[] { false, true })
            foreach (var size in new[] { 64 << 10, 256 << 10, 1 << 20 })
            {
                var name = $"grpc stream {(encrypted ? "mtls" : "plain")} {size >> 10} KiB";
                if (Wanted(name))
                    await StreamAsync(name, seconds, size, 1, encrypted ? (server, client) : null);
            }

        foreach (var encrypted in new[] { false, true })
            foreach (var callers in new[] { 1, 64 })
            {
                var name = $"grpc unary {(encrypted ? "mtls" : "plain")} {callers} at once";
                if (Wanted(name))
                    await UnaryAsync(name, seconds, callers, encrypted ? (server, client) : null);
            }
    }

    /// <summary>What an executor waits for before its first call is answered, in a process where nothing of it ran before; then once more.</summary>
    private static async Task StartAsync(ProcessCertificate certificate, ProcessCertificate other)
    {
        foreach (var again in new[] { "first", "again" })
        {
            var start = Stopwatch.GetTimestamp();
            await using var server = await GrpcServer.StartAsync(new GrpcServerSettings { Certificate = certificate }, [new HealthService().Service()]);
            var listening = Stopwatch.GetElapsedTime(start);
            using var channel = Channel(server, other, new MemoryBudget());
            await channel.UnaryAsync(HealthMethods.Check, new HealthCheckRequest());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"server listens, " + again,-44} {listening.TotalMilliseconds,8:N1} ms     {Stopwatch.GetElapsedTime(start).TotalMilliseconds,8:N1} ms until a call over mtls is answered"));
        }
    }

    private static void Copy(double seconds)
    {
        var budget = new MemoryBudget();
        var from = budget.Allocate(64 << 20);
        var to = budget.Allocate(64 << 20);
        from.Clear();
        to.Clear();
        long bytes = 0;
        var watch = new Stopwatched();
        for (; !watch.IsOver(seconds / 4); bytes += 64 << 20)
            from.Bytes.CopyTo(to.Bytes);
        watch.PrintBytes("memory copy, 64 MiB", bytes);
        from.Release();
        to.Release();
    }

    /// <summary>1 MiB writes and reads over one connection: what is left when gRPC costs nothing.</summary>
    private static async Task SocketAsync(string name, double seconds, ProcessCertificate? server, ProcessCertificate? client)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var sending = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connecting = sending.ConnectAsync(listener.LocalEndPoint!);
        using var receiving = await listener.AcceptAsync();
        await connecting;
        Stream from = new NetworkStream(sending);
        Stream to = new NetworkStream(receiving);
        if (server is not null)
            (from, to) = await EncryptAsync(from, to, server, client!);
        var reading = Task.Run(async () =>
        {
            var room = new byte[1 << 20];
            long read = 0;
            while (await to.ReadAsync(room) is var count && count > 0)
                read += count;
            return read;
        });
        var block = new byte[1 << 20];
        var watch = new Stopwatched();
        while (!watch.IsOver(seconds))
            await from.WriteAsync(block);
        if (from is SslStream tls)
            await tls.ShutdownAsync();
        sending.Shutdown(SocketShutdown.Send);
        watch.PrintBytes($"{name} alone, 1 MiB writes", await reading);
    }

    private static async Task<(Stream From, Stream To)> EncryptAsync(Stream from, Stream to, ProcessCertificate server, ProcessCertificate client)
    {
        var tlsFrom = new SslStream(from, false, (_, _, _, _) => true);
        var tlsTo = new SslStream(to, false, (_, _, _, _) => true);
        await Task.WhenAll(
            tlsFrom.AuthenticateAsServerAsync(TlsPair.Server(server)),
            tlsTo.AuthenticateAsClientAsync(TlsPair.Client(client)));
        return (tlsFrom, tlsTo);
    }

    private static async Task StreamAsync(string name, double seconds, int size, int streams, (ProcessCertificate Server, ProcessCertificate Client)? certificates)
    {
        var budget = new MemoryBudget();
        var block = budget.AllocateZeroed(size);
        var over = false;
        var service = new GrpcService().ServerStreaming(BlocksMethods.Fetch, async (_, responses, context) =>
        {
            using var payload = Payload.Of(block, 0, size);
            for (var map = 0; !Volatile.Read(ref over); map++)
                await responses.WriteAsync(new(new BlockChunk { Map = map, Length = size }, payload), context.Cancellation);
        });
        await using var server = await GrpcServer.StartAsync(new GrpcServerSettings { Certificate = certificates?.Server, Budget = budget }, [service]);
        using var channel = Channel(server, certificates?.Client, budget);
        long bytes = 0;
        async Task ReadAsync()
        {
            using var call = channel.ServerStreaming(BlocksMethods.Fetch, new FetchRequest());
            while (await call.MoveNextAsync())
                using (call.Current)
                    Interlocked.Add(ref bytes, call.Current.Payload.Length);
        }

        var reading = Task.WhenAll(Enumerable.Range(0, streams).Select(_ => Task.Run(ReadAsync)));
        var warm = new Stopwatched();
        while (!warm.IsOver(seconds / 4))
            await Task.Delay(10);
        Interlocked.Exchange(ref bytes, 0);
        var watch = new Stopwatched();
        while (!watch.IsOver(seconds))
            await Task.Delay(10);
        watch.PrintBytes(name, Interlocked.Read(ref bytes));
        Volatile.Write(ref over, true);
        await reading;
        block.Release();
    }

    private static async Task UnaryAsync(string name, double seconds, int callers, (ProcessCertificate Server, ProcessCertificate Client)? certificates)
    {
        var budget = new MemoryBudget();
        await using var server = await GrpcServer.StartAsync(new GrpcServerSettings { Certificate = certificates?.Server }, [new HealthService().Service()]);
        using var channel = Channel(server, certificates?.Client, budget);
        async Task<long> CallAsync(Stopwatched watch, double until)
        {
            long calls = 0;
            for (; !watch.IsOver(until); calls++)
                await channel.UnaryAsync(HealthMethods.Check, new HealthCheckRequest());
            return calls;
        }

        async Task<long> AllAsync(Stopwatched watch, double until) => (await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(watch, until))))).Sum();
        await AllAsync(new Stopwatched(), seconds / 2);
        var measured = new Stopwatched();
        measured.PrintCalls(name, await AllAsync(measured, seconds));
    }

    private static GrpcChannel Channel(GrpcServer server, ProcessCertificate? certificate, MemoryBudget budget)
    {
        var settings = new GrpcChannelSettings { Budget = budget };
        return new GrpcChannel(server.Address, certificate is null ? settings : settings with { Dial = new TlsDialer(certificate, null, TimeProvider.System).DialAsync });
    }
}
