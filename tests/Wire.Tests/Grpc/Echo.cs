using Google.Protobuf.WellKnownTypes;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Grpc.Server;

namespace Spindle.Wire.Tests.Grpc;

/// <summary>A service of every kind of call, for tests.</summary>
internal static class Echo
{
    private static readonly ProtobufMarshaller<StringValue> Text = new(StringValue.Parser);
    private static readonly PayloadMarshaller<BlockChunk> Chunk = new(BlockChunk.Parser, BlockChunk.DataFieldNumber, m => m.Data);

    public static readonly Method<StringValue, StringValue> Say = new(MethodKind.Unary, "test.Echo", nameof(Say), Text, Text);
    public static readonly Method<StringValue, StringValue> Join = new(MethodKind.ClientStreaming, "test.Echo", nameof(Join), Text, Text);
    public static readonly Method<StringValue, StringValue> Letters = new(MethodKind.ServerStreaming, "test.Echo", nameof(Letters), Text, Text);
    public static readonly Method<StringValue, StringValue> Talk = new(MethodKind.Bidirectional, "test.Echo", nameof(Talk), Text, Text);
    public static readonly Method<WithPayload<BlockChunk>, WithPayload<BlockChunk>> Bounce = new(MethodKind.Bidirectional, "test.Echo", nameof(Bounce), Chunk, Chunk);

    public static readonly Method<StringValue, WithPayload<BlockChunk>> Flood = new(MethodKind.ServerStreaming, "test.Echo", nameof(Flood), Text, Chunk);

    public static StringValue Of(string text) => new() { Value = text };

    /// <summary>Gives back what it gets.</summary>
    public static GrpcService Service() => new GrpcService()
        .Unary(Say, (request, _) => Task.FromResult(request))
        .ClientStreaming(Join, async (requests, context) =>
        {
            var all = new List<string>();
            await foreach (var request in requests.ReadAllAsync(context.Cancellation))
                all.Add(request.Value);
            return Of(string.Join("+", all));
        })
        .ServerStreaming(Letters, async (request, responses, _) =>
        {
            foreach (var c in request.Value)
                await responses.WriteAsync(Of(c.ToString()));
        })
        .Bidirectional(Talk, async (requests, responses, context) =>
        {
            await foreach (var request in requests.ReadAllAsync(context.Cancellation))
                await responses.WriteAsync(Of($"{request.Value}!"));
        })
        .Bidirectional(Bounce, async (requests, responses, _) =>
        {
            while (await requests.MoveNextAsync())
                using (requests.Current)
                    await responses.WriteAsync(requests.Current);
        });
}

/// <summary>A server on a free port of this machine, and a channel to it.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private Loopback(GrpcServer server, GrpcChannel channel) => (Server, Channel) = (server, channel);

    public GrpcServer Server { get; }

    public GrpcChannel Channel { get; }

    public static async Task<Loopback> StartAsync(GrpcService service, GrpcServerSettings? serverSettings = null, GrpcChannelSettings? channelSettings = null)
    {
        var server = await GrpcServer.StartAsync(serverSettings ?? new GrpcServerSettings(), [service]);
        return new Loopback(server, new GrpcChannel(server.Address, channelSettings));
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Server.DisposeAsync();
    }
}
