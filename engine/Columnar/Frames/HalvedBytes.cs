using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spindle.Columnar.Frames;

/// <summary>
/// Bytes of which only few are different, half a byte each: the digits of numbers, of dates or of digests, which packing by repetitions hardly shrinks. There are at most <see cref="Letters"/> different ones, and
/// no more than two upper halves among them, so that sixteen bytes find their places at once.
/// </summary>
internal static unsafe class HalvedBytes
{
    /// <summary>The most different bytes.</summary>
    public const int Letters = 16;

    /// <summary>Bytes past the end that are read and written.</summary>
    public const int Slack = Step;

    // What the first bytes show to be many is not tried further.
    private const int Sampled = 512;
    private const int Step = 32;

    /// <summary>Writes half a byte for each byte over the front of the bytes; <see cref="Slack"/> bytes after them may change.</summary>
    /// <param name="letters">Takes the different bytes, <see cref="Letters"/> of them.</param>
    /// <returns>False where there are too many different bytes, all of which are as they were.</returns>
    public static bool TryHalve(byte* bytes, int count, Span<byte> letters)
    {
        if (!TryFindLetters(new ReadOnlySpan<byte>(bytes, Math.Min(count, Sampled)), letters, out var first))
            return false;
        Span<byte> firstPlaces = stackalloc byte[Letters];
        Span<byte> secondPlaces = stackalloc byte[Letters];
        firstPlaces.Clear();
        secondPlaces.Clear();
        for (var i = Letters - 1; i >= 0; i--)
            (letters[i] >> 4 == first ? firstPlaces : secondPlaces)[letters[i] & 15] = (byte)i;
        var all = Vector128.Create<byte>(letters);
        var (one, other) = (Vector128.Create<byte>(firstPlaces), Vector128.Create<byte>(secondPlaces));
        var upper = Vector128.Create((byte)(first << 4));
        // The bytes past the end are any: they become a letter, so that whole steps are enough.
        new Span<byte>(bytes + count, Padded(count) - count).Fill(letters[0]);
        var differing = Vector128<byte>.Zero;
        for (var i = 0; i < count; i += 16)
        {
            var word = Vector128.Load(bytes + i);
            differing |= Vector128.Shuffle(all, Places(word, one, other, upper)) ^ word;
        }

        if (differing != Vector128<byte>.Zero)
            return false;
        for (var i = 0; i < count; i += Step)
            Vector128.Narrow(Pairs(Places(Vector128.Load(bytes + i), one, other, upper)), Pairs(Places(Vector128.Load(bytes + i + 16), one, other, upper))).Store(bytes + i / 2);
        return true;
    }

    /// <summary>Bytes that the halves of that many take; a multiple of 16.</summary>
    public static int Length(int count) => Padded(count) / 2;

    /// <summary>Writes the bytes that were halved, and up to <see cref="Slack"/> more.</summary>
    public static void Widen(byte* halves, int count, ReadOnlySpan<byte> letters, byte* bytes)
    {
        var all = Vector128.Create(letters);
        var low = Vector128.Create((ushort)0x0F0F);
        for (var i = 0; i < count; i += Step)
        {
            var (lower, upper) = Vector128.Widen(Vector128.Load(halves + i / 2));
            Vector128.Shuffle(all, ((lower | lower << 4) & low).AsByte()).Store(bytes + i);
            Vector128.Shuffle(all, ((upper | upper << 4) & low).AsByte()).Store(bytes + i + 16);
        }
    }

    private static int Padded(int count) => checked(count + Step - 1) & -Step;

    private static bool TryFindLetters(ReadOnlySpan<byte> sample, Span<byte> letters, out int first)
    {
        Span<bool> seen = stackalloc bool[256];
        seen.Clear();
        foreach (var value in sample)
            seen[value] = true;
        var count = 0;
        first = -1;
        var second = -1;
        for (var value = 0; value < 256; value++)
        {
            if (!seen[value])
                continue;
            var row = value >> 4;
            if (first < 0)
                first = row;
            else if (row != first && second < 0)
                second = row;
            if (count == Letters || row != first && row != second)
                return false;
            letters[count++] = (byte)value;
        }

        if (count == 0)
            return false;
        letters[count..].Fill(letters[0]);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Places(Vector128<byte> word, Vector128<byte> one, Vector128<byte> other, Vector128<byte> upper)
    {
        var low = word & Vector128.Create((byte)15);
        return Vector128.ConditionalSelect(Vector128.Equals(word ^ low, upper), Vector128.Shuffle(one, low), Vector128.Shuffle(other, low));
    }

    /// <summary>Two places in the lower byte of each word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Pairs(Vector128<byte> places)
    {
        var words = places.AsUInt16();
        return (words | words >> 4) & Vector128.Create((ushort)0xFF);
    }
}
