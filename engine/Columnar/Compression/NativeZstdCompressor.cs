using System.Runtime.InteropServices;

namespace Spindle.Columnar.Compression;

/// <summary>Zstandard by the system's libzstd.so.1, found when the process first asks.</summary>
public sealed partial class NativeZstdCompressor : ICompressor
{
    /// <summary>The library's own default.</summary>
    public const int DefaultLevel = 3;

    private const string Library = "libzstd.so.1";

    /// <summary>Contexts hold tables of some hundred kilobytes, so each thread keeps one of each kind.</summary>
    [ThreadStatic]
    private static CompressionContext? compression;

    [ThreadStatic]
    private static DecompressionContext? decompression;

    private readonly int level;

    /// <summary>Uses a level from negative (faster) over 1 to 22 (smaller).</summary>
    /// <exception cref="DllNotFoundException">The library is not on this machine.</exception>
    public NativeZstdCompressor(int level = DefaultLevel)
    {
        if (!IsAvailable)
            throw new DllNotFoundException($"{Library} is not on this machine.");

        this.level = level;
    }

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <inheritdoc/>
    public CompressionCodec Codec => CompressionCodec.Zstd;

    /// <inheritdoc/>
    public int MaxCompressedLength(int length) => checked((int)ZSTD_compressBound((nuint)length));

    /// <inheritdoc/>
    public unsafe int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CompressionBounds.CheckDestination(destination.Length, MaxCompressedLength(source.Length));
        compression ??= CompressionContext.Create();
        fixed (byte* input = source, output = destination)
        {
            nuint result = ZSTD_compressCCtx(
                compression, output, (nuint)destination.Length, input, (nuint)source.Length, level);
            if (ZSTD_isError(result) != 0)
                throw new InvalidOperationException($"libzstd cannot compress: {ErrorName(result)}");

            return (int)result;
        }
    }

    /// <inheritdoc/>
    public unsafe void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty && destination.IsEmpty)
            return;

        decompression ??= DecompressionContext.Create();
        fixed (byte* input = source, output = destination)
        {
            nuint result = ZSTD_decompressDCtx(decompression, output, (nuint)destination.Length, input, (nuint)source.Length);
            if (ZSTD_isError(result) != 0)
                CompressionException.Throw(Codec, ErrorName(result));
            if (result != (nuint)destination.Length)
                CompressionException.Throw(Codec, $"it decodes to {result} bytes where {destination.Length} are expected");
        }
    }

    private static string ErrorName(nuint code) => Marshal.PtrToStringUTF8(ZSTD_getErrorName(code)) ?? "unknown error";

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compressBound(nuint length);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Library)]
    private static partial nint ZSTD_getErrorName(nuint code);

    [LibraryImport(Library)]
    private static unsafe partial nuint ZSTD_compressCCtx(
        CompressionContext context, byte* destination, nuint capacity, byte* source, nuint length, int level);

    [LibraryImport(Library)]
    private static unsafe partial nuint ZSTD_decompressDCtx(
        DecompressionContext context, byte* destination, nuint capacity, byte* source, nuint length);

    [LibraryImport(Library)]
    private static partial nint ZSTD_createCCtx();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeCCtx(nint context);

    [LibraryImport(Library)]
    private static partial nint ZSTD_createDCtx();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeDCtx(nint context);

    /// <summary>Freed when its thread is gone and the collector finds it.</summary>
    private sealed class CompressionContext() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        internal static CompressionContext Create()
        {
            var context = new CompressionContext();
            context.SetHandle(ZSTD_createCCtx());
            return context.IsInvalid ? throw new OutOfMemoryException("libzstd cannot allocate a context.") : context;
        }

        protected override bool ReleaseHandle() => ZSTD_freeCCtx(handle) == 0;
    }

    /// <summary>Freed when its thread is gone and the collector finds it.</summary>
    private sealed class DecompressionContext() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        internal static DecompressionContext Create()
        {
            var context = new DecompressionContext();
            context.SetHandle(ZSTD_createDCtx());
            return context.IsInvalid ? throw new OutOfMemoryException("libzstd cannot allocate a context.") : context;
        }

        protected override bool ReleaseHandle() => ZSTD_freeDCtx(handle) == 0;
    }
}
