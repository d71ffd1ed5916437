using System.Buffers;
using System.Buffers.Binary;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Spilling;

/// <summary>
/// Batches on disk: written one after the other by one thread at a time, then read as often as wanted. Small batches share a block, so that a partition of few rows a batch neither packs badly nor
/// writes in pieces.
/// <code>
///  | bytes unpacked (int) | bytes that follow (int) | LZ4 block of one or more batches' bytes |   a block
/// </code>
/// </summary>
internal sealed class SpillFile(string path, NodeMetrics metrics) : IDisposable
{
    private const int BlockBytes = 64 << 10;
    private const int LargestScratch = 1 << 20;

    internal static readonly ICompressor Codec = CompressorSet.Default[CompressionCodec.Lz4Block];

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    private FileStream? writing;
    private byte[]? block;
    private int filled;
    private bool exists;
    private long position;

    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes of the batches before they were packed: about what they take in memory.</summary>
    public long PlainBytes { get; private set; }

    /// <summary>Appends a batch's selected rows; the batch is lent.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_SPILL_FAILED when the disk refuses.</exception>
    public void Write(RecordBatch batch, MemoryBudget budget)
    {
        if (batch.Rows == 0)
            return;
        var plain = scratch ??= new ArrayBufferWriter<byte>(BlockBytes);
        plain.ResetWrittenCount();
        BatchBytes.Write(plain, batch, budget);
        var bytes = plain.WrittenSpan;
        PlainBytes += bytes.Length;
        Rows += batch.Rows;
        if (filled + bytes.Length > BlockBytes)
            Flush();
        if (bytes.Length > BlockBytes)
            WriteBlock(bytes);
        else
        {
            block ??= ArrayPool<byte>.Shared.Rent(BlockBytes);
            bytes.CopyTo(block.AsSpan(filled));
            filled += bytes.Length;
        }

        if (plain.Capacity > LargestScratch)
            scratch = null;
    }

    /// <summary>Where the next batch will begin, for <see cref="SpillReader.Seek"/>.</summary>
    public long Mark()
    {
        Flush();
        return position;
    }

    /// <summary>Ends writing, so that the file can be read.</summary>
    public void Finish()
    {
        Flush();
        Close();
    }

    public SpillReader Read(IReadOnlyList<DataType> types) => new(Rows == 0 ? null : path, types);

    /// <summary>Removes the file from the disk before the task ends.</summary>
    public void Delete()
    {
        filled = 0;
        Close();
        if (exists)
            File.Delete(path);
        exists = false;
    }

    /// <summary>Closes the file; what has not been written is dropped.</summary>
    public void Dispose()
    {
        filled = 0;
        Close();
    }

    private void Close()
    {
        if (block is not null)
            ArrayPool<byte>.Shared.Return(block);
        block = null;
        try
        {
            writing?.Dispose();
            writing = null;
        }
        catch (IOException exception)
        {
            throw SpillArea.Failed(path, exception);
        }
    }

    private void Flush()
    {
        if (filled > 0)
            WriteBlock(block.AsSpan(0, filled));
        filled = 0;
    }

    private void WriteBlock(ReadOnlySpan<byte> plain)
    {
        var packed = ArrayPool<byte>.Shared.Rent(8 + Codec.MaxCompressedLength(plain.Length));
        try
        {
            var length = Codec.Compress(plain, packed.AsSpan(8));
            BinaryPrimitives.WriteInt32LittleEndian(packed, plain.Length);
            BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(4), length);
            writing ??= new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            exists = true;
            writing.Write(packed, 0, 8 + length);
            position += 8 + length;
            metrics.Spilled(8 + length);
        }
        // A file past the file system's limit is an argument out of range to the run time.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw SpillArea.Failed(path, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }
}
