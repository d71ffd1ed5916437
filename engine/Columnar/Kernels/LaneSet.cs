using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Kernels;

/// <summary>The lanes that a kernel works on: rising positions, or all of them. Lends the positions; does not own them.</summary>
public readonly unsafe struct LaneSet
{
    private LaneSet(int* lanes, int count, int length)
    {
        Lanes = lanes;
        Count = count;
        Length = length;
    }

    /// <summary>Rising positions below <see cref="Length"/>; null for all.</summary>
    public int* Lanes { get; }

    /// <summary>Lanes in the set.</summary>
    public int Count { get; }

    /// <summary>Lanes of the vectors.</summary>
    public int Length { get; }

    public bool IsAll => Lanes == null;

    /// <summary>Whether going lane by lane is cheaper than computing every lane.</summary>
    public bool IsSparse => Lanes != null && Count < Length / 4;

    /// <summary>The position of the index-th lane.</summary>
    public int this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Lanes == null ? index : Lanes[index];
    }

    public static LaneSet All(int length) => new(null, length, length);

    public static LaneSet Of(int* lanes, int count, int length) => new(lanes, count, length);
}
