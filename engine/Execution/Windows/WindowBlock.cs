using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Sorting;

namespace Spindle.Execution.Windows;

/// <summary>
/// Some whole partitions' rows, sorted, or a page of one partition. For each row: where its partition begins and ends, and where its peers (rows equal in the order keys) do. The places are
/// relative to the block's first row, so that those of a page may lie before 0 or past <see cref="Rows"/>.
/// </summary>
internal sealed class WindowBlock : IDisposable
{
    /// <summary>A block of whole partitions.</summary>
    /// <param name="batch">The rows in the sort's layout; taken over.</param>
    /// <param name="partitionKeys">How many of the sort keys partition; the rest order.</param>
    public WindowBlock(RecordBatch batch, SortShape shape, int partitionKeys, MemoryBudget budget)
        : this(batch)
    {
        using var maps = new RowMaps(budget);
        var keys = shape.KeyViews(batch.Columns, maps);
        for (var row = 0; row < Rows; row++)
        {
            var first = row == 0 ? 0 : FirstDifference(shape, keys, row);
            PartitionStart[row] = row == 0 || first < partitionKeys ? row : PartitionStart[row - 1];
            PeerStart[row] = row == 0 || first < keys.Length ? row : PeerStart[row - 1];
        }

        for (var row = Rows - 1; row >= 0; row--)
        {
            PartitionEnd[row] = row + 1 == Rows || PartitionStart[row + 1] != PartitionStart[row] ? row + 1 : PartitionEnd[row + 1];
            PeerEnd[row] = row + 1 == Rows || PeerStart[row + 1] != PeerStart[row] ? row + 1 : PeerEnd[row + 1];
        }
    }

    /// <summary>A page of a partition.</summary>
    /// <param name="batch">The page's rows; taken over.</param>
    public WindowBlock(RecordBatch batch, PartitionPage page, int partitionRows, SortShape shape, MemoryBudget budget)
        : this(batch)
    {
        DenseRankBefore = page.DenseRankBefore;
        Array.Fill(PartitionStart, -page.Start);
        Array.Fill(PartitionEnd, partitionRows - page.Start);
        using var maps = new RowMaps(budget);
        var keys = shape.KeyViews(batch.Columns, maps);
        for (var row = 0; row < Rows; row++)
            PeerStart[row] = row == 0 ? page.FirstPeerStart - page.Start : FirstDifference(shape, keys, row) < keys.Length ? row : PeerStart[row - 1];
        for (var row = Rows - 1; row >= 0; row--)
            PeerEnd[row] = row + 1 == Rows ? page.LastPeerEnd - page.Start : PeerStart[row + 1] == row + 1 ? row + 1 : PeerEnd[row + 1];
    }

    private WindowBlock(RecordBatch batch)
    {
        Batch = batch;
        Rows = batch.Length;
        PartitionStart = new int[Rows];
        PartitionEnd = new int[Rows];
        PeerStart = new int[Rows];
        PeerEnd = new int[Rows];
    }

    /// <summary>The dense rank of the row before the first; 0 where a partition begins.</summary>
    public int DenseRankBefore { get; }

    public RecordBatch Batch { get; }

    public int Rows { get; }

    public int[] PartitionStart { get; }

    public int[] PartitionEnd { get; }

    public int[] PeerStart { get; }

    public int[] PeerEnd { get; }

    public void Dispose() => Batch.Release();

    private static int FirstDifference(SortShape shape, ColumnView[] keys, int row)
    {
        for (var i = 0; i < keys.Length; i++)
            if (shape.Orders[i].Compare(keys[i], row - 1, keys[i], row) != 0)
                return i;
        return keys.Length;
    }
}
