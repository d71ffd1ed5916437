using Spindle.Columnar.Errors;
using Spindle.Columnar.Streams;

namespace Spindle.Wire.Certificates;

/// <summary>
/// An encrypted stream whose first reads and writes say what their failure means: in TLS 1.3 a client's handshake is done before the server has looked at its certificate, so a refusal shows there.
/// </summary>
internal sealed class FirstReadStream(Stream tls, PeerIdentity own) : ForwardStream
{
    private volatile bool accepted;
    private volatile SpindleException? refusal;

    /// <summary>Why the far end closed the connection before its first byte; null where it did not. HttpClient does not always pass an exception on.</summary>
    public SpindleException? Refusal => refusal;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        accepted ? tls.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        accepted ? tls.WriteAsync(buffer, cancellationToken) : WriteFirstAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => tls.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => tls.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => tls.Write(buffer, offset, count);

    public override void Flush() => tls.Flush();

    public override ValueTask DisposeAsync() => tls.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            tls.Dispose();
    }

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        int read;
        try
        {
            read = await tls.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw RefusedByPeer(exception);
        }

        if (read == 0 && buffer.Length > 0)
            throw RefusedByPeer(null);
        // A read without room only waits: it says nothing yet.
        accepted = read > 0;
        return read;
    }

    private async ValueTask WriteFirstAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            await tls.WriteAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException && !accepted)
        {
            // A failed read disposes the stream before a write that comes at the same time.
            throw RefusedByPeer(exception);
        }
    }

    private SpindleException RefusedByPeer(Exception? cause) => refusal ??=
        new SpindleException(CertificateErrors.RefusedByPeer, $"the far end closed the connection when it saw the certificate for {own}", inner: cause);
}
