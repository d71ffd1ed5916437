using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Formats.Tests.Rows;

/// <summary>Boxed values of any type, with many nulls and awkward texts.</summary>
internal static class RandomRows
{
    private static readonly string[] Pieces = ["a", "b", ",", ";", "'", "\"", "\\", "\n", "\r", "\t", " ", "|", "||", "ä", "日", "😀", "#", "{", "}", "[", ":", "null", "0", "\u0001", "\u007f", "/"];

    public static List<object?[]> Of(StructType schema, int count, Random chance) =>
        [.. Enumerable.Range(0, count).Select(_ => schema.Fields.Select(f => Value(f.Type, chance)).ToArray())];

    public static RecordBatch Batch(StructType schema, List<object?[]> rows, MemoryBudget budget)
    {
        var columns = new Vector[schema.Fields.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            using var builder = VectorBuilder.Create(schema.Fields[i].Type, budget);
            foreach (var row in rows)
                builder.Append(row[i]);
            columns[i] = builder.Build();
        }

        return new RecordBatch(columns, rows.Count);
    }

    public static object? Value(DataType type, Random chance)
    {
        if (chance.Next(5) == 0)
            return null;
        return type switch
        {
            BooleanType => chance.Next(2) == 0,
            ByteType => (sbyte)chance.Next(-128, 128),
            ShortType => (short)chance.Next(-32768, 32768),
            IntegerType => chance.Next(int.MinValue, int.MaxValue),
            LongType => chance.NextInt64(long.MinValue, long.MaxValue),
            FloatType => chance.Next(4) == 0 ? float.NegativeInfinity : BitConverter.Int32BitsToSingle(chance.Next() & 0x7E7FFFFF),
            DoubleType => chance.Next(4) == 0 ? double.NaN : BitConverter.Int64BitsToDouble(chance.NextInt64() & 0x7FDFFFFFFFFFFFFF),
            DecimalType d => Decimal(d, chance),
            StringType => ByteString.Of(Text(chance)),
            BinaryType => ByteString.Of(Bytes(chance)),
            DateType => chance.Next(-719162, 2932896),
            TimestampType or TimestampNtzType => chance.NextInt64(-2_000_000_000_000_000, 4_000_000_000_000_000),
            TimeType => chance.NextInt64(0, 86_400_000_000) * 1000,
            YearMonthIntervalType => chance.Next(-100_000, 100_000),
            DayTimeIntervalType => chance.NextInt64(-1_000_000_000_000_000, 1_000_000_000_000_000),
            ArrayType array => Enumerable.Range(0, chance.Next(4)).Select(_ => Value(array.Element, chance)).ToValueList(),
            MapType map => Enumerable.Range(0, chance.Next(4)).Select(i => KeyValuePair.Create((object)ByteString.Of($"k{i}{Text(chance)}"), Value(map.Value, chance))).ToValueList(),
            StructType fields => fields.Fields.Select(f => Value(f.Type, chance)).ToValueList(),
            _ => throw new ArgumentException(type.Name),
        };
    }

    private static object Decimal(DecimalType type, Random chance)
    {
        var digits = chance.Next(1, type.Precision + 1);
        var text = string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + chance.Next(10))));
        return Int128.Parse(text) * (chance.Next(2) == 0 ? 1 : -1);
    }

    private static string Text(Random chance)
    {
        var text = new StringBuilder();
        for (var i = chance.Next(8); i > 0; i--)
            text.Append(Pieces[chance.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static byte[] Bytes(Random chance)
    {
        var bytes = new byte[chance.Next(20)];
        chance.NextBytes(bytes);
        return bytes;
    }
}
