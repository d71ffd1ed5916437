using System.Buffers.Binary;
using System.Text;

namespace Spindle.Columnar.Time;

/// <summary>Reads a compiled time zone (TZif, RFC 8536): its 64-bit block where there is one, and the rule at its foot.</summary>
internal static class TzifReader
{
    private const int HeaderLength = 44;

    /// <summary>The zone in the file, or null when the bytes are not a TZif file.</summary>
    public static TimeZone? Read(string id, ReadOnlySpan<byte> file)
    {
        if (!TryHeader(file, out var header))
            return null;
        var body = file[HeaderLength..];
        var timeWidth = 4;
        if (header.Version >= (byte)'2')
        {
            // The first block is a copy in 32 bits for old readers.
            if (body.Length < header.BodyLength(4) || !TryHeader(body[(int)header.BodyLength(4)..], out var wide))
                return null;
            body = body[((int)header.BodyLength(4) + HeaderLength)..];
            header = wide;
            timeWidth = 8;
        }
        if (header.Types == 0 || body.Length < header.BodyLength(timeWidth))
            return null;
        return Build(id, header, body, timeWidth);
    }

    private static TimeZone? Build(string id, Header header, ReadOnlySpan<byte> body, int timeWidth)
    {
        var transitions = new long[header.Times];
        var offsets = new int[header.Times + 1];
        var indices = body.Slice(header.Times * timeWidth, header.Times);
        var types = body.Slice(header.Times * (timeWidth + 1), header.Types * 6);
        offsets[0] = BinaryPrimitives.ReadInt32BigEndian(types);
        for (var i = 0; i < header.Times; i++)
        {
            var at = body[(i * timeWidth)..];
            transitions[i] = timeWidth == 8 ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt32BigEndian(at);
            if (indices[i] >= header.Types || (i > 0 && transitions[i] <= transitions[i - 1]))
                return null;
            offsets[i + 1] = BinaryPrimitives.ReadInt32BigEndian(types[(indices[i] * 6)..]);
        }
        PosixTimeZoneRule? rule = null;
        if (timeWidth == 8)
        {
            var footer = body[(int)header.BodyLength(8)..].Trim((byte)'\n');
            if (!footer.IsEmpty && !PosixTimeZoneRule.TryParse(Encoding.ASCII.GetString(footer), out rule))
                return null;
        }
        return new TimeZone(id, transitions, offsets, rule);
    }

    private static bool TryHeader(ReadOnlySpan<byte> bytes, out Header header)
    {
        header = default;
        if (bytes.Length < HeaderLength || !bytes.StartsWith("TZif"u8))
            return false;
        var counts = bytes[20..HeaderLength];
        header = new Header(
            bytes[4], Count(counts, 0), Count(counts, 1), Count(counts, 2), Count(counts, 3), Count(counts, 4), Count(counts, 5));
        return true;
    }

    // No zone comes near these counts; the bound keeps lengths inside an int.
    private static int Count(ReadOnlySpan<byte> counts, int index) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(counts[(index * 4)..]), 1_000_000);

    private readonly record struct Header(byte Version, int UtcFlags, int WallFlags, int Leaps, int Times, int Types, int Characters)
    {
        public long BodyLength(int timeWidth) =>
            (long)Times * (timeWidth + 1) + Types * 6 + Characters + (long)Leaps * (timeWidth + 4) + WallFlags + UtcFlags;
    }
}
