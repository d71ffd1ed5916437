using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Spindle.Protos;
using Spindle.Testing;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Services;

namespace Spindle.Wire.Tests.Grpc;

/// <summary>
/// Calls by and to <c>@grpc/grpc-js</c>, plain and with certificates, through the scripts under <c>tests/interop/grpc</c>. In the ci tier, and where its packages are installed; else each test prints that it is skipped.
/// </summary>
public sealed class InteropTests : IDisposable
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests", "interop", "grpc");

    private readonly CertificateAuthority authority = new("interop", TimeProvider.System, TimeSpan.FromDays(1));
    private readonly string folder = Directory.CreateTempSubdirectory("spindle-grpc-").FullName;
    private readonly TaskCompletionSource silentCancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        authority.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_implementation_calls_every_kind_of_method(bool encrypted)
    {
        if (!TryFindModules(out var modules))
            return;
        using var certificate = authority.Issue(PeerIdentity.Driver("interop"));
        await using var server = await GrpcServer.StartAsync(
            new GrpcServerSettings { Certificate = encrypted ? certificate : null }, [Drivers(), Blocks(), new HealthService().Service()]);
        using var client = Node(modules, ["client.cjs", server.Address.Port.ToString(CultureInfo.InvariantCulture), .. Files(encrypted)]);
        var line = await client.LineAsync();
        var seen = JsonNode.Parse(line)!;
        Assert.Equal("1", Text(seen["health"]!["response"]!["status"]));
        Assert.Equal((int)StatusCode.NotFound, Number(seen["unknown"]!["code"]));
        Assert.Equal("true", Text(seen["heartbeat"]!["response"]!["known"]));
        Assert.Equal("why 1,0,254", Text(seen["heartbeat"]!["trailers"]!["seen"]));
        Assert.Equal((int)StatusCode.FailedPrecondition, Number(seen["failing"]!["code"]));
        Assert.Equal("100% grün ✗", Text(seen["failing"]!["details"]));
        Assert.Equal((int)StatusCode.DeadlineExceeded, Number(seen["silent"]!["code"]));
        await silentCancelled.Task;
        Assert.Equal("true", Text(seen["compressed"]!["response"]!["known"]));
        Assert.Equal("gzip 100000", Text(seen["compressed"]!["trailers"]!["compressed"]));
        Assert.Equal((int)StatusCode.Unimplemented, Number(seen["missing"]!["code"]));
        var chunks = seen["fetched"]!["chunks"]!.AsArray();
        Assert.Equal(20, chunks.Count);
        for (var i = 0; i < 20; i++)
            Assert.Equal($"[{i},{i * 10007},{Sum(Repeated(i * 10007, i))}]", chunks[i]!.ToJsonString());
        Assert.Equal("[0,1,5000,3000000]", new JsonArray([.. seen["put"]!["response"]!["accepted"]!.AsArray().Select(k => JsonValue.Create(Number(k!["cached"]!["partition"])))]).ToJsonString());
        Assert.Equal(Sum(Repeated(3_000_000, 5)), Number(seen["put"]!["response"]!["accepted"]![3]!["cached"]!["dataset"]));
        Assert.Equal(
            new JsonArray([.. new[] { 0, 10, 100_000 }.Select(n => JsonValue.Create($"TaskStarted {n} {Sum(Repeated(n, 9))}"))]).ToJsonString(), seen["connect"]!["reasons"]!.ToJsonString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_kind_of_method_of_another_implementation_is_called(bool encrypted)
    {
        if (!TryFindModules(out var modules))
            return;
        using var server = Node(modules, ["server.cjs", .. Files(encrypted)]);
        var line = await server.LineAsync();
        var address = new IPEndPoint(IPAddress.Loopback, int.Parse(line, CultureInfo.InvariantCulture));
        var own = authority.Issue(PeerIdentity.Driver("interop"));
        using var channel = new GrpcChannel(address, encrypted ? new GrpcChannelSettings { Dial = new TlsDialer(own, PeerIdentity.Executor("interop", "1"), TimeProvider.System).DialAsync } : null);

        var asked = new CallOptions { Headers = new Metadata().Add("asked", "why") };
        Assert.True((await channel.UnaryAsync(DriverMethods.Heartbeat, new HeartbeatRequest { ExecutorId = "1" }, asked)).Known);
        Assert.True((await channel.UnaryAsync(DriverMethods.Heartbeat, new HeartbeatRequest { ExecutorId = "1", Application = new string('x', 100_000) }, asked with { Compress = true })).Known);
        var failing = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(DriverMethods.Heartbeat, new HeartbeatRequest { ExecutorId = "failing" }, asked));
        Assert.Equal((StatusCode.FailedPrecondition, "100% grün ✗", "why"), (failing.Code, failing.Status.Message, failing.Trailers.Text("seen")));
        Assert.Equal([0, 255, 7], failing.Trailers.Bytes("raw-bin")!.Value.ToArray());
        var silent = await Assert.ThrowsAsync<RpcException>(
            () => channel.UnaryAsync(DriverMethods.Heartbeat, new HeartbeatRequest { ExecutorId = "silent" }, new CallOptions { Timeout = TimeSpan.FromMilliseconds(200) }));
        Assert.Equal(StatusCode.DeadlineExceeded, silent.Code);
        using (var cancel = new CancellationTokenSource())
        {
            var commit = channel.UnaryAsync(DriverMethods.AuthorizeCommit, new CommitRequest(), new CallOptions { Cancellation = cancel.Token });
            await channel.UnaryAsync(DriverMethods.Heartbeat, new HeartbeatRequest());
            await cancel.CancelAsync();
            Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => commit)).Code);
            Assert.Equal("cancelled", await server.LineAsync());
        }

        using (var fetch = channel.ServerStreaming(BlocksMethods.Fetch, new FetchRequest { ToPartition = 20 }))
            for (var i = 0; await fetch.MoveNextAsync(); i++)
                using (var chunk = fetch.Current)
                {
                    Assert.Equal((i, i * 10007L), (chunk.Header.Map, chunk.Header.Length));
                    Assert.True(chunk.Payload.Span.SequenceEqual(Repeated(i * 10007, i)));
                }

        using (var put = channel.ClientStreaming(BlocksMethods.Put))
        {
            int[] lengths = [0, 1, 5000, 3_000_000];
            foreach (var length in lengths)
                await put.WriteAsync(new(new BlockChunk { Map = 3 }, Payload.Of(Repeated(length, 5))));
            await put.CompleteAsync();
            Assert.Equal(lengths.Select(n => (n, Sum(Repeated(n, 5)))), (await put.ResponseAsync()).Accepted.Select(k => (k.Cached.Partition, (int)k.Cached.Dataset)));
        }

        using var connect = channel.Bidirectional(DriverMethods.Connect);
        foreach (var length in new[] { 0, 10, 100_000 })
        {
            await connect.WriteAsync(new(new ExecutorMessage { TaskStarted = new TaskStarted() }, Payload.Of(Repeated(length, 9))));
            Assert.True(await connect.MoveNextAsync());
            Assert.Equal($"task_started {length} {Sum(Repeated(length, 9))}", connect.Current.Refused.Reason);
        }

        await connect.CompleteAsync();
        Assert.False(await connect.MoveNextAsync());
    }

    private GrpcService Drivers() => new GrpcService()
        .Unary(DriverMethods.Heartbeat, async (request, context) =>
        {
            if (request.ExecutorId == "failing")
                throw new RpcException(StatusCode.FailedPrecondition, "100% grün ✗");
            if (request.ExecutorId == "silent")
            {
                using var watch = context.Cancellation.Register(() => silentCancelled.TrySetResult());
                await silentCancelled.Task;
            }

            context.Trailers
                .Add("seen", $"{context.RequestHeaders.Text("asked")} {string.Join(",", context.RequestHeaders.Bytes("sent-bin")?.ToArray() ?? [])}")
                .Add("compressed", $"gzip {request.Application.Length}");
            return new HeartbeatReply { Known = request.ExecutorId == "1" };
        })
        .Bidirectional(DriverMethods.Connect, async (requests, responses, _) =>
        {
            while (await requests.MoveNextAsync())
                using (var message = requests.Current)
                    await responses.WriteAsync(new DriverMessage
                    {
                        Refused = new Refused { Reason = $"{message.Header.KindCase} {message.Payload.Length} {Sum(message.Payload.Span)}" },
                    });
        });

    private static GrpcService Blocks() => new GrpcService()
        .ServerStreaming(BlocksMethods.Fetch, async (request, responses, _) =>
        {
            for (var i = request.FromPartition; i < request.ToPartition; i++)
                await responses.WriteAsync(new(new BlockChunk { Map = i, Length = i * 10007 }, Payload.Of(Repeated(i * 10007, i))));
        })
        .ClientStreaming(BlocksMethods.Put, async (requests, _) =>
        {
            var reply = new PutReply();
            while (await requests.MoveNextAsync())
                using (var chunk = requests.Current)
                    reply.Accepted.Add(new BlockKey { Cached = new CachedBlock { Dataset = Sum(chunk.Payload.Span), Partition = chunk.Payload.Length } });
            return reply;
        });

    private static byte[] Repeated(int length, int value)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill((byte)value);
        return bytes;
    }

    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        var total = 7;
        foreach (var b in bytes)
            total = (int)((total * 31L + b) % 1000003);
        return total;
    }

    private static string Text(JsonNode? node) => node!.ToString();

    private static int Number(JsonNode? node) => (int)node!.GetValue<double>();

    /// <summary>The folder with the other side's certificate, where there is one.</summary>
    private string[] Files(bool encrypted)
    {
        if (!encrypted)
            return [];
        using var certificate = authority.Issue(PeerIdentity.Executor("interop", "1"));
        var parts = certificate.ToPem().Split("-----BEGIN", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var (name, part) in new[] { "key.pem", "cert.pem", "ca.pem" }.Zip(parts))
            File.WriteAllText(Path.Combine(folder, name), $"-----BEGIN {part}\n");
        return [folder];
    }

    private static bool TryFindModules(out string modules)
    {
        modules = Environment.GetEnvironmentVariable("SPINDLE_INTEROP_MODULES") ?? Path.Combine(Scripts, "node_modules");
        if (TestTiers.Current == TestTier.Default)
            Console.WriteLine("SKIPPED: interoperability runs in the ci tier (SPINDLE_TEST_TIER=ci)");
        else if (!Directory.Exists(Path.Combine(modules, "@grpc", "grpc-js")))
            Console.WriteLine("SKIPPED: @grpc/grpc-js is not installed under tests/interop/grpc");
        else
            return true;
        return false;
    }

    private static Ended Node(string modules, string[] arguments)
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = Scripts, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["SPINDLE_INTEROP_MODULES"] = modules;
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new Ended(Process.Start(start)!);
    }

    /// <summary>A process that does not outlive its test.</summary>
    private sealed class Ended(Process process) : IDisposable
    {
        /// <summary>The next line that it prints.</summary>
        public async Task<string> LineAsync()
        {
            if (await process.StandardOutput.ReadLineAsync() is { } line)
                return line;
            throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
                process.Kill();
            process.Dispose();
        }
    }
}
