using System.Runtime.InteropServices;
using Spindle.Columnar.Compression.Zstd;
using Spindle.Columnar.Streams;

namespace Spindle.Columnar.Compression;

/// <summary>Decompresses a stream of Zstandard frames as it is read, by the system's library; without it, by managed code over all of the stream at once.</summary>
public sealed unsafe partial class ZstdReadStream : ReadOnlyStream
{
    private const string Library = "libzstd.so.1";
    private const int InputBytes = 1 << 17;

    private readonly Stream source;
    private readonly DecompressionStream? native;
    private readonly byte[] input = new byte[InputBytes];
    private int start;
    private int filled;
    private nuint wanted;
    private byte[]? whole;
    private int wholeLength;

    /// <param name="source">Stays the caller's.</param>
    /// <param name="compressors">Says whether native code may be used; the default set where null.</param>
    public ZstdReadStream(Stream source, CompressorSet? compressors = null)
    {
        this.source = source;
        if ((compressors ?? CompressorSet.Default)[CompressionCodec.Zstd] is NativeZstdCompressor)
            native = DecompressionStream.Create();
    }

    /// <inheritdoc/>
    /// <exception cref="CompressionException">The bytes are no Zstandard frames, or are cut off.</exception>
    public override int Read(Span<byte> buffer) => buffer.IsEmpty ? 0 : native is null ? ReadManaged(buffer) : ReadNative(buffer);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            native?.Dispose();
        base.Dispose(disposing);
    }

    private int ReadNative(Span<byte> buffer)
    {
        fixed (byte* target = buffer, input = this.input)
        {
            var output = new Block { Bytes = target, Size = (nuint)buffer.Length };
            while (output.Position == 0)
            {
                if (start == filled)
                {
                    start = 0;
                    filled = source.Read(this.input);
                    if (filled == 0 && wanted == 0)
                        return 0;
                }

                // At the source's end the library may still hold output, which it gives for no input.
                var ended = filled == 0;
                var pending = new Block { Bytes = input, Size = (nuint)filled, Position = (nuint)start };
                wanted = ZSTD_decompressStream(native!, ref output, ref pending);
                if (ZSTD_isError(wanted) != 0)
                    throw new CompressionException(CompressionCodec.Zstd, Marshal.PtrToStringUTF8(ZSTD_getErrorName(wanted)) ?? "the stream is corrupt");
                start = (int)pending.Position;
                if (ended && output.Position == 0)
                    throw new CompressionException(CompressionCodec.Zstd, "the stream is cut off");
            }

            return (int)output.Position;
        }
    }

    private int ReadManaged(Span<byte> buffer)
    {
        whole ??= DecodeWhole();
        var length = Math.Min(buffer.Length, wholeLength - start);
        whole.AsSpan(start, length).CopyTo(buffer);
        start += length;
        return length;
    }

    private byte[] DecodeWhole()
    {
        using var compressed = new MemoryStream();
        this.source.CopyTo(compressed);
        var source = compressed.GetBuffer().AsSpan(0, (int)compressed.Length);

        // Frames need not say how long they get: room is doubled until they fit.
        for (long room = Math.Max(source.Length * 4L, 1 << 16); ; room *= 2)
        {
            var target = new byte[(int)Math.Min(room, Array.MaxLength)];
            try
            {
                wholeLength = new ZstdFrameDecoder().DecodeUpTo(source, target);
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
