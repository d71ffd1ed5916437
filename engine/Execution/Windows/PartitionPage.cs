namespace Spindle.Execution.Windows;

/// <summary>A run of a <see cref="PagedPartition"/>'s rows, which are read together. Rows are counted from the partition's first.</summary>
internal sealed class PartitionPage(int start, int rows, long position)
{
    public int Start => start;

    public int Rows => rows;

    public int End => start + rows;

    /// <summary>Where the rows lie in the file.</summary>
    public long Position => position;

    /// <summary>Where the peers of the first row begin, at it or before.</summary>
    public int FirstPeerStart { get; init; }

    /// <summary>The first row after the page's first at which other peers begin; -1 where all of its rows are peers.</summary>
    public int NextPeerStart { get; init; }

    /// <summary>Where the peers of the last row end, known once the partition is whole.</summary>
    public int LastPeerEnd { get; set; }

    /// <summary>The dense rank of the row before the first.</summary>
    public int DenseRankBefore { get; init; }
}
