using System.Runtime.CompilerServices;
using Spindle.Storage.Parquet.Encodings;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>The levels at a page's head.</summary>
internal static unsafe class PageLevels
{
    /// <summary>Those of a page of version 2, whose lengths its head says.</summary>
    /// <param name="highest">The highest level there can be; 0 where none are stored.</param>
    public static RunLengthDecoder Of(byte* at, byte* end, int highest) =>
        new(at, end, System.Numerics.BitOperations.Log2((uint)highest) + (highest == 0 ? 0 : 1));

    /// <summary>Those of a page of version 1, behind their length; <paramref name="at"/> moves past them.</summary>
    public static RunLengthDecoder Prefixed(ref byte* at, byte* end, int highest, Metadata.Encoding encoding)
    {
        if (highest == 0)
            return default;
        if (encoding != Metadata.Encoding.Rle)
            ParquetFormatException.Throw($"levels in the encoding {encoding}");
        if (end - at < 4 || Unsafe.ReadUnaligned<uint>(at) > end - at - 4)
            ParquetFormatException.Throw("a page's levels are cut short");
        var length = Unsafe.ReadUnaligned<uint>(at);
        var levels = Of(at + 4, at + 4 + length, highest);
        at += 4 + length;
        return levels;
    }
}
