namespace Spindle.Columnar.Streams;

/// <summary>
/// A stream that is read from front to back. .NET has one type for streams of every kind, whose <see cref="CanSeek"/> and <see cref="CanWrite"/> say what a caller may use; what is not to be used
/// is refused here, once for all streams of this kind. One that has a place to go to overrides that part.
/// </summary>
public abstract class ReadOnlyStream : Stream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Where <see cref="CanSeek"/> is false, as of any stream.</exception>
    public override long Length => throw NoPlace();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Where <see cref="CanSeek"/> is false, as of any stream.</exception>
    public override long Position
    {
        get => throw NoPlace();
        set => throw NoPlace();
    }

    /// <inheritdoc/>
    public abstract override int Read(Span<byte> buffer);

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Does nothing: there is nothing to write out.</summary>
    public sealed override void Flush()
    {
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Where <see cref="CanSeek"/> is false, as of any stream.</exception>
    public override long Seek(long offset, SeekOrigin origin) => throw NoPlace();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override void SetLength(long value) => throw NoWriting();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw NoWriting();

    private NotSupportedException NoPlace() => new($"{GetType().Name} is read from front to back: it has no length and no position to go to");

    private NotSupportedException NoWriting() => new($"{GetType().Name} is read and not written");
}
