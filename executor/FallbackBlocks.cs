using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Launch;
using Spindle.Storage.Files;

namespace Spindle.Executor;

/// <summary>
/// Blocks in a folder that outlives executors. Each map output or kept partition is one file, which appears whole: a head, and the frames of its partitions one after the other.
/// <code>
///  0       4                 8            12
///  | magic | first partition | partitions | offset of each partition from the file's start, and of the end (int64) | frames |     little-endian
/// </code>
/// Frames carry their own checksums; a head that is wrong leads to bytes that are no frames.
/// </summary>
/// <param name="folder">The application's own.</param>
internal sealed class FallbackBlocks(IFileSystem files, string folder)
{
    private const uint Magic = 0x4B_4C_42_53;
    private const int HeadLength = 12;

    // Requests to object storage take their time, and little else.
    private const int WritesAtOnce = 4;

    /// <summary>Writes a store's blocks that others may need, and tells of each that stands.</summary>
    /// <param name="isWanted">False for those that a peer has taken.</param>
    /// <exception cref="IOException">The storage refuses.</exception>
    public void Save(BlockStore store, Func<BlockKey, bool> isWanted, Action<BlockKey> saved, CancellationToken cancellation)
    {
        var queue = new ConcurrentQueue<BlockKey>(store.Keys().Where(k => k is MapBlockKey or CachedBlockKey && isWanted(k)));
        var writers = new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation };
        try
        {
            Parallel.ForEach(queue, writers, key =>
            {
                if (store.Find(key) is { } output && TryWrite(PathOf(key), output, cancellation))
                    saved(key);
            });
        }
        catch (AggregateException several)
        {
            throw new IOException(several.InnerExceptions[0].Message, several);
        }
    }

    /// <summary>The frames of a range of partitions.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public BlockCursor Open(BlockKey key, int from, int to)
    {
        IInputFile? file = null;
        try
        {
            file = files.Open(PathOf(key));
            Span<byte> head = stackalloc byte[HeadLength];
            file.ReadAt(0, head);
            var (first, count) = (BinaryPrimitives.ReadInt32LittleEndian(head[4..]), BinaryPrimitives.ReadInt32LittleEndian(head[8..]));
            if (BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic || count < 0)
                throw new IOException($"{file.Path} holds no blocks");
            var (start, end) = (Math.Clamp(from - first, 0, count), Math.Clamp(to - first, 0, count));
            var cursor = new InputFileCursor(file, Offset(file, start), Offset(file, Math.Max(start, end)));
            file = null;
            return cursor;
        }
        catch (SpindleException unreadable)
        {
            throw new IOException(unreadable.Message, unreadable);
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static long Offset(IInputFile file, int place)
    {
        Span<byte> offset = stackalloc byte[8];
        file.ReadAt(HeadLength + (8L * place), offset);
        return BinaryPrimitives.ReadInt64LittleEndian(offset);
    }

    /// <returns>False where the output has been removed meanwhile: nobody needs it.</returns>
    private bool TryWrite(string path, MapOutput output, CancellationToken cancellation)
    {
        try
        {
            using var file = files.Create(path, folder);
            file.Write(Head(output));
            for (var p = output.FirstPartition; p < output.FirstPartition + output.Bytes.Count; p++)
            {
                using var block = output.Open(p);
                if (block is null && output.IsGone)
                    return false;
                for (var frame = block?.Next() ?? default; !frame.IsEmpty; frame = block!.Next())
                {
                    cancellation.ThrowIfCancellationRequested();
                    file.Write(frame.Span);
                }
            }

            files.Publish(file.Finish());
            return true;
        }
        catch (SpindleException refused)
        {
            throw new IOException(refused.Message, refused);
        }
    }

    private static byte[] Head(MapOutput output)
    {
        var count = output.Bytes.Count;
        var head = new byte[HeadLength + (8 * (count + 1))];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), output.FirstPartition);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), count);
        var at = (long)head.Length;
        for (var place = 0; place <= count; place++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(HeadLength + (8 * place)), at);
            at += place < count ? output.Bytes[place] : 0;
        }

        return head;
    }

    private string PathOf(BlockKey key) => key switch
    {
        MapBlockKey map => string.Create(CultureInfo.InvariantCulture, $"{FallbackStorage.FolderOfQuery(folder, map.Query)}/stage-{map.Stage}-map-{map.Map}"),
        CachedBlockKey cached => string.Create(CultureInfo.InvariantCulture, $"{FallbackStorage.FolderOfDataset(folder, cached.Dataset)}/partition-{cached.Partition}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
