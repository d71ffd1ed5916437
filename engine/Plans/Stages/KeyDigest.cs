using Spindle.Columnar.Types;

namespace Spindle.Plans.Stages;

/// <summary>A column of a stage's rows whose values its tasks take note of, for scans of other stages that need only rows with one of them.</summary>
/// <param name="FilterId">Under which scans know it: <see cref="Physical.RuntimeFilterTarget.FilterId"/>.</param>
/// <param name="Column">Position in the rows that the stage puts out.</param>
public sealed record KeyCollection(int FilterId, int Column, DataType Type);

/// <summary>What is known of the values of a key column, nulls left out. Data that travels; a value that the digest does not have is not there.</summary>
/// <param name="Values">All of them, each once, boxed as literals hold them; null where they are many.</param>
/// <param name="IsWhole">The values are whole numbers, between the bounds.</param>
/// <param name="Bloom">Words of 64 bits, least byte first, a power of two of them: in the word that the low bits of a value's hash choose, the bits that its high bits choose.</param>
public sealed record KeyDigest(int FilterId, DataType Type, ValueList<object?>? Values, bool IsWhole, long Min, long Max, ByteString Bloom)
{
    /// <summary>Values that are kept one by one at most.</summary>
    public const int MostValues = 1_000;

    /// <summary>What is known of the values of both.</summary>
    public static KeyDigest Merge(KeyDigest one, KeyDigest other)
    {
        if (one.Values is { Count: 0 })
            return other;
        if (other.Values is { Count: 0 })
            return one;
        var values = one.Values is null || other.Values is null ? null : one.Values.Union(other.Values).ToValueList();
        return one with
        {
            Values = values?.Count <= MostValues ? values : null,
            IsWhole = one.IsWhole && other.IsWhole,
            Min = Math.Min(one.Min, other.Min),
            Max = Math.Max(one.Max, other.Max),
            Bloom = Union(one.Bloom.Span, other.Bloom.Span),
        };
    }

    // A smaller filter says the same when it is repeated: the place of a word is the low bits of a hash.
    private static ByteString Union(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var bits = new byte[Math.Max(one.Length, other.Length)];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = (byte)(one[i % one.Length] | other[i % other.Length]);
        return new ByteString(bits);
    }
}

/// <summary>What one task took note of.</summary>
public sealed record KeyDigests(ValueList<KeyDigest> All);
