using Spindle.Columnar.Types;

namespace Spindle.Execution.Tests.Harness;

/// <summary>Generated tables: few values, so that keys meet; nulls, NaN, both zeros, long strings and extremes among them.</summary>
internal static class Samples
{
    private static readonly string[] Words = ["", "a", "b", "twelve bytes", "thirteen bytes", "thirteen bytez", "a rather long text that is not kept in its view", "ä"];
    private static readonly double[] Reals = [0.0, -0.0, 1.5, -2.25, double.NaN, 1e300, double.NegativeInfinity];

    public static readonly StructType Schema = new(
    [
        new Field("s", DataType.String),
        new Field("i", DataType.Int),
        new Field("l", DataType.Long),
        new Field("d", DataType.Double),
        new Field("n", new DecimalType(12, 2)),
        new Field("w", new DecimalType(30, 4)),
        new Field("b", DataType.Boolean),
        new Field("t", DataType.Date),
    ]);

    public static MemoryTable Table(int seed, int rows, int distinct = 20, int rowsPerSplit = 300)
    {
        var random = new Random(seed);
        var data = new List<object?[]>(rows);
        for (var r = 0; r < rows; r++)
            data.Add(
            [
                Maybe(random, () => ByteString.Of(Words[random.Next(Words.Length)])),
                Maybe(random, () => random.Next(distinct) - distinct / 2),
                Maybe(random, () => (long)random.Next(distinct) * (random.Next(40) == 0 ? 1_000_000_000_000L : 1)),
                Maybe(random, () => Reals[random.Next(Reals.Length)]),
                Maybe(random, () => (Int128)random.Next(-100_000, 100_000)),
                Maybe(random, () => (Int128)random.NextInt64() * random.Next(-5, 5)),
                Maybe(random, () => random.Next(2) == 0),
                Maybe(random, () => random.Next(distinct)),
            ]);
        return new MemoryTable(Schema, data, rowsPerSplit);
    }

    private static object? Maybe(Random random, Func<object> value) => random.Next(8) == 0 ? null : value();
}
