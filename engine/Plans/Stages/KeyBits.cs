using Spindle.Columnar.Types;

namespace Spindle.Plans.Stages;

/// <summary>A bit for each number of a range, the least bit of a byte first. Few of them are set as a rule, and they travel by the gaps between these.</summary>
public readonly record struct KeyBits(ByteString Bytes)
{
    public int Length => Bytes.Length;

    public ReadOnlySpan<byte> Span => Bytes.Span;
}
