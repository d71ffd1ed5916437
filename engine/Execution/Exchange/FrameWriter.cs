using Spindle.Columnar.Frames;
using Spindle.Columnar.Memory;

namespace Spindle.Execution.Exchange;

/// <summary>Makes a <see cref="MapOutput"/> of frames that are packed already: a result on its way to the driver, blocks that another executor hands over. One thread's.</summary>
/// <param name="partitions">Partitions of the output, numbered from <paramref name="firstPartition"/>.</param>
public sealed class FrameWriter(int firstPartition, int partitions, BlockFolder folder, MemoryBudget budget) : IDisposable
{
    private readonly FrameStore frames = new(folder, budget, spillEverything: false);
    private readonly long[] bytes = new long[partitions];
    private readonly long[] rows = new long[partitions];
    private bool finished;

    /// <summary>Appends a whole frame to a partition.</summary>
    /// <exception cref="CorruptFrameException">It is not what was written.</exception>
    public void Add(int partition, ReadOnlySpan<byte> frame)
    {
        var place = partition - firstPartition;
        rows[place] += BatchFrame.Verify(frame).Rows;
        bytes[place] += frame.Length;
        frames.Add(place, frame);
    }

    /// <param name="checksum">As the output had it where it came from.</param>
    public MapOutput Finish(ulong checksum = 0)
    {
        var spilled = frames.SpilledBytes;
        var blocks = frames.Finish(partitions);
        finished = true;
        return new MapOutput(blocks, firstPartition, bytes, rows, checksum, spilled);
    }

    public void Dispose()
    {
        if (!finished)
            frames.Dispose();
    }
}
