using System.Runtime.InteropServices;
using Spindle.Columnar.Compression.Zstd;

namespace Spindle.Columnar.Compression;

/// <summary>Decompresses a stream of Zstandard frames as it is read, by the system's library; without it, by managed code over all of the stream at once.</summary>
public sealed unsafe partial class ZstdReadStream : Stream
{
    private const string Library = "libzstd.so.1";
    private const int InputBytes = 1 << 17;

    private readonly Stream _source;
    private readonly DecompressionStream? _native;
    private readonly byte[] _input = new byte[InputBytes];
    private int _start;
    private int _filled;
    private nuint _wanted;
    private byte[]? _whole;
    private int _wholeLength;

    /// <param name="source">Stays the caller's.</param>
    /// <param name="compressors">Says whether native code may be used; the default set where null.</param>
    public ZstdReadStream(Stream source, CompressorSet? compressors = null)
    {
        _source = source;
        if ((compressors ?? CompressorSet.Default)[CompressionCodec.Zstd] is NativeZstdCompressor)
            _native = DecompressionStream.Create();
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="CompressionException">The bytes are no Zstandard frames, or are cut off.</exception>
    public override int Read(Span<byte> buffer) => buffer.IsEmpty ? 0 : _native is null ? ReadManaged(buffer) : ReadNative(buffer);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _native?.Dispose();
        base.Dispose(disposing);
    }

    private int ReadNative(Span<byte> buffer)
    {
        fixed (byte* target = buffer, input = _input)
        {
            var output = new Block { Bytes = target, Size = (nuint)buffer.Length };
            while (output.Position == 0)
            {
                if (_start == _filled)
                {
                    _start = 0;
                    _filled = _source.Read(_input);
                    if (_filled == 0 && _wanted == 0)
                        return 0;
                }

                // At the source's end the library may still hold output, which it gives for no input.
                var ended = _filled == 0;
                var pending = new Block { Bytes = input, Size = (nuint)_filled, Position = (nuint)_start };
                _wanted = ZSTD_decompressStream(_native!, ref output, ref pending);
                if (ZSTD_isError(_wanted) != 0)
                    throw new CompressionException(CompressionCodec.Zstd, Marshal.PtrToStringUTF8(ZSTD_getErrorName(_wanted)) ?? "the stream is corrupt");
                _start = (int)pending.Position;
                if (ended && output.Position == 0)
                    throw new CompressionException(CompressionCodec.Zstd, "the stream is cut off");
            }

            return (int)output.Position;
        }
    }

    private int ReadManaged(Span<byte> buffer)
    {
        _whole ??= DecodeWhole();
        var length = Math.Min(buffer.Length, _wholeLength - _start);
        _whole.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    private byte[] DecodeWhole()
    {
        using var compressed = new MemoryStream();
        _source.CopyTo(compressed);
        var source = compressed.GetBuffer().AsSpan(0, (int)compressed.Length);

        // Frames need not say how long they get: room is doubled until they fit.
        for (long room = Math.Max(source.Length * 4L, 1 << 16); ; room *= 2)
        {
            var target = new byte[(int)Math.Min(room, Array.MaxLength)];
            try
            {
                _wholeLength = new ZstdFrameDecoder().DecodeUpTo(source, target);
                return target;
            }
            catch (CompressionException) when (room < Array.MaxLength && room < (long)source.Length << 12)
            {
            }
        }
    }

    [LibraryImport(Library)]
    private static partial nint ZSTD_createDStream();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeDStream(nint stream);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_decompressStream(DecompressionStream stream, ref Block output, ref Block input);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Library)]
    private static partial nint ZSTD_getErrorName(nuint code);

    /// <summary>The library's <c>ZSTD_inBuffer</c> and <c>ZSTD_outBuffer</c>, which lie alike.</summary>
    private struct Block
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }

    private sealed class DecompressionStream() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        internal static DecompressionStream Create()
        {
            var stream = new DecompressionStream();
            stream.SetHandle(ZSTD_createDStream());
            return stream.IsInvalid ? throw new OutOfMemoryException("libzstd cannot allocate a stream.") : stream;
        }

        protected override bool ReleaseHandle() => ZSTD_freeDStream(handle) == 0;
    }
}
