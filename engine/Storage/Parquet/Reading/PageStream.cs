using Spindle.Columnar.Checksums;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Memory;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>The pages of a column chunk, one after the other: heads, checksums, decompression.</summary>
internal sealed unsafe class PageStream : IDisposable
{
    private const int UsualHeadBytes = 4096;
    private const int MaxHeadBytes = 16 << 20;

    private readonly ColumnChunkRecord chunk;
    private readonly ChunkSource source;
    private readonly MemoryBudget budget;
    private readonly ICompressor? compressor;
    private readonly bool isNullable;

    public PageStream(IInputFile file, ColumnChunkRecord chunk, bool isFlatNullable, MemoryBudget budget, IScanMetrics metrics)
    {
        this.chunk = chunk;
        this.budget = budget;
        isNullable = isFlatNullable;
        compressor = chunk.Codec == Codec.Uncompressed ? null : CompressorSet.Default[Codecs.Of(chunk.Codec)];
        source = new ChunkSource(file, chunk.Start, chunk.CompressedSize, budget, metrics);
    }

    /// <summary>Where the next page begins in the file.</summary>
    public long Offset => source.Start + source.Position;

    /// <summary>Continues with the page that begins at that place of the file.</summary>
    public void Seek(long offset)
    {
        if (offset < source.Start || offset - source.Start > chunk.CompressedSize)
            ParquetFormatException.Throw($"a page of the index lies at byte {offset}, outside of its column chunk");
        source.Seek(offset - source.Start);
    }

    /// <summary>The next page's head, behind which the stream then stands; null at the chunk's end.</summary>
    public PageHeader? Next()
    {
        if (source.Left == 0)
            return null;
        for (var size = UsualHeadBytes; ; size = Math.Min(size * 16, MaxHeadBytes))
        {
            var bytes = source.Peek(size);
            try
            {
                var header = PageHeader.Read(bytes, out var length);
                Check(header, length);
                source.Advance(length);
                return header;
            }
            catch (ParquetFormatException) when (bytes.Length == size && size < MaxHeadBytes)
            {
                // Statistics of long values make a head long: try again with more of it.
            }
        }
    }

    /// <summary>Passes over the body of the page whose head was read.</summary>
    public void SkipBody(PageHeader header) => source.Advance(header.CompressedSize);

    /// <summary>The body of the page whose head was read.</summary>
    public PageBuffer ReadBody(PageHeader header)
    {
        var body = source.Peek(header.CompressedSize);
        if (header.Checksum is { } expected && Crc32.Hash(body) != expected)
            ParquetFormatException.Throw("the page's checksum does not match its bytes");
        var lead = LeadFor(header);
        var buffer = budget.Allocate((long)header.UncompressedSize + lead);
        try
        {
            Decompress(header, body, new Span<byte>(buffer.Pointer + lead, header.UncompressedSize));
        }
        catch
        {
            buffer.Release();
            throw;
        }

        source.Advance(header.CompressedSize);
        return new PageBuffer(header, buffer, buffer.Pointer + lead, buffer.Pointer + lead + header.UncompressedSize, budget);
    }

    public void Dispose() => source.Dispose();

    /// <summary>
    /// How far into its buffer a page goes so that its values are aligned: in a first-version page of a nullable column without nulls they follow four bytes of length, and one run
    /// of ones (a varint and a byte).
    /// </summary>
    private int LeadFor(PageHeader header)
    {
        if (!isNullable || header.Kind != PageKind.Data)
            return 0;
        var levels = 4 + 1 + 1;
        for (var run = (ulong)header.Values << 1; run >= 0x80; run >>= 7)
            levels++;
        return -levels & 63;
    }

    private void Decompress(PageHeader header, ReadOnlySpan<byte> body, Span<byte> target)
    {
        if (compressor is null || (header.Kind == PageKind.DataV2 && !header.IsCompressed))
        {
            if (body.Length != target.Length)
                ParquetFormatException.Throw($"an uncompressed page of {body.Length} bytes announces {target.Length}");
            body.CopyTo(target);
            return;
        }

        // The second version leaves the levels before the values uncompressed.
        var levels = header.Kind == PageKind.DataV2 ? header.DefinitionBytes + header.RepetitionBytes : 0;
        body[..levels].CopyTo(target);
        if (target.Length > levels || body.Length > levels)
            compressor.Decompress(body[levels..], target[levels..]);
    }

    private void Check(PageHeader header, int length)
    {
        if (header.CompressedSize < 0 || header.UncompressedSize < 0 || header.CompressedSize > source.Left - length)
            ParquetFormatException.Throw($"a page of {header.CompressedSize} bytes begins where its column chunk has {source.Left - length} left");
        if (header.Kind is PageKind.Data or PageKind.DataV2 or PageKind.Dictionary && header.Values < 0)
            ParquetFormatException.Throw($"a page announces {header.Values} values");
        if (header.UncompressedSize > Codecs.MostDecompressed(chunk.Codec, header.CompressedSize))
            ParquetFormatException.Throw($"a page of {header.CompressedSize} bytes announces {header.UncompressedSize}, more than {chunk.Codec} can hold");
        var levels = (long)header.DefinitionBytes + header.RepetitionBytes;
        if (header.DefinitionBytes < 0 || header.RepetitionBytes < 0 || levels > Math.Min(header.CompressedSize, header.UncompressedSize))
            ParquetFormatException.Throw("a page's levels are longer than the page");
    }
}
