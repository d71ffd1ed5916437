using System.IO.Compression;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Streams;
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
    /// <param name="length">The length that the file had when it was listed; -1 where that is not known.</param>
    /// <param name="stamp">Its <see cref="FileStatus.Stamp"/> then.</param>
    /// <exception cref="SpindleException">The file cannot be opened, or is another one.</exception>
    public static ByteSource Open(IFileSystem fileSystem, string path, long start, long length = -1, long stamp = 0)
    {
        var file = fileSystem.Open(path);
        if (length >= 0 && !file.IsAsListed(length, stamp))
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
                TextCompression.Gzip => new GzipSource(plain),
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

    /// <summary>The run time's decompressor takes a stream that breaks off for one that ends.</summary>
    private sealed class GzipSource : ByteSource
    {
        private readonly GzipEnd end = new();
        private readonly DecompressedSource source;
        private long length;

        public GzipSource(ByteSource compressed) => source = new DecompressedSource(compressed, stream => new GZipStream(stream, CompressionMode.Decompress), end);

        public override long BytesRead => source.BytesRead;

        public override int Read(Span<byte> target)
        {
            var read = source.Read(target);
            length += read;
            if (read == 0 && target.Length > 0 && !end.IsWhole(length))
                throw new InvalidDataException("the compressed data ends early");
            return read;
        }

        public override void Dispose() => source.Dispose();
    }

    private sealed class DecompressedSource(ByteSource compressed, Func<Stream, Stream> decompress, GzipEnd? end = null) : ByteSource
    {
        private readonly Stream stream = decompress(new SourceStream(compressed, end));

        public override long BytesRead => compressed.BytesRead;

        public override int Read(Span<byte> target) => stream.Read(target);

        public override void Dispose()
        {
            stream.Dispose();
            compressed.Dispose();
        }
    }

    /// <summary>A source as the stream that .NET's decompressors ask for.</summary>
    private sealed class SourceStream(ByteSource source, GzipEnd? end) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            var read = source.Read(buffer);
            end?.Note(buffer[..read]);
            return read;
        }
    }
}
