using System.Buffers.Binary;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Parquet.Schema;
using Spindle.Storage.Parquet.Thrift;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Writes a Parquet file: gathers a row group's rows, writes it, and at the end the page index and the footer. Memory is bounded by one row group.</summary>
internal sealed class ParquetFileWriter : IFileWriter
{
    private const string Creator = "spindle version 0.1.0";

    private readonly OutputFile output;
    private readonly StructType schema;
    private readonly ParquetWriteOptions options;
    private readonly MemoryBudget budget;
    private readonly WriteTree tree;
    private readonly ChunkWriter chunks;
    private readonly List<RowGroupRecord> groups = [];
    private readonly List<WrittenChunk[]> written = [];
    private int gathered;

    /// <param name="output">Handed over.</param>
    public ParquetFileWriter(OutputFile output, StructType schema, ParquetWriteOptions options, MemoryBudget budget)
    {
        this.output = output;
        this.schema = schema;
        this.options = options;
        this.budget = budget;
        try
        {
            tree = new WriteTree(schema, options, budget);
            chunks = new ChunkWriter(output, options, budget);
            output.Write("PAR1"u8);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    public long Rows { get; private set; }

    public long Bytes => output.Position;

    public void Write(RecordBatch batch)
    {
        // A batch that is larger than what the row group lacks is cut; rows of a selection are cut by position.
        for (var at = 0; at < batch.Rows;)
        {
            var take = Math.Min(batch.Rows - at, options.RowGroupRows - gathered);
            Gather(batch, at, take);
            at += take;
            gathered += take;
            if (gathered >= options.RowGroupRows || BufferedBytes() > options.RowGroupBytes)
                FlushRowGroup();
        }
    }

    public string Finish()
    {
        FlushRowGroup();
        WriteIndexes();
        var footer = new FileMetadataRecord { Version = options.SecondVersion ? 2 : 1, Schema = tree.Elements, Rows = Rows, RowGroups = [.. groups], CreatedBy = Creator };
        footer.KeyValues.Add(KeyValuePair.Create(SparkSchemaJson.MetadataKey, SparkSchemaJson.Write(schema)));
        var writer = new CompactWriter();
        footer.Write(writer, tree.Leaves.Count);
        output.Write(writer.Written);
        Span<byte> tail = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(tail, writer.Written.Length);
        "PAR1"u8.CopyTo(tail[4..]);
        output.Write(tail);
        return output.Finish();
    }

    public void Dispose()
    {
        tree.Dispose();
        chunks.Dispose();
        output.Dispose();
    }

    private long BufferedBytes()
    {
        long bytes = 0;
        foreach (var leaf in tree.Leaves)
            bytes += leaf.BufferedBytes;
        return bytes;
    }

    private unsafe void Gather(RecordBatch batch, int start, int count)
    {
        Selection? part = null;
        if (start > 0 || count < batch.Rows)
        {
            var lanes = budget.Allocate((long)count * sizeof(int));
            for (var i = 0; i < count; i++)
                ((int*)lanes.Pointer)[i] = batch.Lane(start + i);
            part = new Selection(lanes, count);
        }

        try
        {
            for (var c = 0; c < tree.Columns.Length; c++)
                Gather(tree.Columns[c], batch[c], part ?? batch.Selection);
        }
        finally
        {
            part?.Release();
        }
    }

    private unsafe void Gather(WriteNode node, Vector vector, Selection? selection)
    {
        if (node is LeafWriteNode leaf)
        {
            leaf.Leaf.Append(vector, selection);
            return;
        }

        var count = selection?.Count ?? vector.Length;
        using var slots = new Slots(count, budget);
        for (var i = 0; i < count; i++)
            slots.Add(selection is null ? i : selection.Lanes[i], 0, 0);
        node.Append(vector, slots, budget);
    }

    private void FlushRowGroup()
    {
        if (gathered == 0)
            return;
        var start = output.Position;
        var group = new WrittenChunk[tree.Leaves.Count];
        for (var i = 0; i < group.Length; i++)
        {
            var leaf = tree.Leaves[i];
            group[i] = chunks.Write(leaf, gathered);
            if (options.WantsBloom(string.Join('.', leaf.Path)) && leaf.Kind != PhysicalKind.Boolean)
            {
                var filter = new BloomFilterBuilder();
                leaf.Encoder.AddTo(filter);
                group[i].Bloom = filter.Finish(options.BloomFalsePositives, options.BloomBytes);
            }

            leaf.Reset();
        }

        groups.Add(new RowGroupRecord
        {
            Columns = [.. group.Select(c => c.Record)],
            Rows = gathered,
            TotalByteSize = group.Sum(c => c.Record.UncompressedSize),
            CompressedSize = group.Sum(c => c.Record.CompressedSize),
            FileOffset = start,
            Ordinal = (short)Math.Min(groups.Count, short.MaxValue),
        });
        written.Add(group);
        Rows += gathered;
        gathered = 0;
        foreach (var chunk in group)
            WriteBloom(chunk);
    }

    private void WriteBloom(WrittenChunk chunk)
    {
        if (chunk.Bloom is null)
            return;
        chunk.Record.BloomFilterOffset = output.Position;
        chunk.Record.BloomFilterLength = chunk.Bloom.Length;
        output.Write(chunk.Bloom);
        chunk.Bloom = null;
    }

    private void WriteIndexes()
    {
        var writer = new CompactWriter();
        foreach (var chunk in written.SelectMany(g => g))
        {
            if (chunk.Index is null)
                continue;
            writer.Reset();
            chunk.Index.Write(writer);
            chunk.Record.ColumnIndexOffset = output.Position;
            chunk.Record.ColumnIndexLength = writer.Written.Length;
            output.Write(writer.Written);
        }

        foreach (var chunk in written.SelectMany(g => g))
        {
            writer.Reset();
            OffsetIndexRecord.Write(writer, chunk.Pages);
            chunk.Record.OffsetIndexOffset = output.Position;
            chunk.Record.OffsetIndexLength = writer.Written.Length;
            output.Write(writer.Written);
        }
    }
}
