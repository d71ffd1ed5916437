namespace Spindle.Executor;

/// <summary>A size as one byte, as the driver reads it back: the exponent to the base 1.1, rounded up.</summary>
internal static class SizeCode
{
    private const double Base = 1.1;
    private static readonly long[] Sizes = [.. Enumerable.Range(0, 256).Select(c => c == 0 ? 0 : (long)Math.Ceiling(Math.Pow(Base, c)))];

    public static byte Encode(long size)
    {
        if (size <= 0)
            return 0;
        var found = Array.BinarySearch(Sizes, 1, 255, size);
        return (byte)Math.Min(255, found < 0 ? ~found : found);
    }
}
