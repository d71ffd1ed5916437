using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Spindle.Wire.Grpc.Server.Connections;

/// <summary>
/// A connection that Kestrel reads and writes through pipes straight over a stream: bytes go from the stream's own buffer into large pieces that HTTP/2 is read from, and frames leave in large pieces.
/// </summary>
internal sealed class StreamConnection : ConnectionContext, IMemoryPoolFeature
{
    private readonly CancellationTokenSource closed = new();
    private readonly Socket socket;
    private Stream stream;
    private int disposed;

    public StreamConnection(Socket socket)
    {
        this.socket = socket;
        stream = new NetworkStream(socket, ownsSocket: true);
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        Features.Set<IMemoryPoolFeature>(this);
        ConnectionClosed = closed.Token;
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; } = null!;

    public MemoryPool<byte> MemoryPool => PiecePool.Instance;

    /// <summary>Lets the connection's bytes pass through another stream (encryption), and opens its pipes.</summary>
    public async ValueTask OpenAsync(Func<Stream, ValueTask<Stream>>? layer)
    {
        if (layer is not null)
            stream = await layer(stream).ConfigureAwait(false);
        Transport = new Pipes(
            PipeReader.Create(stream, new StreamPipeReaderOptions(MemoryPool, PiecePool.PieceLength, PiecePool.PieceLength / 2, leaveOpen: true)),
            PipeWriter.Create(stream, new StreamPipeWriterOptions(MemoryPool, PiecePool.PieceLength, leaveOpen: true)));
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        // A reset, not an orderly end: the far end must not take it for the end of what was sent.
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            return;
        }

        socket.Dispose();
        Close();
    }

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        if (Transport is { } pipes)
        {
            await pipes.Input.CompleteAsync().ConfigureAwait(false);
            try
            {
                await pipes.Output.CompleteAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // What was not sent yet cannot be sent any more: the far end is gone.
            }
        }

        await stream.DisposeAsync().ConfigureAwait(false);
        Close();
    }

    private void Close()
    {
        try
        {
            closed.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
