namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Matsumoto and Nishimura's MT19937, seeded by the two halves of a long as an array: what Spark shuffles arrays and makes UUIDs with.</summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Middle = 397;

    private readonly uint[] words = new uint[Size];
    private int at = Size;

    public MersenneTwister(long seed)
    {
        ReadOnlySpan<uint> key = [(uint)(seed >>> 32), (uint)seed];
        words[0] = 19_650_218;
        for (var i = 1; i < Size; i++)
            words[i] = 1_812_433_253 * (words[i - 1] ^ (words[i - 1] >> 30)) + (uint)i;
        var (place, turn) = (1, 0);
        for (var left = Size; left > 0; left--)
        {
            words[place] = (words[place] ^ (Before(place) * 1_664_525)) + key[turn] + (uint)turn;
            Advance(ref place);
            turn = (turn + 1) % key.Length;
        }

        for (var left = Size - 1; left > 0; left--)
        {
            words[place] = (words[place] ^ (Before(place) * 1_566_083_941)) - (uint)place;
            Advance(ref place);
        }

        words[0] = 0x8000_0000;
    }

    /// <summary>A number of so many bits; of 32 it has a sign.</summary>
    public int Next(int bits)
    {
        if (at >= Size)
            Twist();
        var word = words[at++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C_5680;
        word ^= (word << 15) & 0xEFC6_0000;
        word ^= word >> 18;
        return (int)(word >> (32 - bits));
    }

    /// <summary>From 0 to below a bound, each as likely.</summary>
    public int NextBelow(int bound)
    {
        if ((bound & -bound) == bound)
            return (int)((bound * (long)Next(31)) >> 31);
        int bits, value;
        do
        {
            bits = Next(31);
            value = bits % bound;
        }
        while (bits - value > int.MaxValue - (bound - 1));
        return value;
    }

    public long NextLong() => ((long)Next(32) << 32) | (uint)Next(32);

    private uint Before(int place) => words[place - 1] ^ (words[place - 1] >> 30);

    private void Advance(ref int place)
    {
        if (++place < Size)
            return;
        words[0] = words[Size - 1];
        place = 1;
    }

    private void Twist()
    {
        for (var i = 0; i < Size; i++)
        {
            var mixed = (words[i] & 0x8000_0000) | (words[(i + 1) % Size] & 0x7FFF_FFFF);
            words[i] = words[(i + Middle) % Size] ^ (mixed >> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908_B0DF);
        }

        at = 0;
    }
}
