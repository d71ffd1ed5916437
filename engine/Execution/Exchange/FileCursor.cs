using Microsoft.Win32.SafeHandles;
using Spindle.Columnar.Frames;

namespace Spindle.Execution.Exchange;

/// <summary>Reads the frames of a range of a file of this machine.</summary>
/// <param name="release">Called once, at the end.</param>
internal sealed class FileCursor(string path, long start, long end, Action release) : RangeCursor(start, end, window: 0)
{
    private readonly SafeFileHandle file = File.OpenHandle(path);

    protected override void ReadAt(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0)
                throw new CorruptFrameException($"the file ends at {offset}");
            target = target[read..];
            offset += read;
        }
    }

    protected override void Close()
    {
        file.Dispose();
        release();
    }
}
