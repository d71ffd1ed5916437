using System.Buffers;
using System.IO.Compression;

namespace Spindle.Wire.Grpc.Messages;

/// <summary>How single messages are compressed: gzip or not at all, the two that every implementation knows.</summary>
internal static class MessageCompression
{
    public const string Gzip = "gzip";
    public const string Identity = "identity";

    /// <summary>What this end takes, as its header says.</summary>
    public const string Accepted = "identity,gzip";

    public static bool IsKnown(string encoding) => encoding is Gzip or Identity;

    public static bool Accepts(string? acceptEncoding, string encoding) =>
        acceptEncoding is not null && acceptEncoding.Split(',', StringSplitOptions.TrimEntries).Contains(encoding);

    public static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> plain)
    {
        using var packed = new MemoryStream(plain.Length / 2 + 64);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(plain);
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    /// <summary>The plain bytes in a rented array. Never more than the limit is unpacked, whatever a message would grow to.</summary>
    public static (byte[] Rented, int Length) Decompress(ReadOnlyMemory<byte> packed, int limit)
    {
        var plain = ArrayPool<byte>.Shared.Rent((int)Math.Min(limit, Math.Max(256, packed.Length * 4L)));
        var length = 0;
        try
        {
            using var source = new MemoryStream(packed.ToArray(), writable: false);
            using var gzip = new GZipStream(source, CompressionMode.Decompress);
            while (true)
            {
                if (length == plain.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, plain.Length * 2L));
                    plain.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(plain);
                    plain = larger;
                }

                var read = gzip.Read(plain, length, plain.Length - length);
                if (read == 0)
                    return (plain, length);
                length += read;
                if (length > limit)
                    throw new RpcException(StatusCode.ResourceExhausted, $"a message has more than {limit} bytes when it is decompressed, and no more are taken");
            }
        }
        catch (InvalidDataException exception)
        {
            ArrayPool<byte>.Shared.Return(plain);
            throw new RpcException(StatusCode.Internal, "a compressed message is no gzip", exception);
        }
        catch (RpcException)
        {
            ArrayPool<byte>.Shared.Return(plain);
            throw;
        }
    }
}
