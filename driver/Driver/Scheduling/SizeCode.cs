namespace Spindle.Driver.Scheduling;

/// <summary>A size as one byte: the exponent to the base 1.1, so that the size read back is at most a tenth too large and never too small.</summary>
internal static class SizeCode
{
    private const double Base = 1.1;
    private static readonly double LogBase = Math.Log(Base);
    private static readonly long[] Decoded = [.. Enumerable.Range(0, 256).Select(c => c == 0 ? 0 : (long)Math.Ceiling(Math.Pow(Base, c)))];

    public static byte Encode(long size)
    {
        if (size <= 0)
            return 0;
        var code = Math.Clamp((int)Math.Ceiling(Math.Log(size) / LogBase), 1, 255);
        // Rounding of the logarithm may miss by one either way.
        if (code < 255 && Decoded[code] < size)
            code++;
        return (byte)code;
    }

    public static long Decode(byte code) => Decoded[code];
}
