using System.Buffers;
using System.IO.Pipelines;

namespace Spindle.Client.Watching;

/// <summary>Splits a stream into lines, none longer than a limit.</summary>
internal sealed class LineReader(Stream stream, int longest)
{
    private readonly PipeReader pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, bufferSize: 16 << 10));

    /// <summary>The next line without its end; null after the last. A last line without an end is a line too.</summary>
    /// <exception cref="InvalidDataException">A line is longer than the limit.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancel).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                pipe.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            if (result.IsCompleted)
            {
                var rest = buffer.ToArray();
                pipe.AdvanceTo(buffer.End);
                // Written out: in a conditional expression null would become an empty array, and the end an endless row of empty lines.
                if (rest.Length == 0)
                    return null;
                return rest;
            }

            if (buffer.Length > longest)
                throw new InvalidDataException($"a line of more than {longest} bytes");
            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
