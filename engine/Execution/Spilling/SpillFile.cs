using System.Buffers;
using System.Buffers.Binary;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Spilling;

/// <summary>
/// Batches on disk: written one after the other by one thread at a time, then read as often as wanted.
/// <code>
///  | bytes unpacked (int) | bytes that follow (int) | LZ4 block of the batch's bytes |   a batch
/// </code>
/// </summary>
internal sealed class SpillFile(string path)
{
    private static readonly ICompressor Codec = CompressorSet.Default[CompressionCodec.Lz4Block];

    private FileStream? writing;

    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes of the batches before they were packed: about what they take in memory.</summary>
    public long PlainBytes { get; private set; }

    /// <summary>Appends a batch's selected rows; the batch is lent. Returns the bytes it took on disk.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_SPILL_FAILED when the disk refuses.</exception>
    public long Write(RecordBatch batch, MemoryBudget budget)
    {
        if (batch.Rows == 0)
            return 0;
        var plain = new ArrayBufferWriter<byte>(batch.Rows * 16 + 1024);
        BatchBytes.Write(plain, batch, budget);
        var packed = ArrayPool<byte>.Shared.Rent(8 + Codec.MaxCompressedLength(plain.WrittenCount));
        try
        {
            var length = Codec.Compress(plain.WrittenSpan, packed.AsSpan(8));
            BinaryPrimitives.WriteInt32LittleEndian(packed, plain.WrittenCount);
            BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(4), length);
            writing ??= new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            writing.Write(packed, 0, 8 + length);
            PlainBytes += plain.WrittenCount;
            Rows += batch.Rows;
            return 8 + length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SpillArea.Failed(path, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>Ends writing, so that the file can be read.</summary>
    public void Finish()
    {
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

    public SpillReader Read(IReadOnlyList<DataType> types) => new(Rows == 0 ? null : path, types, Codec);

    /// <summary>Removes the file from the disk before the task ends.</summary>
    public void Delete()
    {
        Finish();
        if (Rows > 0)
            File.Delete(path);
    }
}

/// <summary>Reads a finished <see cref="SpillFile"/> from its beginning.</summary>
internal sealed class SpillReader : IDisposable
{
    private readonly FileStream? stream;
    private readonly IReadOnlyList<DataType> types;
    private readonly ICompressor codec;

    public SpillReader(string? path, IReadOnlyList<DataType> types, ICompressor codec)
    {
        this.types = types;
        this.codec = codec;
        stream = path is null ? null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
    }

    /// <summary>The next batch, which the caller owns; null at the end.</summary>
    public RecordBatch? Read(MemoryBudget budget)
    {
        Span<byte> head = stackalloc byte[8];
        if (stream is null || stream.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8)
            return null;
        var plainLength = BinaryPrimitives.ReadInt32LittleEndian(head);
        var packedLength = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        var packed = ArrayPool<byte>.Shared.Rent(packedLength);
        var plain = ArrayPool<byte>.Shared.Rent(plainLength);
        try
        {
            stream.ReadExactly(packed, 0, packedLength);
            codec.Decompress(packed.AsSpan(0, packedLength), plain.AsSpan(0, plainLength));
            return BatchBytes.Read(plain.AsSpan(0, plainLength), types, budget);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    public void Dispose() => stream?.Dispose();
}
