using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Spindle.Storage.Files;

namespace Spindle.Storage.S3;

/// <summary>
/// An object read by ranges. Ranges that are announced are fetched in pieces, several at a time, ahead of their use. Every read asks for the version that was opened, so that an object that
/// is replaced meanwhile is noticed.
/// </summary>
internal sealed class S3InputFile(IAmazonS3 client, S3Path path, long length, string tag) : IInputFile
{
    private const int PieceBytes = 8 << 20;
    private const int AtOnce = 8;
    private const int Attempts = 4;

    private readonly LinkedList<FileRange> waiting = new();
    private readonly List<(FileRange Range, Task<byte[]> Bytes)> pieces = [];
    private readonly Lock gate = new();

    public string Path => path.ToString();

    public long Length => length;

    public long Stamp => S3FileSystem.Stamp(tag);

    public void Prefetch(ReadOnlySpan<FileRange> ranges)
    {
        lock (gate)
        {
            foreach (var range in ranges)
                for (var at = range.Offset; at < range.Offset + range.Length; at += PieceBytes)
                    waiting.AddLast(new FileRange(at, Math.Min(PieceBytes, range.Offset + range.Length - at)));
            Start();
        }
    }

    public void ReadAt(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset > length - destination.Length)
            throw new EndOfStreamException($"the object ends at byte {length}, and bytes up to {offset + destination.Length} are asked for");
        try
        {
            while (!destination.IsEmpty)
            {
                var read = FromPieces(offset, destination);
                if (read == 0)
                {
                    read = destination.Length;
                    Fetch(offset, read).GetAwaiter().GetResult().CopyTo(destination);
                }

                offset += read;
                destination = destination[read..];
            }
        }
        catch (Exception e) when (S3Errors.IsService(e))
        {
            throw S3Errors.Reading(Path, e);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            waiting.Clear();
            pieces.Clear();
        }
    }

    /// <summary>Copies what announced pieces have of the bytes from the offset on; a piece that is read to its end is dropped, and makes room for another.</summary>
    private int FromPieces(long offset, Span<byte> destination)
    {
        FileRange range;
        Task<byte[]> bytes;
        lock (gate)
        {
            var at = pieces.FindIndex(p => Covers(p.Range, offset));
            if (at < 0)
            {
                // What is wanted now does not wait for what was announced before it.
                if (!waiting.Any(r => Covers(r, offset)))
                    return 0;
                range = waiting.First(r => Covers(r, offset));
                waiting.Remove(range);
                Start(range);
                at = pieces.Count - 1;
            }

            (range, bytes) = pieces[at];
        }

        var from = (int)(offset - range.Offset);
        var count = (int)Math.Min(destination.Length, range.Length - from);
        bytes.GetAwaiter().GetResult().AsSpan(from, count).CopyTo(destination);
        if (from + count < range.Length)
            return count;
        lock (gate)
        {
            pieces.RemoveAll(p => p.Range == range);
            Start();
        }

        return count;
    }

    private void Start()
    {
        while (pieces.Count < AtOnce && waiting.First is { } first)
        {
            waiting.RemoveFirst();
            Start(first.Value);
        }
    }

    private void Start(FileRange range) => pieces.Add((range, Task.Run(() => Fetch(range.Offset, (int)range.Length))));

    private static bool Covers(FileRange range, long offset) => range.Offset <= offset && offset < range.Offset + range.Length;

    /// <summary>A range; asked for again, from where it broke off, when the connection ends in the middle of it.</summary>
    private async Task<byte[]> Fetch(long offset, int count)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(count);
        var filled = 0;
        for (var attempt = 1; filled < count; attempt++)
        {
            try
            {
                using var response = await client.GetObjectAsync(new GetObjectRequest
                {
                    BucketName = path.Bucket,
                    Key = path.Key,
                    ByteRange = new ByteRange(offset + filled, offset + count - 1),
                    EtagToMatch = tag.Length == 0 ? null : tag,
                }).ConfigureAwait(false);
                while (filled < count)
                {
                    var read = await response.ResponseStream.ReadAsync(bytes.AsMemory(filled)).ConfigureAwait(false);
                    if (read == 0)
                        throw new EndOfStreamException($"the connection ended {count - filled} bytes early");
                    filled += read;
                }
            }
            catch (Exception e) when (attempt < Attempts && (e is IOException or HttpRequestException || (e is AmazonS3Exception s3 && s3.StatusCode == HttpStatusCode.ServiceUnavailable)))
            {
                // The next attempt asks for the rest.
            }
        }

        return bytes;
    }
}
