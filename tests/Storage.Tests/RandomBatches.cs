using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Tests;

/// <summary>Rows of any schema from a seed.</summary>
/// <param name="modest">Dates and times near the present, which every reader can show.</param>
internal sealed class RandomBatches(int seed, bool modest = false)
{
    private readonly Random random = new(seed);

    /// <param name="nulls">One value in so many is null; 0 for none.</param>
    /// <param name="distinct">Values are drawn from about this many; 0 for all.</param>
    public List<object?[]> Rows(StructType schema, int count, int nulls = 5, int distinct = 0)
    {
        var pools = schema.Fields.Select(f => distinct == 0 ? null : Enumerable.Range(0, distinct).Select(_ => Value(f.Type, nulls)).ToArray()).ToArray();
        var rows = new List<object?[]>();
        for (var i = 0; i < count; i++)
            rows.Add([.. schema.Fields.Select((f, c) => f.Nullable && IsNull(nulls) ? null : pools[c] is { } pool ? pool[random.Next(pool.Length)] : Value(f.Type, nulls))]);
        return rows;
    }

    public static RecordBatch Batch(StructType schema, IReadOnlyList<object?[]> rows, MemoryBudget budget)
    {
        var columns = new Vector[schema.Fields.Count];
        for (var c = 0; c < columns.Length; c++)
        {
            using var builder = VectorBuilder.Create(schema.Fields[c].Type, budget);
            foreach (var row in rows)
                builder.Append(row[c]);
            columns[c] = builder.Build();
        }

        return new RecordBatch(columns, rows.Count);
    }

    private bool IsNull(int nulls) => nulls > 0 && random.Next(nulls) == 0;

    private object Value(DataType type, int nulls) => type switch
    {
        DateType when modest => random.Next(-40_000, 40_000),
        TimestampType or TimestampNtzType when modest => random.NextInt64(-3_000_000_000_000_000, 3_000_000_000_000_000),
        BooleanType => random.Next(2) == 0,
        ByteType => (sbyte)random.Next(-128, 128),
        ShortType => (short)random.Next(short.MinValue, short.MaxValue + 1),
        IntegerType or DateType or YearMonthIntervalType => Small() ? random.Next(-10, 10) : random.Next(int.MinValue, int.MaxValue),
        LongType or TimestampType or TimestampNtzType or DayTimeIntervalType => Small() ? random.Next(-10, 10) : random.NextInt64(long.MinValue, long.MaxValue),
        TimeType => random.NextInt64(86_400_000_000) * 1000,
        FloatType => random.Next(20) switch { 0 => float.NaN, 1 => -0f, 2 => float.NegativeInfinity, _ => (float)(random.NextDouble() - 0.5) },
        DoubleType => random.Next(20) switch { 0 => double.NaN, 1 => -0.0, 2 => double.PositiveInfinity, _ => random.NextDouble() - 0.5 },
        DecimalType d => (Int128)(((UInt128)random.NextInt64() << 64 | (UInt128)random.NextInt64()) % (UInt128)PowersOfTen.Int128(random.Next(1, d.Precision + 1))) * (random.Next(2) * 2 - 1),
        StringType => ByteString.Of(Text()),
        BinaryType => ByteString.Of(Bytes()),
        ArrayType a => Enumerable.Range(0, random.Next(4)).Select(_ => a.ContainsNull && IsNull(nulls) ? null : Value(a.Element, nulls)).ToValueList(),
        MapType m => Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(Value(m.Key, nulls), m.ValueContainsNull && IsNull(nulls) ? null : (object?)Value(m.Value, nulls))).ToValueList(),
        StructType s => s.Fields.Select(f => f.Nullable && IsNull(nulls) ? null : Value(f.Type, nulls)).ToValueList(),
        _ => throw new ArgumentException(type.Name),
    };

    private bool Small() => random.Next(2) == 0;

    private string Text()
    {
        var text = new StringBuilder();
        for (var left = random.Next(random.Next(10) == 0 ? 200 : 20); left > 0; left--)
            text.Append(random.Next(10) == 0 ? "å€𝄞ß"[..1] : ((char)random.Next(' ', '~')).ToString());
        return text.ToString();
    }

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(30)];
        random.NextBytes(bytes);
        return bytes;
    }
}
