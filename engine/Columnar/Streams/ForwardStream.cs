namespace Spindle.Columnar.Streams;

/// <summary>
/// A stream whose bytes come or go in order. .NET has one type for streams of every kind, whose <see cref="Stream.CanRead"/>, <see cref="CanSeek"/> and <see cref="Stream.CanWrite"/> say what a
/// caller may use; what needs a place to go to is refused here, once for all of them. One that has places overrides that part.
/// </summary>
public abstract class ForwardStream : Stream
{
    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Where <see cref="CanSeek"/> is false, as of any stream.</exception>
    public override long Length => throw Refused("has no length");

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Where <see cref="CanSeek"/> is false, as of any stream.</exception>
    public override long Position
    {
        get => throw Refused("has no position");
        set => throw Refused("has no position");
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Where <see cref="CanSeek"/> is false, as of any stream.</exception>
    public override long Seek(long offset, SeekOrigin origin) => throw Refused("has no position");

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override void SetLength(long value) => throw Refused("has no length");

    /// <summary>What a caller gets that uses what the stream said it may not.</summary>
    protected NotSupportedException Refused(string what) => new($"{GetType().Name} {what}");
}
