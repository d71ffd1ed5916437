using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spindle.Columnar.Checksums;

/// <summary>
/// CRC-32 with the polynomial of gzip and IEEE 802.3 (0x04C11DB7, bit-reflected), as Parquet page checksums use it.
/// </summary>
public static class Crc32
{
    private const uint ReflectedPolynomial = 0xEDB88320;

    /// <summary>Eight tables of 256: entry [k][b] advances byte b over k further zero bytes.</summary>
    private static readonly uint[] Tables = BuildTables();

    /// <summary>The checksum of <paramref name="data"/>.</summary>
    public static uint Hash(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>Continues a checksum: <c>Append(Hash(a), b)</c> equals the hash of a followed by b.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        uint state = ~crc;
        if (data.Length >= 128 && Pclmulqdq.IsSupported && Sse2.IsSupported)
        {
            int folded = data.Length & ~15;
            state = FoldByCarrylessMultiply(state, data[..folded]);
            data = data[folded..];
        }

        return ~AppendByTables(state, data);
    }

    internal static uint AppendByTables(uint state, ReadOnlySpan<byte> data)
    {
        ref uint table = ref MemoryMarshal.GetArrayDataReference(Tables);
        while (data.Length >= 8)
        {
            ulong word = MemoryMarshal.Read<ulong>(data);
            if (!BitConverter.IsLittleEndian)
            {
                word = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
            }

            word ^= state;
            state = Unsafe.Add(ref table, (int)(7 * 256 + (word & 0xFF)))
                ^ Unsafe.Add(ref table, (int)(6 * 256 + (word >> 8 & 0xFF)))
                ^ Unsafe.Add(ref table, (int)(5 * 256 + (word >> 16 & 0xFF)))
                ^ Unsafe.Add(ref table, (int)(4 * 256 + (word >> 24 & 0xFF)))
                ^ Unsafe.Add(ref table, (int)(3 * 256 + (word >> 32 & 0xFF)))
                ^ Unsafe.Add(ref table, (int)(2 * 256 + (word >> 40 & 0xFF)))
                ^ Unsafe.Add(ref table, (int)(1 * 256 + (word >> 48 & 0xFF)))
                ^ Unsafe.Add(ref table, (int)(word >> 56));
            data = data[8..];
        }

        foreach (byte b in data)
        {
            state = state >> 8 ^ Unsafe.Add(ref table, (int)((state ^ b) & 0xFF));
        }

        return state;
    }

    /// <summary>
    /// Folds 64 bytes a step: a 128-bit lane times x^512 (then x^128) mod P is two carry-less products. What is left is
    /// one 16-byte block congruent to everything read, which the tables finish from a zero state.
    /// </summary>
    private static uint FoldByCarrylessMultiply(uint state, ReadOnlySpan<byte> data)
    {
        Vector128<ulong> by512 = Vector128.Create(0x1_5444_2BD4UL, 0x1_C6E4_1596UL);
        Vector128<ulong> by128 = Vector128.Create(0x1_7519_97D0UL, 0x0_CCAA_009EUL);
        ref byte at = ref MemoryMarshal.GetReference(data);
        nuint position = 64;
        nuint length = (nuint)data.Length;

        Vector128<ulong> a = Vector128.LoadUnsafe(ref at, 0).AsUInt64() ^ Vector128.CreateScalar((ulong)state);
        Vector128<ulong> b = Vector128.LoadUnsafe(ref at, 16).AsUInt64();
        Vector128<ulong> c = Vector128.LoadUnsafe(ref at, 32).AsUInt64();
        Vector128<ulong> d = Vector128.LoadUnsafe(ref at, 48).AsUInt64();
        for (; position + 64 <= length; position += 64)
        {
            a = Fold(a, by512) ^ Vector128.LoadUnsafe(ref at, position).AsUInt64();
            b = Fold(b, by512) ^ Vector128.LoadUnsafe(ref at, position + 16).AsUInt64();
            c = Fold(c, by512) ^ Vector128.LoadUnsafe(ref at, position + 32).AsUInt64();
            d = Fold(d, by512) ^ Vector128.LoadUnsafe(ref at, position + 48).AsUInt64();
        }

        a = Fold(a, by128) ^ b;
        a = Fold(a, by128) ^ c;
        a = Fold(a, by128) ^ d;
        for (; position + 16 <= length; position += 16)
        {
            a = Fold(a, by128) ^ Vector128.LoadUnsafe(ref at, position).AsUInt64();
        }

        Span<byte> last = stackalloc byte[16];
        a.AsByte().CopyTo(last);
        return AppendByTables(0, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector128<ulong> lane, Vector128<ulong> constants) =>
        Pclmulqdq.CarrylessMultiply(lane, constants, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, constants, 0x11);

    private static uint[] BuildTables()
    {
        var tables = new uint[8 * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint remainder = value;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder & 1) != 0 ? remainder >> 1 ^ ReflectedPolynomial : remainder >> 1;
            }

            tables[value] = remainder;
        }

        for (int index = 256; index < tables.Length; index++)
        {
            uint previous = tables[index - 256];
            tables[index] = previous >> 8 ^ tables[previous & 0xFF];
        }

        return tables;
    }
}
