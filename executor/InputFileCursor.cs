using Spindle.Columnar.Errors;
using Spindle.Execution.Exchange;
using Spindle.Storage.Files;

namespace Spindle.Executor;

/// <summary>Reads the frames of a range of a file, near or far: as many bytes at once as make a request worth its while.</summary>
/// <param name="file">Taken over.</param>
internal sealed class InputFileCursor(IInputFile file, long start, long end) : RangeCursor(start, end, window: 1 << 20)
{
    protected override void ReadAt(long offset, Span<byte> target)
    {
        try
        {
            file.ReadAt(offset, target);
        }
        catch (SpindleException unreadable)
        {
            throw new IOException(unreadable.Message, unreadable);
        }
    }

    protected override void Close() => file.Dispose();
}
