using Spindle.Wire.Grpc;

namespace Spindle.Driver.Cluster;

/// <summary>A payload's bytes one after the other.</summary>
internal sealed class PayloadStream(Payload payload) : Stream
{
    private int segment;
    private int offset;
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => payload.Length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (segment < payload.Segments.Count)
        {
            var rest = payload.Segments[segment].Span[offset..];
            if (rest.Length > 0 || buffer.Length == 0)
            {
                var taken = Math.Min(rest.Length, buffer.Length);
                rest[..taken].CopyTo(buffer);
                offset += taken;
                position += taken;
                return taken;
            }

            segment++;
            offset = 0;
        }

        return 0;
    }

    public override int Read(byte[] buffer, int start, int count) => Read(buffer.AsSpan(start, count));

    public override void Flush()
    {
    }

    public override long Seek(long to, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int start, int count) => throw new NotSupportedException();
}
