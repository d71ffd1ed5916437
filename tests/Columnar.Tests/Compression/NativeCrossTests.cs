using System.Runtime.InteropServices;
using Spindle.Columnar.Compression;

namespace Spindle.Columnar.Tests.Compression;

/// <summary>Managed codecs against the system's libraries, both ways. Without a library its tests say so and pass.</summary>
public partial class NativeCrossTests
{
    private static readonly bool HasLz4 = NativeLibrary.TryLoad("liblz4.so.1", out _);

    private static bool Skip(bool available, string library)
    {
        if (!available)
            Console.WriteLine($"skipped: {library} is not on this machine");
        return !available;
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(19)]
    public void Managed_zstd_reads_every_level_of_the_library(int level)
    {
        if (Skip(NativeZstdCompressor.IsAvailable, "libzstd"))
            return;

        var native = new NativeZstdCompressor(level);
        var managed = new ManagedZstdCompressor();
        var random = new Random(level);
        for (int i = 0; i < 200; i++)
        {
            byte[] data = CompressionSamples.Make(random, i < 190 ? 5_000 : 600_000);
            byte[] back = new byte[data.Length];
            managed.Decompress(CompressorTests.Compress(native, data), back);
            Assert.True(data.AsSpan().SequenceEqual(back), $"sample {i} of {data.Length} bytes");
        }
    }

    [Fact]
    public void The_library_reads_managed_zstd()
    {
        if (Skip(NativeZstdCompressor.IsAvailable, "libzstd"))
            return;

        var native = new NativeZstdCompressor();
        var random = new Random(21);
        for (int i = 0; i < 300; i++)
        {
            byte[] data = CompressionSamples.Make(random, i < 290 ? 5_000 : 600_000);
            byte[] back = new byte[data.Length];
            native.Decompress(CompressorTests.Compress(new ManagedZstdCompressor(), data), back);
            Assert.True(data.AsSpan().SequenceEqual(back), $"sample {i} of {data.Length} bytes");
        }
    }

    [Fact]
    public void Managed_and_native_zstd_agree_on_what_is_corrupt()
    {
        if (Skip(NativeZstdCompressor.IsAvailable, "libzstd"))
            return;

        // The library may refuse what is merely out of bounds of its own limits; content must never differ.
        var random = new Random(22);
        for (int i = 0; i < 4_000; i++)
        {
            byte[] data = CompressionSamples.Make(random, 800);
            byte[] packed = CompressorTests.Compress(new NativeZstdCompressor(random.Next(1, 12)), data);
            packed[random.Next(packed.Length)] ^= (byte)(1 << random.Next(8));
            byte[]? native = TryDecode(new NativeZstdCompressor(), packed, data.Length);
            byte[]? managed = TryDecode(new ManagedZstdCompressor(), packed, data.Length);
            if (native is not null && managed is not null)
                Assert.Equal(native, managed);
        }
    }

    [Fact]
    public unsafe void Lz4_blocks_cross()
    {
        if (Skip(HasLz4, "liblz4"))
            return;

        var managed = new Lz4BlockCompressor();
        var random = new Random(23);
        for (int i = 0; i < 300; i++)
        {
            byte[] data = CompressionSamples.Make(random, i < 290 ? 5_000 : 600_000);
            byte[] back = new byte[data.Length];
            byte[] packed = new byte[managed.MaxCompressedLength(data.Length)];
            fixed (byte* from = data, to = packed)
            {
                int length = LZ4_compress_default(from, to, data.Length, packed.Length);
                managed.Decompress(packed.AsSpan(0, length), back);
            }

            Assert.True(data.AsSpan().SequenceEqual(back), $"read sample {i} of {data.Length} bytes");

            packed = CompressorTests.Compress(managed, data);
            back = new byte[data.Length + 1];
            fixed (byte* from = packed, to = back)
            {
                Assert.Equal(data.Length, LZ4_decompress_safe(from, to, packed.Length, data.Length));
            }

            Assert.True(data.AsSpan().SequenceEqual(back.AsSpan(0, data.Length)), $"written sample {i} of {data.Length} bytes");
        }
    }

    [Fact]
    public unsafe void Lz4_frames_cross()
    {
        if (Skip(HasLz4, "liblz4"))
            return;

        var managed = new Lz4FrameCompressor();
        Assert.Equal(0u, LZ4F_createDecompressionContext(out nint context, 100));
        var random = new Random(24);
        for (int i = 0; i < 150; i++)
        {
            byte[] data = CompressionSamples.Make(random, i < 140 ? 5_000 : 600_000);
            byte[] back = new byte[data.Length];
            byte[] packed = new byte[LZ4F_compressFrameBound((nuint)data.Length, 0)];
            fixed (byte* from = data, to = packed)
            {
                // No preferences: linked blocks of 64 KiB, as Arrow's C++ library writes them.
                nuint length = LZ4F_compressFrame(to, (nuint)packed.Length, from, (nuint)data.Length, 0);
                managed.Decompress(packed.AsSpan(0, (int)length), back);
            }

            Assert.True(data.AsSpan().SequenceEqual(back), $"read sample {i} of {data.Length} bytes");

            packed = CompressorTests.Compress(managed, data);
            back = new byte[data.Length + 1];
            fixed (byte* from = packed, to = back)
            {
                nuint consumed = 0, produced = 0, rest;
                do
                {
                    nuint room = (nuint)data.Length - produced, available = (nuint)packed.Length - consumed;
                    rest = LZ4F_decompress(context, to + produced, ref room, from + consumed, ref available, 0);
                    Assert.True(rest < 1 << 30, $"liblz4 refuses sample {i}");
                    produced += room;
                    consumed += available;
                }
                while (rest != 0 && consumed < (nuint)packed.Length);

                Assert.Equal((nuint)packed.Length, consumed);
                Assert.Equal((nuint)data.Length, produced);
            }

            Assert.True(data.AsSpan().SequenceEqual(back.AsSpan(0, data.Length)), $"written sample {i} of {data.Length} bytes");
        }
    }

    private static byte[]? TryDecode(ICompressor compressor, byte[] packed, int length)
    {
        byte[] output = new byte[length];
        try
        {
            compressor.Decompress(packed, output);
            return output;
        }
        catch (CompressionException)
        {
            return null;
        }
    }

    [LibraryImport("liblz4.so.1")]
    private static unsafe partial int LZ4_compress_default(byte* source, byte* destination, int length, int capacity);

    [LibraryImport("liblz4.so.1")]
    private static unsafe partial int LZ4_decompress_safe(byte* source, byte* destination, int length, int capacity);

    [LibraryImport("liblz4.so.1")]
    private static partial nuint LZ4F_compressFrameBound(nuint length, nint preferences);

    [LibraryImport("liblz4.so.1")]
    private static unsafe partial nuint LZ4F_compressFrame(byte* destination, nuint capacity, byte* source, nuint length, nint preferences);

    [LibraryImport("liblz4.so.1")]
    private static partial nuint LZ4F_createDecompressionContext(out nint context, uint version);

    [LibraryImport("liblz4.so.1")]
    private static unsafe partial nuint LZ4F_decompress(
        nint context, byte* destination, ref nuint capacity, byte* source, ref nuint length, nint options);
}
