using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Spindle.Tpch.Text;

/// <summary>
/// The pieces that pseudo text is made of, as at most 256 tokens of at most 16 bytes. Words end in a space;
/// a terminator takes the place of the space before it.
/// </summary>
internal sealed unsafe class TextTokens
{
    public const int Width = 16;

    private readonly Dictionary<string, byte> ids = new(StringComparer.Ordinal);

    // Never freed: the table lives as long as the process, like the pool that is written with it.
    private readonly byte* bytes = (byte*)NativeMemory.AlignedAlloc((256 + 1) * Width, 64);
    private readonly byte[] advances = new byte[256];
    private readonly byte[] overlaps = new byte[256];

    /// <summary>16 bytes a token, of which those past its length are undefined, and as many past the last one.</summary>
    public byte* Bytes => bytes;

    /// <summary>The length of each token in bytes.</summary>
    public ReadOnlySpan<byte> Lengths => advances;

    /// <summary>How many bytes of the text before it each token overwrites: 1 for a terminator, else 0.</summary>
    public ReadOnlySpan<byte> Overlaps => overlaps;

    /// <summary>The token of a text, the same for equal texts.</summary>
    public byte Intern(string text, bool replacesSpace = false)
    {
        if (ids.TryGetValue(text, out var known))
            return known;

        var id = checked((byte)ids.Count);
        ids.Add(text, id);
        advances[id] = checked((byte)Encoding.ASCII.GetBytes(text, new Span<byte>(bytes + id * Width, Width)));
        overlaps[id] = replacesSpace ? (byte)1 : (byte)0;
        return id;
    }
}
