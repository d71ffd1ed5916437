using System.IO.Compression;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Errors;
using Spindle.Storage.Files;

namespace Spindle.Storage.Text;

/// <summary>Bytes of a file one after the other, decompressed where its name says that it is compressed.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>The file's own bytes read so far.</summary>
    public abstract long BytesRead { get; }

    /// <summary>Fills at least a part of the target; 0 at the end.</summary>
    public abstract int Read(Span<byte> target);

    public abstract void Dispose();

    /// <param name="start">Where to begin; 0 for compressed files.</param>
    /// <param name="expected">The length that the file had when it was listed; -1 where that is not known.</param>
    /// <exception cref="SpindleException">The file cannot be opened, or has another length.</exception>
    public static ByteSource Open(IFileSystem fileSystem, string path, long start, long expected = -1)
    {
        var file = fileSystem.Open(path);
        if (expected >= 0 && file.Length != expected)
        {
            file.Dispose();
            throw new SpindleException(StorageErrors.CannotRead, $"{path} was replaced after the table was listed; open the table again",
                parameters: new Dictionary<string, string> { ["path"] = path });
        }

        var plain = new PlainSource(file, start);
        try
        {
            return TextCompressions.Of(path) switch
            {
                TextCompression.Gzip => new DecompressedSource(plain, stream => new GZipStream(stream, CompressionMode.Decompress)),
                TextCompression.Zstd => new DecompressedSource(plain, stream => new ZstdReadStream(stream)),
                _ => plain,
            };
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }

    private sealed class PlainSource(IInputFile file, long start) : ByteSource
    {
        private long read;

        public override long BytesRead => read;

        public override int Read(Span<byte> target)
        {
            var length = (int)Math.Min(target.Length, file.Length - start - read);
            if (length <= 0)
                return 0;
            file.ReadAt(start + read, target[..length]);
            read += length;
            return length;
        }

        public override void Dispose() => file.Dispose();
    }

    private sealed class DecompressedSource(ByteSource compressed, Func<Stream, Stream> decompress) : ByteSource
    {
        private readonly Stream stream = decompress(new SourceStream(compressed));

        public override long BytesRead => compressed.BytesRead;

        public override int Read(Span<byte> target) => stream.Read(target);

        public override void Dispose()
        {
            stream.Dispose();
            compressed.Dispose();
        }
    }

    /// <summary>A source as the stream that .NET's decompressors ask for.</summary>
    private sealed class SourceStream(ByteSource source) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => source.BytesRead;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer) => source.Read(buffer);

        public override int Read(byte[] buffer, int offset, int count) => source.Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
