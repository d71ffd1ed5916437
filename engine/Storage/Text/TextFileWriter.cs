using System.Buffers;
using System.IO.Compression;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Text;

/// <summary>Writes a file of records as text, compressed where asked for.</summary>
/// <param name="header">Writes what stands before the first record; null for nothing.</param>
/// <param name="append">Appends a batch's records.</param>
internal sealed class TextFileWriter(OutputFile output, TextCompression compression, Action<ArrayBufferWriter<byte>>? header, Action<RecordBatch, ArrayBufferWriter<byte>> append) : IFileWriter
{
    private const int FlushBytes = 256 << 10;

    private readonly ArrayBufferWriter<byte> text = new(FlushBytes);
    private readonly Stream? compressed = compression == TextCompression.Gzip ? new GZipStream(new OutputStream(output), CompressionLevel.Optimal) : null;
    private bool started;

    public long Rows { get; private set; }

    public long Bytes => output.Position;

    public void Write(RecordBatch batch)
    {
        Start();
        append(batch, text);
        Rows += batch.Rows;
        if (text.WrittenCount >= FlushBytes)
            Flush();
    }

    public string Finish()
    {
        Start();
        Flush();
        compressed?.Dispose();
        return output.Finish();
    }

    public void Dispose() => output.Dispose();

    private void Start()
    {
        if (!started)
            header?.Invoke(text);
        started = true;
    }

    private void Flush()
    {
        if (compressed is not null)
            compressed.Write(text.WrittenSpan);
        else if (compression == TextCompression.Zstd)
            WriteFrame();
        else
            output.Write(text.WrittenSpan);
        text.ResetWrittenCount();
    }

    /// <summary>Frames one behind the other are one Zstandard file.</summary>
    private void WriteFrame()
    {
        if (text.WrittenCount == 0)
            return;
        var zstd = CompressorSet.Default[CompressionCodec.Zstd];
        var room = ArrayPool<byte>.Shared.Rent(zstd.MaxCompressedLength(text.WrittenCount));
        output.Write(room.AsSpan(0, zstd.Compress(text.WrittenSpan, room)));
        ArrayPool<byte>.Shared.Return(room);
    }
}
