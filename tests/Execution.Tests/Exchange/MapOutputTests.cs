using Spindle.Columnar.Frames;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Exchange;
using Spindle.Execution.Tasks;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Execution.Tests.Exchange;

/// <summary>What goes into a map output comes out of it, each row in its partition, and nothing is left allocated or on disk.</summary>
public sealed class MapOutputTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), "spindle-tests-" + Guid.NewGuid().ToString("N"));
    private readonly MemoryBudget budget = new();

    public static TheoryData<string> Ways => ["memory", "spill", "zstd", "uncompressed"];

    public void Dispose()
    {
        Assert.Equal(0, budget.Used);
        Assert.False(Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(), "block files are left");
        if (Directory.Exists(path))
            Directory.Delete(path);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Rows_in_are_rows_out(string way)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var rows = RandomRows.Rows(random, random.Next(1, 400));
            Partitioning partitioning = (seed % 4) switch
            {
                0 => new SinglePartitioning(),
                1 => new RoundRobinPartitioning(7),
                _ => new HashPartitioning([.. Keys(seed % 4 == 2 ? [3, 9] : Enumerable.Range(0, RandomRows.Schema.Fields.Count))], seed % 3 == 0 ? 200 : 5),
            };
            using var output = Write(partitioning, random, rows, largest: seed % 5 == 0 ? 1 : 60, Options(way));
            var read = Enumerable.Range(0, partitioning.Partitions).SelectMany(p => Read(output, p)).ToList();
            Assert.Equal(Query.Unordered(rows), Query.Unordered(read));
            Assert.Equal(rows.Count, output.TotalRows);
            Assert.Equal(way == "spill", output.MemoryBytes == 0);
        }
    }

    [Fact]
    public void Order_within_a_partition_is_that_of_the_input()
    {
        var random = new Random(7);
        var rows = RandomRows.Rows(random, 1000);
        using var output = Write(new SinglePartitioning(), random, rows, 50, ExchangeOptions.Default);
        Assert.Equal(Query.Ordered(rows), Query.Ordered(Read(output, 0)));
    }

    [Fact]
    public void Equal_keys_meet_whatever_the_form_of_their_vectors()
    {
        var random = new Random(3);
        var rows = RandomRows.Rows(random, 300);
        var partitioning = new HashPartitioning([.. Keys([9, 3, 8])], 11);
        // The same rows in other batches, other dictionaries, other selections.
        using var left = Write(partitioning, new Random(1), rows, 40, ExchangeOptions.Default);
        using var right = Write(partitioning, new Random(2), [.. rows.AsEnumerable().Reverse()], 3, ExchangeOptions.Default);
        for (var p = 0; p < 11; p++)
            Assert.Equal(Query.Unordered(Read(left, p)), Query.Unordered(Read(right, p)));
        Assert.Equal(left.Checksum, right.Checksum);
    }

    [Fact]
    public void The_checksum_tells_rows_and_their_partitions_apart()
    {
        var rows = RandomRows.Rows(new Random(5), 100);
        var other = rows.Select(r => (object?[])r.Clone()).ToList();
        other[50][4] = 4711L;
        var partitioning = new RoundRobinPartitioning(3);
        using var first = Write(partitioning, new Random(1), rows, 10, ExchangeOptions.Default);
        using var changed = Write(partitioning, new Random(1), other, 10, ExchangeOptions.Default);
        using var again = Write(partitioning, new Random(9), rows, 33, ExchangeOptions.Default with { SpillEverything = true });
        using var elsewhere = Write(partitioning, new Random(1), rows, 10, ExchangeOptions.Default, map: 1);
        var swapped = rows.ToList();
        (swapped[3], swapped[4]) = (swapped[4], swapped[3]);
        using var moved = Write(partitioning, new Random(1), swapped, 10, ExchangeOptions.Default);
        Assert.NotEqual(first.Checksum, moved.Checksum);
        Assert.Equal(first.Checksum, again.Checksum);
        Assert.NotEqual(first.Checksum, changed.Checksum);
        Assert.NotEqual(first.Checksum, elsewhere.Checksum);
    }

    [Fact]
    public void The_checksum_sees_each_column_whether_rows_are_dealt_out_by_it_or_not()
    {
        var rows = RandomRows.Rows(new Random(6), 100);
        foreach (var partitioning in new Partitioning[] { new HashPartitioning([.. Keys([4])], 1), new HashPartitioning([.. Keys([3, 4, 3])], 1), new HashPartitioning([.. Keys([3])], 1) })
        {
            using var first = Write(partitioning, new Random(1), rows, 10, ExchangeOptions.Default);
            using var again = Write(partitioning, new Random(2), rows, 33, ExchangeOptions.Default);
            Assert.Equal(first.Checksum, again.Checksum);
            for (var column = 0; column < RandomRows.Schema.Fields.Count; column++)
            {
                var changed = rows.Select(r => (object?[])r.Clone()).ToList();
                if (changed.Find(r => r[column] is not null) is not { } row)
                    continue;
                row[column] = null;
                using var other = Write(partitioning, new Random(1), changed, 10, ExchangeOptions.Default);
                Assert.True(first.Checksum != other.Checksum, $"{partitioning.Describe()}, column {column}");
            }
        }
    }

    [Fact]
    public void Any_changed_byte_of_a_block_is_noticed()
    {
        var random = new Random(11);
        using var output = Write(new SinglePartitioning(), random, RandomRows.Rows(random, 20), 20, ExchangeOptions.Default);
        using var cursor = output.Open(0)!;
        var frame = cursor.Next().ToArray();
        for (var i = 0; i < frame.Length; i++)
        {
            var changed = (byte[])frame.Clone();
            changed[i] ^= (byte)(1 << i % 8);
            Assert.Throws<CorruptFrameException>(() => Decode(changed));
        }

        for (var length = 1; length < frame.Length; length += 7)
            Assert.Throws<CorruptFrameException>(() => Decode(frame[..length]));
        Assert.Equal(20, Decode(frame));
    }

    [Fact]
    public void A_small_budget_sends_frames_to_disk()
    {
        var small = new MemoryBudget(400 << 10);
        var random = new Random(2);
        var rows = Enumerable.Range(0, 40_000).Select(i => new object?[] { (long)random.Next(), ByteString.Of("row number " + i) }).ToList();
        var table = new MemoryTable(new StructType([new Field("k", DataType.Long), new Field("t", DataType.String)]), rows, 1000, dictionaries: false);
        using (var folder = new BlockFolder(path))
        {
            using var writer = new MapOutputWriter(new HashPartitioning([new BoundReference(0, DataType.Long, true, "k")], 20), 0, folder, small, ExchangeOptions.Default);
            foreach (var split in table.PlanSplits(null!))
            {
                using var reader = table.Open(split, new ScanRequest([0, 1], []), new ScanContext(small, [], 500, default));
                while (reader.Read() is { } batch)
                {
                    writer.Write(batch);
                    batch.Release();
                }
            }

            using var output = writer.Finish();
            Assert.True(output.SpilledBytes > 0);
            Assert.Equal(0, output.MemoryBytes);
            Assert.Equal(2, Directory.EnumerateFiles(path).Count());
            var read = Enumerable.Range(0, 20).SelectMany(p => Read(output, p, table.Schema, small)).ToList();
            Assert.Equal(Query.Unordered(rows), Query.Unordered(read));
        }

        Assert.Equal(0, small.Used);
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void Ranges_are_in_order_and_as_the_bounds_say()
    {
        var random = new Random(4);
        var rows = RandomRows.Rows(random, 800);
        SortKey[] keys = [new(Key(9), Descending: false, NullsFirst: true), new(Key(3), Descending: true, NullsFirst: false)];
        ValueList<ValueList<Expression>> bounds =
        [
            [new Literal(ByteString.Of("cc"), DataType.String), new Literal(null, DataType.Int)],
            [new Literal(ByteString.Of("kkkkkkkkkkkk"), DataType.String), new Literal(0, DataType.Int)],
            [new Literal(ByteString.Of("kkkkkkkkkkkk"), DataType.String), new Literal(-10, DataType.Int)],
        ];
        using var output = Write(new RangePartitioning([.. keys], 4, bounds), random, rows, 30, ExchangeOptions.Default);
        var read = Enumerable.Range(0, 4).Select(p => Read(output, p).ToList()).ToList();
        Assert.Equal(Query.Unordered(rows), Query.Unordered(read.SelectMany(r => r)));
        for (var p = 0; p < 4; p++)
            foreach (var row in read[p])
                Assert.Equal(p, bounds.Count(b => Compare([((Literal)b[0]).Value, ((Literal)b[1]).Value], [row[9], row[3]]) <= 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ranges_of_whole_numbers_are_as_the_bounds_say_however_many_there_are(bool descending)
    {
        for (var count = 0; count < 20; count++)
        {
            var random = new Random(count);
            var rows = RandomRows.Rows(random, 300);
            var bounds = Enumerable.Range(-50, 100).OrderBy(_ => random.Next()).Take(count).OrderBy(b => descending ? -b : b).ToList();
            using var output = Write(new RangePartitioning([new SortKey(Key(3), descending, NullsFirst: true)], count + 1,
                bounds.Select(b => ValueList.Create<Expression>([new Literal(b, DataType.Int)])).ToValueList()), random, rows, 8, ExchangeOptions.Default);
            for (var p = 0; p <= count; p++)
                foreach (var row in Read(output, p))
                    Assert.Equal(p, row[3] is int key ? bounds.Count(b => descending ? b >= key : b <= key) : 0);
            Assert.Equal(rows.Count, output.TotalRows);
        }
    }

    [Fact]
    public void Blocks_move_to_disk_and_stay_readable()
    {
        var random = new Random(12);
        var rows = RandomRows.Rows(random, 300);
        using var folder = new BlockFolder(path);
        using (var output = Write(new RoundRobinPartitioning(3), random, rows, 30, ExchangeOptions.Default))
        {
            using var early = output.Open(0)!;
            var held = output.MemoryBytes;
            Assert.Equal(held, output.MoveToDisk(folder));
            Assert.Equal(0, output.MemoryBytes);
            Assert.True(budget.Used >= held, "a reader keeps the memory");
            Assert.False(early.Next().IsEmpty);
            early.Dispose();
            Assert.Equal(0, budget.Used);
            Assert.Equal(Query.Unordered(rows), Query.Unordered(Enumerable.Range(0, 3).SelectMany(p => Read(output, p))));
        }

        Assert.Empty(Directory.EnumerateFiles(path));
    }

    [Fact]
    public void A_disk_that_refuses_is_one_named_error()
    {
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, "file");
        File.WriteAllText(file, "");
        var random = new Random(1);
        var error = Assert.Throws<SpindleException>(() => Write(new SinglePartitioning(), random, RandomRows.Rows(random, 10), 10,
            ExchangeOptions.Default with { SpillEverything = true }, folder: Path.Combine(file, "blocks")));
        Assert.Equal("SPINDLE_SPILL_FAILED", error.ErrorClass.Name);
        File.Delete(file);
    }

    private static ExchangeOptions Options(string way) => way switch
    {
        "spill" => new ExchangeOptions(SpillEverything: true),
        "zstd" => new ExchangeOptions(CompressionCodec.Zstd),
        "uncompressed" => new ExchangeOptions(CompressionCodec.Uncompressed),
        _ => ExchangeOptions.Default,
    };

    private static BoundReference Key(int ordinal)
    {
        var field = RandomRows.Schema.Fields[ordinal];
        return new BoundReference(ordinal, field.Type, field.Nullable, field.Name);
    }

    private static IEnumerable<Expression> Keys(IEnumerable<int> ordinals) => ordinals.Select(Key);

    private static int Compare(object?[] left, object?[] right)
    {
        // The first key rises with nulls first, the second falls with nulls last.
        if (left[0] is null != right[0] is null)
            return left[0] is null ? -1 : 1;
        if (left[0] is ByteString l && l.CompareTo((ByteString)right[0]!) is var first and not 0)
            return first;
        if (left[1] is null || right[1] is null)
            return left[1] is null && right[1] is null ? 0 : left[1] is null ? 1 : -1;
        return ((int)right[1]!).CompareTo((int)left[1]!);
    }

    private MapOutput Write(Partitioning partitioning, Random random, IReadOnlyList<object?[]> rows, int largest, ExchangeOptions options, int map = 0, string? folder = null)
    {
        var batches = RandomRows.Batches(random, rows, budget, largest);
        using var writer = new MapOutputWriter(partitioning, map, new BlockFolder(folder ?? path), budget, options);
        try
        {
            foreach (var batch in batches)
                writer.Write(batch);
            return writer.Finish();
        }
        finally
        {
            foreach (var batch in batches)
                batch.Release();
        }
    }

    private List<object?[]> Read(MapOutput output, int partition) => Read(output, partition, RandomRows.Schema, budget);

    private static List<object?[]> Read(MapOutput output, int partition, StructType schema, MemoryBudget budget)
    {
        var rows = new List<object?[]>();
        IEnumerable<BlockCursor> blocks = output.Open(partition) is { } block ? [block] : [];
        using var reader = new BlockReader(blocks, schema, new BlockContext(budget, 16, NoScanMetrics.Instance, default));
        while (reader.Read() is { } batch)
        {
            Assert.InRange(batch.Rows, 1, 16);
            for (var row = 0; row < batch.Rows; row++)
                rows.Add([.. batch.Columns.ToArray().Select(c => c.Read(batch.Lane(row)))]);
            batch.Release();
        }

        Assert.Equal(output.Rows.ElementAtOrDefault(partition - output.FirstPartition), rows.Count);
        return rows;
    }

    private unsafe int Decode(byte[] frame)
    {
        var buffer = budget.Allocate(frame.Length);
        frame.CopyTo(new Span<byte>(buffer.Pointer, frame.Length));
        using var reader = new BlockReader([BlockCursor.Over(buffer, frame.Length)], RandomRows.Schema, new BlockContext(budget, 2048, NoScanMetrics.Instance, default));
        var batch = reader.Read()!;
        var rows = batch.Rows;
        batch.Release();
        return rows;
    }
}
