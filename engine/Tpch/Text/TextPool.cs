using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spindle.Tpch.Text;

/// <summary>
/// The 300 MiB of pseudo text that every comment is a slice of, held as one byte a word (about 60 MiB with its index).
/// <code>
/// text    | the |slyly |final |packages.| ...        256 tokens of up to 16 bytes
/// tokens    17    203    96     12   240             one byte each
/// index   for each 64 bytes of text: token &lt;&lt; 5 | bytes of that token before the boundary
/// </code>
/// A slice is decoded from the boundary before it. That touches fewer pages than the plain text does, and needs a fifth of the memory.
/// </summary>
internal sealed unsafe class TextPool
{
    /// <summary>The bytes of text that slices are taken from.</summary>
    public const int Size = 300 * 1024 * 1024;

    /// <summary>The longest slice that may be asked for.</summary>
    public const int MaxSlice = 256;

    /// <summary>How many bytes past a slice may be written.</summary>
    public const int Overrun = 2 * TextTokens.Width;

    internal const int BlockBits = 6;
    internal const int SkipBits = 5;

    private static readonly Lazy<TextPool> LazyShared = new(TextPoolBuilder.Build);

    private readonly byte* tokens;
    private readonly uint* index;
    private readonly byte* tokenBytes;
    private readonly byte* lengths;
    private readonly byte* overlaps;

    /// <param name="tokens">The text as tokens, some of them past <see cref="Size"/>; owned by the pool, which lives as long as the process.</param>
    /// <param name="index">An entry for each 64 bytes of text.</param>
    /// <param name="table">What the tokens stand for.</param>
    internal TextPool(byte* tokens, uint* index, TextTokens table)
    {
        this.tokens = tokens;
        this.index = index;
        tokenBytes = table.Bytes;
        lengths = (byte*)NativeMemory.Alloc(512);
        overlaps = lengths + 256;
        table.Lengths.CopyTo(new Span<byte>(lengths, 256));
        table.Overlaps.CopyTo(new Span<byte>(overlaps, 256));
    }

    /// <summary>The pool, made at the first use by whichever thread comes first.</summary>
    public static TextPool Shared => LazyShared.Value;

    /// <summary>Asks for the index entry of a slice that is read soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchIndex(int offset)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(index + (offset >> BlockBits));
    }

    /// <summary>Asks for the tokens of a slice that is read soon, whose index entry is near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchTokens(int offset)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(tokens + (index[offset >> BlockBits] >> SkipBits));
    }

    /// <summary>
    /// Writes the text's bytes offset .. offset + length - 1 to <paramref name="target"/>, and up to <see cref="Overrun"/> bytes of
    /// rubbish after them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(int offset, int length, byte* target)
    {
        Debug.Assert(offset >= 0 && length is >= 0 and <= MaxSlice && offset + length <= Size);
        var entry = index[offset >> BlockBits];
        var token = tokens + (entry >> SkipBits);

        // Where the token begins, counted from the slice's start; the one that ends past it is written without its head.
        var start = -(int)(entry & ((1 << SkipBits) - 1)) - (offset & ((1 << BlockBits) - 1));
        nuint id = *token++;
        for (var end = start + lengths[id]; end <= 0; end = start + lengths[id])
        {
            id = *token++;
            start = end - overlaps[id];
        }
        Vector128.Store(Vector128.Load(tokenBytes + id * TextTokens.Width - start), target);
        var at = target + start + lengths[id];

        // A terminator may still replace the last byte wanted, so decoding goes on until the text is strictly past it.
        for (var end = target + length; at <= end; at += lengths[id])
        {
            id = *token++;
            at -= overlaps[id];
            Vector128.Store(Vector128.LoadAligned(tokenBytes + id * TextTokens.Width), at);
        }
    }
}
