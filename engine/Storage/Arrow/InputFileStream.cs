using Spindle.Columnar.Streams;
using Spindle.Storage.Files;

namespace Spindle.Storage.Arrow;

/// <summary>An input file as a stream; disposing of it closes the file.</summary>
internal sealed class InputFileStream(IInputFile file) : ReadOnlyStream
{
    public override bool CanSeek => true;

    public override long Length => file.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        var length = (int)Math.Clamp(file.Length - Position, 0, buffer.Length);
        file.ReadAt(Position, buffer[..length]);
        Position += length;
        return length;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => file.Length + offset,
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
