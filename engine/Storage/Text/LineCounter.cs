using Spindle.Formats.Records;
using Spindle.Storage.Files;

namespace Spindle.Storage.Text;

/// <summary>Numbers lines, for errors: a split does not know how many there are before it.</summary>
internal static class LineCounter
{
    private const int BlockBytes = 1 << 16;

    /// <summary>The number, from 1, of the line that holds a byte of the text.</summary>
    public static long LineAt(IFileSystem fileSystem, string path, long offset, LineEnds lineEnds)
    {
        using var source = ByteSource.Open(fileSystem, path, 0);
        var block = new byte[BlockBytes];
        var (line, position, filled) = (1L, 0L, 0);
        while (position < offset)
        {
            var read = source.Read(block.AsSpan(filled, (int)Math.Min(block.Length - filled, offset - position)));
            if (read == 0)
                break;
            position += read;
            filled += read;
            var rest = block.AsSpan(0, filled);
            while (lineEnds.IndexIn(rest, out var length) is >= 0 and var found && (length > 0 || position == offset))
            {
                line++;
                rest = rest[(found + Math.Abs(length))..];
            }

            // At most a line end's beginning matters of what is left.
            rest = rest[Math.Max(rest.Length - 64, 0)..];
            filled = rest.Length;
            rest.CopyTo(block);
        }

        return line;
    }
}
