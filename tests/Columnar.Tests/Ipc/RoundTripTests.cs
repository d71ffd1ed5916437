using Spindle.Columnar.Compression;
using Spindle.Columnar.Ipc;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Streams;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Tests.Ipc;

public class RoundTripTests
{
    private static readonly CompressionCodec[] Codecs = [CompressionCodec.Uncompressed, CompressionCodec.Lz4Frame, CompressionCodec.Zstd];

    internal static byte[] WriteStream(StructType schema, IEnumerable<RecordBatch> batches, MemoryBudget budget, ArrowWriteOptions options)
    {
        var stream = new MemoryStream();
        var writer = new ArrowStreamWriter(stream, schema, budget, options);
        foreach (RecordBatch batch in batches)
            writer.Write(batch);
        writer.Complete();
        Assert.Equal(stream.Length, writer.BytesWritten);
        return stream.ToArray();
    }

    internal static byte[] WriteFile(StructType schema, IEnumerable<RecordBatch> batches, MemoryBudget budget, ArrowWriteOptions options)
    {
        var stream = new MemoryStream();
        var writer = new ArrowFileWriter(stream, schema, budget, options);
        foreach (RecordBatch batch in batches)
            writer.Write(batch);
        writer.Complete();
        return stream.ToArray();
    }

    internal static List<object?[]> ReadStream(byte[] bytes, MemoryBudget budget, out StructType schema, bool seekable = true)
    {
        Stream stream = seekable ? new MemoryStream(bytes) : new SmallPieces(bytes);
        using var reader = new ArrowStreamReader(stream, budget);
        schema = reader.Schema;
        var rows = new List<object?[]>();
        while (reader.Read() is { } batch)
        {
            rows.AddRange(RandomBatches.Rows(batch));
            batch.Release();
        }

        Assert.Null(reader.Read());
        return rows;
    }

    private static List<object?[]> ReadFile(byte[] bytes, MemoryBudget budget, out StructType schema)
    {
        using var reader = new ArrowFileReader(new MemoryStream(bytes), budget);
        schema = reader.Schema;
        var parts = new List<object?[]>[reader.BatchCount];
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            RecordBatch batch = reader.Read(i);
            parts[i] = RandomBatches.Rows(batch);
            batch.Release();
        }

        return [.. parts.SelectMany(part => part)];
    }

    [Fact]
    public void Random_schemas_come_back_equal_from_streams_and_files()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var budget = new MemoryBudget();
            var source = new RandomBatches(random, budget);
            StructType schema = seed == 0 ? RandomBatches.EveryAtom : source.Schema(random.Next(5));
            RecordBatch[] batches = [.. Enumerable.Range(0, random.Next(4)).Select(_ => source.Batch(schema, random.Next(3) == 0 ? random.Next(3) : random.Next(120)))];
            List<object?[]> expected = [.. batches.SelectMany(RandomBatches.Rows)];
            var options = new ArrowWriteOptions
            {
                Compression = Codecs[seed % 3],
                Compressors = seed % 2 == 0 ? CompressorSet.Default : CompressorSet.Managed,
                DictionaryColumns = new HashSet<string> { "c0", "c2" },
            };

            List<object?[]> streamed = ReadStream(WriteStream(schema, batches, budget, options), budget, out StructType seen, seekable: seed % 5 != 0);
            Assert.Equal(schema, seen);
            AssertRows(expected, streamed, seed);

            List<object?[]> filed = ReadFile(WriteFile(schema, batches, budget, options), budget, out seen);
            Assert.Equal(schema, seen);
            AssertRows(expected, filed, seed);

            foreach (RecordBatch batch in batches)
                batch.Release();
            Assert.True(budget.Used == 0, $"seed {seed}: {budget.Used} bytes are still counted");
        }
    }

    [Fact]
    public void Columns_without_rows_and_rows_without_columns_pass()
    {
        var budget = new MemoryBudget();
        var schema = new StructType([new Field("a", DataType.Int)]);
        Assert.Empty(ReadStream(WriteStream(schema, [], budget, ArrowWriteOptions.Default), budget, out StructType seen));
        Assert.Equal(schema, seen);

        var batch = new RecordBatch([], 7);
        Assert.Equal(7, ReadStream(WriteStream(StructType.Empty, [batch], budget, ArrowWriteOptions.Default), budget, out _).Count);
    }

    [Fact]
    public void Wide_decimals_held_in_64_bits_are_written_in_128()
    {
        var budget = new MemoryBudget();
        var type = new DecimalType(30, 2);
        NativeBuffer values = budget.Allocate(16);
        new long[] { -5, 7 }.CopyTo(values.AsSpan<long>(2));
        var batch = new RecordBatch([new FlatVector(type, 2, values, physical: PhysicalType.Int64)], 2);
        var schema = new StructType([new Field("d", type)]);
        List<object?[]> rows = ReadStream(WriteStream(schema, [batch], budget, ArrowWriteOptions.Default), budget, out _);
        Assert.Equal([(Int128)(-5), (Int128)7], rows.Select(row => row[0]));
        batch.Release();
    }

    [Fact]
    public void An_interval_past_nanoseconds_is_refused()
    {
        var budget = new MemoryBudget();
        NativeBuffer values = budget.Allocate(16);
        values.AsSpan<CalendarInterval>(1)[0] = new CalendarInterval(0, 0, long.MaxValue / 100);
        var batch = new RecordBatch([new FlatVector(DataType.CalendarInterval, 1, values)], 1);
        var schema = new StructType([new Field("i", DataType.CalendarInterval)]);
        Assert.Throws<ArrowFormatException>(() => WriteStream(schema, [batch], budget, ArrowWriteOptions.Default));
        batch.Release();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void A_truncated_stream_or_file_is_refused()
    {
        var budget = new MemoryBudget();
        var source = new RandomBatches(new Random(4), budget);
        var schema = new StructType([new Field("a", DataType.String), new Field("b", new ArrayType(DataType.Long))]);
        RecordBatch batch = source.Batch(schema, 50);
        byte[] stream = WriteStream(schema, [batch], budget, new() { Compression = CompressionCodec.Lz4Frame });
        byte[] file = WriteFile(schema, [batch], budget, new() { Compression = CompressionCodec.Lz4Frame });
        batch.Release();
        int endOfSchema = stream.Length - WriteStreamTail(stream);
        for (int length = 0; length < stream.Length - 8; length += 5)
        {
            // Between messages a stream may end without its marker.
            if (length == endOfSchema)
                continue;
            Assert.Throws<ArrowFormatException>(() => ReadStream(stream[..length], budget, out _));
            Assert.Throws<ArrowFormatException>(() => ReadStream(stream[..length], budget, out _, seekable: false));
        }

        for (int length = 0; length < file.Length; length += 7)
            Assert.Throws<ArrowFormatException>(() => ReadFile(file[..length], budget, out _));
        Assert.Equal(0, budget.Used);
    }

    /// <summary>Bytes after the schema's message.</summary>
    private static int WriteStreamTail(byte[] stream) => stream.Length - 8 - BitConverter.ToInt32(stream, 4);

    private static void AssertRows(List<object?[]> expected, List<object?[]> actual, int seed)
    {
        Assert.True(expected.Count == actual.Count, $"seed {seed}: {expected.Count} rows written, {actual.Count} read");
        for (int row = 0; row < expected.Count; row++)
        {
            for (int column = 0; column < expected[row].Length; column++)
            {
                Assert.True(Equals(expected[row][column], actual[row][column]),
                    $"seed {seed}, row {row}, column {column}: {expected[row][column]} became {actual[row][column]}");
            }
        }
    }

    /// <summary>A stream that says nothing about its length, like a socket, and gives bytes in small pieces.</summary>
    private sealed class SmallPieces(byte[] bytes) : ReadOnlyStream
    {
        private readonly MemoryStream all = new(bytes);

        public override int Read(Span<byte> buffer) => all.Read(buffer[..Math.Min(buffer.Length, 1000)]);
    }
}
