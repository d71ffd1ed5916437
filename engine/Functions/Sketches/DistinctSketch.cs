using System.Numerics;

namespace Spindle.Functions.Sketches;

/// <summary>
/// HyperLogLog: how many distinct values there were. Up to an eighth of its registers in number, the hashes themselves are kept and counted; past that, each register holds the longest run of
/// leading zeros among the hashes that fell to it (Flajolet and others, 2007), and the estimate is Ertl's (2017), which needs no tables of bias.
/// </summary>
/// <param name="bits">The logarithm of the number of registers, 4 to 21.</param>
internal sealed class DistinctSketch(int bits) : IValueSketch
{
    public const int LeastBits = 4, MostBits = 21, DefaultBits = 12;

    private HashSet<ulong>? hashes = [];
    private byte[] registers = [];

    public int Bits { get; private set; } = bits;

    public static DistinctSketch Of(ReadOnlySpan<byte> bytes)
    {
        var reader = SketchReader.Of(bytes, SketchFamily.Distinct);
        var bits = reader.Next<byte>();
        if (bits is < LeastBits or > MostBits)
            throw new SketchFormatException();
        var sketch = new DistinctSketch(bits);
        var count = reader.Next<int>();
        if (count < 0)
        {
            sketch.hashes = null;
            sketch.registers = reader.NextAll<byte>(1 << bits).ToArray();
        }
        else
        {
            sketch.hashes = [.. reader.NextAll<ulong>(count).ToArray()];
        }

        return sketch;
    }

    public void Add(long value) => AddHash(SketchHash.Of(value));

    public void Add(double value) => AddHash(SketchHash.Of(value));

    public void Add(ReadOnlySpan<byte> value) => AddHash(SketchHash.Of(value));

    public void Merge(ReadOnlySpan<byte> other) => Merge(Of(other));

    /// <summary>The union, with as many registers as the smaller of both.</summary>
    public void Merge(DistinctSketch other)
    {
        if (other.Bits < Bits)
            Shrink(other.Bits);
        if (other.hashes is { } few)
        {
            foreach (var hash in few)
                AddHash(hash);
            return;
        }

        Spread();
        for (var i = 0; i < other.registers.Length; i++)
            Raise(Place(other, i, Bits), Run(other, i, Bits));
    }

    public long Estimate() => hashes is not null ? hashes.Count : (long)Math.Round(Estimated());

    public byte[] ToBytes()
    {
        var writer = new SketchWriter(SketchFamily.Distinct).Add((byte)Bits);
        return hashes is not null ? writer.Add(hashes.Count).AddAll<ulong>(hashes.Order().ToArray()).ToBytes() : writer.Add(-1).AddAll<byte>(registers).ToBytes();
    }

    private void AddHash(ulong hash)
    {
        if (hashes is null)
        {
            Raise((int)(hash >> (64 - Bits)), (byte)(BitOperations.LeadingZeroCount((hash << Bits) | (1UL << (Bits - 1))) + 1));
            return;
        }

        hashes.Add(hash);
        if (hashes.Count > Math.Max(16, (1 << Bits) / 8))
            Spread();
    }

    // From hashes to registers.
    private void Spread()
    {
        if (hashes is not { } few)
            return;
        hashes = null;
        registers = new byte[1 << Bits];
        foreach (var hash in few)
            AddHash(hash);
    }

    private void Shrink(int bits)
    {
        var old = new DistinctSketch(Bits) { hashes = null, registers = registers };
        Bits = bits;
        if (hashes is not null)
            return;
        registers = new byte[1 << bits];
        for (var i = 0; i < old.registers.Length; i++)
            Raise(Place(old, i, bits), Run(old, i, bits));
    }

    // Where a register's hashes fall among fewer registers, and their run of zeros there: the bits that no longer choose the register come first.
    private static int Place(DistinctSketch sketch, int register, int bits) => register >> (sketch.Bits - bits);

    private static byte Run(DistinctSketch sketch, int register, int bits)
    {
        var run = sketch.registers[register];
        var spare = sketch.Bits - bits;
        var low = register & ((1 << spare) - 1);
        return run == 0 ? (byte)0 : low != 0 ? (byte)(BitOperations.LeadingZeroCount((uint)low) - (32 - spare) + 1) : (byte)(run + spare);
    }

    private void Raise(int register, byte run)
    {
        if (registers[register] < run)
            registers[register] = run;
    }

    private double Estimated()
    {
        double count = registers.Length;
        var longest = 64 - Bits;
        var runs = new double[longest + 2];
        foreach (var run in registers)
            runs[run]++;
        var sum = count * Tau(1 - (runs[longest + 1] / count));
        for (var k = longest; k >= 1; k--)
            sum = 0.5 * (sum + runs[k]);
        sum += count * Sigma(runs[0] / count);
        return count * count / (2 * Math.Log(2) * sum);
    }

    private static double Sigma(double x)
    {
        if (x == 1)
            return double.PositiveInfinity;
        double power = 1, sum = x, last;
        do
        {
            x *= x;
            last = sum;
            sum += x * power;
            power += power;
        }
        while (sum != last);
        return sum;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
            return 0;
        double power = 1, sum = 1 - x, last;
        do
        {
            x = Math.Sqrt(x);
            last = sum;
            power *= 0.5;
            sum -= (1 - x) * (1 - x) * power;
        }
        while (sum != last);
        return sum / 3;
    }
}
