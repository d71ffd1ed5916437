using System.Buffers;
using Spindle.Columnar.Frames;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Storing;
using Spindle.Execution.Tasks;
using Spindle.Functions.Aggregates.Grouping;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Stages;

namespace Spindle.Execution.Exchange;

/// <summary>
/// Deals a map task's rows out to partitions. Rows gather in whole columns; when there are enough of them, or memory is short, they are sorted by partition (a counting sort) and packed, a frame or
/// more for each partition. Frames stay in memory until the budget refuses, then go to a spill file; at the end all are in memory, or all in one data file beside its index.
/// <code>
///  batches ─► columns ─► lanes by partition ─► frames ─► memory ─┬─► MapOutput
///                                                        spill ──┘
/// </code>
/// One thread's.
/// </summary>
public sealed unsafe class MapOutputWriter : ITaskOutput, IDisposable
{
    private const int FrameRows = 8192;
    private const int FrameBytes = 1 << 20;

    private readonly int partitions;
    private readonly int firstPartition;
    private readonly RowPartitioner? partitioner;
    private readonly MemoryBudget budget;
    private readonly ExchangeOptions options;
    private readonly PayingCodec codec;
    private readonly NativeArray<int> places;
    private readonly NativeArray<int> lanes;
    private readonly NativeArray<ulong> hashes;
    private readonly FrameEncoder encoder;
    private readonly FrameStore frames;
    private readonly long[] bytes;
    private readonly long[] rows;
    private readonly int[] starts;
    private readonly int chunkRows;
    private RowStore? store;
    private ulong checksum;
    private bool finished;

    /// <param name="partitioning">How rows are dealt out; ranges with their bounds.</param>
    /// <param name="map">The number of the map task.</param>
    /// <param name="folder">Where spilled frames and the files go.</param>
    public MapOutputWriter(Partitioning partitioning, int map, BlockFolder folder, MemoryBudget budget, ExchangeOptions options)
    {
        this.budget = budget;
        this.options = options;
        partitions = partitioning is PassThroughPartitioning ? 1 : partitioning.Partitions;
        firstPartition = partitioning is PassThroughPartitioning ? map : 0;
        partitioner = RowPartitioner.Create(partitioning, map, new EvaluationContext(budget) { Partition = new PartitionNumber(map) });
        codec = new PayingCodec(CompressorSet.Default[options.Codec]);
        places = new NativeArray<int>(budget);
        lanes = new NativeArray<int>(budget);
        hashes = new NativeArray<ulong>(budget);
        encoder = new FrameEncoder(budget);
        frames = new FrameStore(folder, budget, options.SpillEverything);
        bytes = new long[partitions];
        rows = new long[partitions];
        starts = new int[partitions + 1];
        chunkRows = Math.Clamp(partitions * 2_048, 32_768, 262_144);
    }

    public void Write(RecordBatch batch)
    {
        store ??= new RowStore(Types(batch), budget, keepsCodes: true);
        if (store.Count > 0 && (store.Count + batch.Rows > chunkRows || options.SpillEverything || budget.Used > budget.SpillLimit || !store.TryReserve(batch.Rows)))
            Flush();
        if (partitioner is not null)
        {
            places.Ensure(store.Count + batch.Rows);
            hashes.Ensure(store.Count + batch.Rows);
            partitioner.Assign(batch, places.Pointer + store.Count, hashes.Pointer + store.Count);
        }

        store.Append(batch);
    }

    /// <summary>Ends writing. The output is the caller's.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_SPILL_FAILED when the disk refuses.</exception>
    public MapOutput Finish()
    {
        Flush();
        var spilled = frames.SpilledBytes;
        var blocks = frames.Finish(partitions);
        finished = true;
        return new MapOutput(blocks, firstPartition, bytes, rows, checksum, spilled);
    }

    public void Dispose()
    {
        partitioner?.Dispose();
        store?.Dispose();
        places.Dispose();
        lanes.Dispose();
        hashes.Dispose();
        encoder.Dispose();
        if (!finished)
            frames.Dispose();
    }

    private void Flush()
    {
        if (store is null || store.Count == 0)
            return;
        var count = store.Count;
        var columns = store.Finish();
        try
        {
            lanes.Ensure(count);
            Sort(count);
            Sum(columns, count);
            var width = Math.Max(1, WidthOf(columns, count));
            var perFrame = (int)Math.Clamp(FrameBytes / width, 1, FrameRows);
            for (var p = 0; p < partitions; p++)
                for (var start = starts[p]; start < starts[p + 1]; start += perFrame)
                    Pack(p, columns, lanes.Pointer + start, Math.Min(perFrame, starts[p + 1] - start));
        }
        finally
        {
            foreach (var column in columns)
                column.Release();
        }
    }

    // A counting sort keeps the order of rows within a partition.
    private void Sort(int count)
    {
        var target = lanes.Pointer;
        Array.Clear(starts);
        if (partitioner is null)
        {
            for (var i = 0; i < count; i++)
                target[i] = i;
            starts[1] = count;
            rows[0] += count;
            return;
        }

        var place = places.Pointer;
        for (var i = 0; i < count; i++)
            starts[place[i] + 1]++;
        for (var p = 0; p < partitions; p++)
        {
            rows[p] += starts[p + 1];
            starts[p + 1] += starts[p];
        }

        for (var i = 0; i < count; i++)
            target[starts[place[i]]++] = i;
        // Each start has moved to its partition's end: the next partition's start.
        Array.Copy(starts, 0, starts, 1, partitions);
        starts[0] = 0;
    }

    private void Sum(Vector[] columns, int count)
    {
        hashes.Ensure(count);
        Hash(columns, count);

        // Each row's word is mixed together with its partition before it is added, so that rows that change places show.
        var sum = checksum;
        var words = hashes.Pointer;
        if (partitioner is null)
            for (var i = 0; i < count; i++)
                sum = unchecked(sum + Mix(words[i]));
        else
            for (var i = 0; i < count; i++)
                sum = unchecked(sum + Mix(words[i] ^ (uint)places.Pointer[i] * 0xD6E8FEB86659FD93UL));
        checksum = sum;
    }

    // Where dealing rows out has hashed some of their columns, the others come on top.
    private void Hash(Vector[] columns, int count)
    {
        var hashed = partitioner?.Hashed;
        var others = hashed is null ? columns : [.. columns.Where((_, i) => !hashed.Contains(i))];
        using var maps = new RowMaps(budget);
        using var hashable = new HashableColumns(others, budget);
        var views = new ColumnView[others.Length];
        for (var i = 0; i < views.Length; i++)
            views[i] = maps.View(hashable[i], null, count);
        if (hashed is null)
            KeyHash.Compute(views, count, hashes.Pointer);
        else
            KeyHash.Extend(views, count, hashes.Pointer);
    }

    private static ulong Mix(ulong word)
    {
        word = unchecked((word ^ word >> 32) * 0x94D049BB133111EBUL);
        return unchecked((word ^ word >> 29) * 0xBF58476D1CE4E5B9UL);
    }

    private void Pack(int partition, Vector[] columns, int* picked, int count)
    {
        var chosen = codec.Next();
        var isPacked = chosen.Codec != CompressionCodec.Uncompressed;
        var plain = encoder.Encode(columns, picked, count, isPacked);
        if (!isPacked)
        {
            codec.Packed(plain.Length, plain.Length);
            Add(partition, encoder.Seal(count));
            return;
        }

        var frame = ArrayPool<byte>.Shared.Rent(BatchFrame.MaxLength(plain.Length, chosen));
        try
        {
            var length = BatchFrame.Pack(count, plain, chosen, frame);
            codec.Packed(plain.Length, length);
            Add(partition, frame.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    private void Add(int partition, ReadOnlySpan<byte> frame)
    {
        frames.Add(partition, frame);
        bytes[partition] += frame.Length;
    }

    private static long WidthOf(Vector[] columns, int count)
    {
        var width = 0L;
        foreach (var column in columns)
            width += column is FlatVector { Heap: { } heap } ? 16 + heap.Size / count : Math.Max(1, column.Physical.Width());
        return width;
    }

    private static IEnumerable<DataType> Types(RecordBatch batch)
    {
        var types = new DataType[batch.Columns.Length];
        for (var i = 0; i < types.Length; i++)
            types[i] = batch[i].Type;
        return types;
    }
}
