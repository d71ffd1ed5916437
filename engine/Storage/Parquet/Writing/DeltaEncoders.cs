using System.Numerics;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Writes DELTA_BINARY_PACKED (see <see cref="Encodings.DeltaBinaryPackedDecoder"/>): blocks of 128 values in four miniblocks.</summary>
internal static unsafe class DeltaEncoder
{
    private const int BlockValues = 128;
    private const int Miniblocks = 4;
    private const int MiniblockValues = BlockValues / Miniblocks;

    /// <typeparam name="T">int or long: deltas wrap around in its width.</typeparam>
    public static void Write<T>(ByteSink sink, T* values, int count) where T : unmanaged, IBinaryInteger<T>
    {
        sink.AppendVarInt(BlockValues);
        sink.AppendVarInt(Miniblocks);
        sink.AppendVarInt((ulong)count);
        sink.AppendZigZag(count == 0 ? 0 : long.CreateTruncating(values[0]));
        var deltas = stackalloc long[BlockValues];
        for (var at = 1; at < count;)
        {
            var take = Math.Min(BlockValues, count - at);
            var least = long.MaxValue;
            for (var i = 0; i < take; i++)
            {
                deltas[i] = long.CreateTruncating(unchecked(values[at + i] - values[at + i - 1]));
                least = Math.Min(least, deltas[i]);
            }

            WriteBlock(sink, deltas, take, least, sizeof(T) * 8);
            at += take;
        }
    }

    private static void WriteBlock(ByteSink sink, long* deltas, int count, long least, int bits)
    {
        for (var i = 0; i < count; i++)
            deltas[i] = unchecked(deltas[i] - least);
        sink.AppendZigZag(least);
        var widths = stackalloc int[Miniblocks];
        for (var m = 0; m < Miniblocks; m++)
        {
            ulong all = 0;
            for (var i = m * MiniblockValues; i < Math.Min(count, (m + 1) * MiniblockValues); i++)
                all |= (ulong)deltas[i];
            widths[m] = Math.Min(64 - BitOperations.LeadingZeroCount(all), bits);
            sink.Append((byte)widths[m]);
        }

        for (var m = 0; m < Miniblocks && m * MiniblockValues < count; m++)
            if (widths[m] > 0)
                BitPacker.Pack(sink, deltas + m * MiniblockValues, Math.Min(MiniblockValues, count - m * MiniblockValues), MiniblockValues, widths[m]);
    }
}

/// <summary>Writes byte arrays with their lengths, or what they share with their predecessors, delta-packed.</summary>
internal static unsafe class DeltaBytesEncoder
{
    /// <summary>DELTA_LENGTH_BYTE_ARRAY</summary>
    public static void WriteLengths(ByteSink sink, BytesView* views, int count)
    {
        var lengths = new int[count];
        for (var i = 0; i < count; i++)
            lengths[i] = views[i].Length;
        fixed (int* first = lengths)
            DeltaEncoder.Write(sink, first, count);
        for (var i = 0; i < count; i++)
            sink.Append(BytesView.Span(views + i));
    }

    /// <summary>DELTA_BYTE_ARRAY</summary>
    public static void WritePrefixes(ByteSink sink, BytesView* views, int count)
    {
        var prefixes = new int[count];
        var lengths = new int[count];
        for (var i = 0; i < count; i++)
        {
            var value = BytesView.Span(views + i);
            prefixes[i] = i == 0 ? 0 : value.CommonPrefixLength(BytesView.Span(views + i - 1));
            lengths[i] = value.Length - prefixes[i];
        }

        fixed (int* first = prefixes)
            DeltaEncoder.Write(sink, first, count);
        fixed (int* first = lengths)
            DeltaEncoder.Write(sink, first, count);
        for (var i = 0; i < count; i++)
            sink.Append(BytesView.Span(views + i)[prefixes[i]..]);
    }
}
