using Spindle.Columnar.Checksums;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>Decodes frames one after another into one buffer. Holds tables, so one at a time may use it.</summary>
internal sealed class ZstdFrameDecoder
{
    private readonly LiteralsDecoder literals = new();
    private readonly SequencesDecoder sequences = new();

    internal void Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int produced = DecodeUpTo(source, destination);
        if (produced != destination.Length)
            ZstdFormat.Throw($"it decodes to {produced} bytes where {destination.Length} are expected");
    }

    /// <summary>Decodes into a destination that may be longer than what the frames hold; returns the bytes written.</summary>
    internal int DecodeUpTo(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int produced = 0;
        while (!source.IsEmpty)
        {
            uint magic = (uint)Take(ref source, 4);
            if ((magic & 0xFFFF_FFF0) == 0x184D_2A50)
                TakeSpan(ref source, (uint)Take(ref source, 4));
            else if (magic == ZstdFormat.Magic)
                produced += DecodeFrame(ref source, destination[produced..]);
            else
                ZstdFormat.Throw("a frame does not begin with the magic number");
        }

        return produced;
    }

    private int DecodeFrame(ref ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int descriptor = (int)Take(ref source, 1);
        bool single = (descriptor & 0x20) != 0;
        bool checksummed = (descriptor & 4) != 0;
        if ((descriptor & 8) != 0)
            ZstdFormat.Throw("a frame header sets reserved bits");

        ulong window = ulong.MaxValue;
        if (!single)
        {
            int packed = (int)Take(ref source, 1);
            ulong unit = 1UL << 10 + (packed >> 3);
            window = unit + unit / 8 * (ulong)(packed & 7);
        }

        int dictionaryBytes = (descriptor & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 };
        if (Take(ref source, dictionaryBytes) != 0)
            ZstdFormat.Throw("a frame needs a dictionary");

        ulong? announced = (descriptor >> 6) switch
        {
            0 => single ? Take(ref source, 1) : null,
            1 => Take(ref source, 2) + 256,
            2 => Take(ref source, 4),
            _ => Take(ref source, 8),
        };
        if (announced > (ulong)destination.Length)
            ZstdFormat.Throw($"a frame announces {announced} bytes where {destination.Length} are left");

        if (single)
            window = announced!.Value;
        int produced = DecodeBlocks(ref source, destination, (int)Math.Min(window, ZstdFormat.MaxBlockSize));
        if (announced is { } size && size != (ulong)produced)
            ZstdFormat.Throw($"a frame holds {produced} bytes where it announces {size}");
        if (checksummed && (uint)Take(ref source, 4) != (uint)XxHash64.Hash(destination[..produced]))
            ZstdFormat.Throw("the content's checksum does not match");
        return produced;
    }

    private int DecodeBlocks(ref ReadOnlySpan<byte> source, Span<byte> destination, int maxBlock)
    {
        this.literals.Reset();
        sequences.Reset();
        int produced = 0;
        bool last;
        do
        {
            uint header = (uint)Take(ref source, 3);
            last = (header & 1) != 0;
            uint size = header >> 3;
            if (size > (uint)maxBlock)
                ZstdFormat.Throw($"a block of {size} bytes exceeds the frame's {maxBlock}");

            int room = Math.Min(maxBlock, destination.Length - produced);
            switch (header >> 1 & 3)
            {
                case 0:
                    CheckRoom(size, room);
                    TakeSpan(ref source, size).CopyTo(destination[produced..]);
                    produced += (int)size;
                    break;
                case 1:
                    CheckRoom(size, room);
                    destination.Slice(produced, (int)size).Fill((byte)Take(ref source, 1));
                    produced += (int)size;
                    break;
                case 2:
                    ReadOnlySpan<byte> block = TakeSpan(ref source, size);
                    int literals = this.literals.Decode(block);
                    produced = sequences.Decode(block[literals..], this.literals, destination[..(produced + room)], produced);
                    break;
                default:
                    ZstdFormat.Throw("a block has the reserved type");
                    break;
            }
        }
        while (!last);

        return produced;
    }

    private static void CheckRoom(uint size, int room)
    {
        if (size > (uint)room)
            ZstdFormat.Throw("it decodes to more bytes than expected");
    }

    /// <summary>Takes a little-endian number of 0 to 8 bytes.</summary>
    private static ulong Take(ref ReadOnlySpan<byte> source, int length)
    {
        ReadOnlySpan<byte> taken = TakeSpan(ref source, (uint)length);
        ulong value = 0;
        for (int i = length - 1; i >= 0; i--)
        {
            value = value << 8 | taken[i];
        }

        return value;
    }

    private static ReadOnlySpan<byte> TakeSpan(ref ReadOnlySpan<byte> source, uint length)
    {
        if (length > (uint)source.Length)
            ZstdFormat.Throw("it ends inside a frame");

        ReadOnlySpan<byte> taken = source[..(int)length];
        source = source[(int)length..];
        return taken;
    }
}
