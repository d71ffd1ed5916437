using Spindle.Columnar.Checksums;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Memory;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Writes gathered leaves as column chunks: a dictionary page, then data pages, each compressed and with its checksum.</summary>
internal sealed unsafe class ChunkWriter(OutputFile output, ParquetWriteOptions options, MemoryBudget budget) : IDisposable
{
    /// <summary>Rows of a page are tried in these steps until they fit its bytes.</summary>
    private static readonly int[] Steps = [10_240, 4_096, 2_048, 512, 64, 8, 1];

    private readonly ByteSink levels = new(budget);
    private readonly ByteSink values = new(budget);
    private readonly ByteSink packed = new(budget);
    private readonly CompactWriter head = new();
    private readonly ICompressor? compressor = options.Compressor;

    public WrittenChunk Write(LeafWriter leaf, int rows)
    {
        var encoder = leaf.Encoder;
        encoder.Settle();
        var chunk = new WrittenChunk(new ColumnChunkRecord { Type = leaf.Kind, Path = leaf.Path, Codec = options.Codec, ValueCount = leaf.Entries });
        var isCoded = encoder.DictionaryCount >= 0;
        if (isCoded)
            WriteDictionary(chunk, encoder);
        chunk.Record.DataPageOffset = output.Position;
        chunk.Record.Encodings = isCoded ? [Encoding.Rle, options.SecondVersion ? Encoding.Plain : Encoding.PlainDictionary, encoder.Encoding] : [Encoding.Rle, encoder.Encoding];
        chunk.Record.Encodings = [.. chunk.Record.Encodings.Distinct()];
        var (row, entry, value) = (0, 0, 0);
        while (row < rows)
            WritePage(chunk, leaf, rows, ref row, ref entry, ref value);
        chunk.Finish(leaf, encoder.DictionaryCount, options.BoundBytes);
        return chunk;
    }

    public void Dispose()
    {
        levels.Dispose();
        values.Dispose();
        packed.Dispose();
    }

    private void WriteDictionary(WrittenChunk chunk, LeafEncoder encoder)
    {
        values.Reset();
        levels.Reset();
        encoder.WriteDictionary(values);
        chunk.Record.DictionaryPageOffset = output.Position;
        var header = new PageHeader { Kind = PageKind.Dictionary, Values = encoder.DictionaryCount, Encoding = options.SecondVersion ? Encoding.Plain : Encoding.PlainDictionary };
        Emit(chunk, header, []);
    }

    private void WritePage(WrittenChunk chunk, LeafWriter leaf, int rows, ref int row, ref int entry, ref int value)
    {
        var (pageRows, entries, count) = Extent(leaf, Math.Min(options.PageRows, rows - row), entry);
        foreach (var step in Steps)
        {
            if (leaf.Encoder.SizeOf(value, count) <= options.PageBytes)
                break;
            if (step < pageRows)
                (pageRows, entries, count) = Extent(leaf, step, entry);
        }

        levels.Reset();
        values.Reset();
        var header = new PageHeader
        {
            Kind = options.SecondVersion ? PageKind.DataV2 : PageKind.Data,
            Values = entries,
            Rows = pageRows,
            Nulls = entries - count,
            Encoding = leaf.Encoder.Encoding,
            RepetitionBytes = WriteLevels(leaf.Repetitions + entry, entries, leaf.MaxRepetition),
            DefinitionBytes = WriteLevels(leaf.Definitions + entry, entries, leaf.MaxDefinition),
        };
        if (count > 0 || leaf.Encoder.DictionaryCount >= 0)
            leaf.Encoder.Write(values, value, count);
        var offset = output.Position;
        Emit(chunk, header, levels.Written);
        chunk.AddPage(new PageLocation(offset, (int)(output.Position - offset), row), leaf.Encoder.Bounds(value, count), entries - count, count);
        row += pageRows;
        entry += entries;
        value += count;
    }

    /// <summary>The entries and values of some rows.</summary>
    private static (int Rows, int Entries, int Values) Extent(LeafWriter leaf, int rows, int entry)
    {
        var entries = rows;
        if (leaf.MaxRepetition > 0)
        {
            var begun = 0;
            var end = entry;
            for (; end < leaf.Entries; end++)
                if (leaf.Repetitions[end] == 0 && begun++ == rows)
                    break;
            entries = end - entry;
        }

        if (leaf.MaxDefinition == 0)
            return (rows, entries, entries);
        var values = new ReadOnlySpan<byte>(leaf.Definitions + entry, entries).Count((byte)leaf.MaxDefinition);
        return (rows, entries, values);
    }

    private int WriteLevels(byte* source, int count, int highest)
    {
        if (highest == 0)
            return 0;
        var start = levels.Length;
        if (!options.SecondVersion)
            levels.Append(0);
        RunLengthEncoder.Write(levels, source, count, RunLengthEncoder.WidthFor(highest));
        if (!options.SecondVersion)
            *(int*)(levels.Pointer + start) = levels.Length - start - sizeof(int);
        return levels.Length - start;
    }

    /// <summary>Compresses and writes a page of the gathered levels and values.</summary>
    private void Emit(WrittenChunk chunk, PageHeader header, ReadOnlySpan<byte> levelBytes)
    {
        header.UncompressedSize = levelBytes.Length + values.Length;
        packed.Reset();
        if (header.Kind == PageKind.DataV2)
        {
            packed.Append(levelBytes);
            header.IsCompressed = compressor is not null && Compress(values.Written) < values.Length;
            if (!header.IsCompressed)
            {
                packed.Reset();
                packed.Append(levelBytes);
                packed.Append(values.Written);
            }
        }
        else if (levelBytes.IsEmpty)
            CompressOrCopy(values.Written);
        else
        {
            levels.Append(values.Written);
            CompressOrCopy(levels.Written);
        }

        header.CompressedSize = packed.Length;
        header.Checksum = Crc32.Hash(packed.Written);
        head.Reset();
        header.Write(head);
        output.Write(head.Written);
        output.Write(packed.Written);
        chunk.Record.UncompressedSize += head.Written.Length + header.UncompressedSize;
        chunk.Record.CompressedSize += head.Written.Length + packed.Length;
    }

    private void CompressOrCopy(ReadOnlySpan<byte> bytes)
    {
        if (compressor is null)
            packed.Append(bytes);
        else
            Compress(bytes);
    }

    private int Compress(ReadOnlySpan<byte> bytes)
    {
        var most = compressor!.MaxCompressedLength(bytes.Length);
        var length = compressor.Compress(bytes, new Span<byte>(packed.Reserve(most), most));
        packed.Advance(length);
        return length;
    }
}
