namespace Spindle.Wire.Grpc.Messages;

/// <summary>Protobuf's variable-length integers.</summary>
internal static class Varints
{
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    public static void Write(ref Span<byte> room, uint value)
    {
        var i = 0;
        for (; value >= 0x80; value >>= 7)
            room[i++] = (byte)(value | 0x80);
        room[i++] = (byte)value;
        room = room[i..];
    }
}
