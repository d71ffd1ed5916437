using System.Runtime.InteropServices;
using Spindle.Columnar.Checksums;

namespace Spindle.Functions.Sketches;

/// <summary>The 64 bits by which sketches tell values apart; whole numbers of every width agree, and so do floating ones.</summary>
internal static class SketchHash
{
    private const ulong Seed = 9001;

    public static ulong Of(long value) => Of(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)));

    // Both zeros are one number, and every NaN is.
    public static ulong Of(double value) => Of(BitConverter.DoubleToInt64Bits(value == 0 ? 0 : double.IsNaN(value) ? double.NaN : value));

    public static ulong Of(ReadOnlySpan<byte> value) => XxHash64.Hash(value, Seed);
}
