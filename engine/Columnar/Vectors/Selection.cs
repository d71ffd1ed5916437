using Spindle.Columnar.Memory;

namespace Spindle.Columnar.Vectors;

/// <summary>
/// The lanes of a batch that are in it, as rising positions. Operators narrow the selection and leave the columns where they are.
/// Null in place of a selection means all lanes.
/// </summary>
public sealed unsafe class Selection
{
    private readonly NativeBuffer owner;

    /// <summary>Takes over the caller's reference to a buffer of <paramref name="count"/> int32 positions.</summary>
    public Selection(NativeBuffer lanes, int count)
    {
        owner = lanes;
        Count = count;
    }

    /// <summary>The lanes, rising.</summary>
    public int* Lanes => (int*)owner.Pointer;

    public int Count { get; }

    public ReadOnlySpan<int> Span => new(Lanes, Count);

    public Selection Retain()
    {
        owner.Retain();
        return this;
    }

    public void Release() => owner.Release();
}
