using System.Buffers;
using System.Text;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Winkler's measure of likeness: matches within half of the longer text, transpositions, and a bonus of a tenth for each of up to four equal characters at the start.</summary>
internal static class JaroWinkler
{
    private const int OnStack = 128;
    private const int LongestPrefix = 4;

    /// <summary>From 0, nothing alike, to 1, equal.</summary>
    public static double Similarity(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length + right.Length <= OnStack)
        {
            Span<int> room = stackalloc int[2 * OnStack];
            return Similarity(left, right, room);
        }

        var rented = ArrayPool<int>.Shared.Rent(2 * (left.Length + right.Length));
        var result = Similarity(left, right, rented);
        ArrayPool<int>.Shared.Return(rented);
        return result;
    }

    /// <param name="left">UTF-8.</param>
    /// <param name="right">UTF-8.</param>
    /// <param name="room">Two integers a byte of both texts.</param>
    private static double Similarity(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<int> room)
    {
        var first = Decode(left, room);
        var second = Decode(right, room[left.Length..]);
        var jaro = Jaro(first, second, room[(left.Length + right.Length)..]);
        var prefix = 0;
        while (prefix < LongestPrefix && prefix < first.Length && prefix < second.Length && first[prefix] == second[prefix])
            prefix++;
        return jaro + prefix * 0.1 * (1 - jaro);
    }

    private static double Jaro(ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> room)
    {
        if (left.IsEmpty && right.IsEmpty)
            return 1;
        var window = Math.Max(0, Math.Max(left.Length, right.Length) / 2 - 1);
        var matched = room[..left.Length];
        var taken = room.Slice(left.Length, right.Length);
        taken.Clear();
        var count = 0;
        for (var i = 0; i < left.Length; i++)
        {
            var end = Math.Min(right.Length, i + window + 1);
            for (var j = Math.Max(0, i - window); j < end; j++)
            {
                if (right[j] != left[i] || taken[j] != 0)
                    continue;
                taken[j] = 1;
                matched[count++] = left[i];
                break;
            }
        }

        if (count == 0)
            return 0;
        var (at, different) = (0, 0);
        for (var j = 0; j < right.Length; j++)
            if (taken[j] != 0 && matched[at++] != right[j])
                different++;
        double m = count;
        return (m / left.Length + m / right.Length + (m - different / 2) / m) / 3.0;
    }

    private static Span<int> Decode(ReadOnlySpan<byte> text, Span<int> runes)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            if (text[0] < 0x80)
            {
                runes[count++] = text[0];
                text = text[1..];
                continue;
            }

            Rune.DecodeFromUtf8(text, out var rune, out var length);
            runes[count++] = rune.Value;
            text = text[length..];
        }

        return runes[..count];
    }
}
