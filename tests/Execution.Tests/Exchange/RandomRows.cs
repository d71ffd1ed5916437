using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Tests.Exchange;

/// <summary>Random rows of every physical form and the nested types, as boxed values and as batches of any vector form.</summary>
internal static class RandomRows
{
    public static readonly StructType Schema = new(
    [
        new Field("bool", DataType.Boolean),
        new Field("byte", DataType.Byte),
        new Field("short", DataType.Short),
        new Field("int", DataType.Int),
        new Field("long", DataType.Long),
        new Field("float", DataType.Float),
        new Field("double", DataType.Double),
        new Field("dec", new DecimalType(12, 2)),
        new Field("wide", new DecimalType(30, 4)),
        new Field("text", DataType.String),
        new Field("blob", DataType.Binary),
        new Field("date", DataType.Date),
        new Field("time", DataType.Timestamp),
        new Field("list", new ArrayType(DataType.String, true)),
        new Field("struct", new StructType([new Field("a", DataType.Int), new Field("b", DataType.String)])),
        new Field("void", DataType.Null),
    ]);

    public static List<object?[]> Rows(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Schema.Fields.Select(f => Value(random, f.Type)).ToArray())];

    /// <summary>The rows as batches of random sizes; columns are flat, dictionaries or constants, and some lanes are not selected.</summary>
    public static List<RecordBatch> Batches(Random random, IReadOnlyList<object?[]> rows, MemoryBudget budget, int largest)
    {
        var batches = new List<RecordBatch>();
        for (var start = 0; start < rows.Count;)
        {
            var count = Math.Min(rows.Count - start, random.Next(1, largest + 1));
            batches.Add(Batch(random, [.. rows.Skip(start).Take(count)], budget));
            start += count;
        }

        return batches;
    }

    private static unsafe RecordBatch Batch(Random random, List<object?[]> rows, MemoryBudget budget)
    {
        // Rows between the wanted ones are there and not selected.
        var lanes = new List<int>();
        var all = new List<object?[]>();
        var gaps = random.Next(2) == 0;
        foreach (var row in rows)
        {
            while (gaps && random.Next(3) == 0)
                all.Add([.. Schema.Fields.Select(f => Value(random, f.Type))]);
            lanes.Add(all.Count);
            all.Add(row);
        }

        var columns = new Vector[Schema.Fields.Count];
        for (var c = 0; c < columns.Length; c++)
            columns[c] = Column(random, [.. all.Select(r => r[c])], Schema.Fields[c].Type, budget);
        Selection? selection = null;
        if (gaps)
        {
            var buffer = budget.Allocate(lanes.Count * sizeof(int));
            lanes.CopyTo(buffer.AsSpan<int>(lanes.Count));
            selection = new Selection(buffer, lanes.Count);
        }

        return new RecordBatch(columns, all.Count, selection);
    }

    private static unsafe Vector Column(Random random, List<object?> values, DataType type, MemoryBudget budget)
    {
        using var builder = VectorBuilder.Create(type, budget);
        if (values.TrueForAll(v => Equals(v, values[0])) && values.Count > 0)
        {
            builder.Append(values[0]);
            return new ConstantVector(builder.Build(), values.Count);
        }

        if (random.Next(3) > 0)
        {
            foreach (var value in values)
                builder.Append(value);
            return builder.Build();
        }

        // The dictionary stands in reverse order, and has an entry that nobody uses.
        var indices = budget.Allocate(values.Count * sizeof(int));
        for (var i = 0; i < values.Count; i++)
            ((int*)indices.Pointer)[i] = values.Count - 1 - i;
        for (var i = values.Count - 1; i >= 0; i--)
            builder.Append(values[i]);
        builder.Append(null);
        return new DictionaryVector(builder.Build(), indices, values.Count, entriesAreDistinct: false);
    }

    private static object? Value(Random random, DataType type)
    {
        if (random.Next(6) == 0)
            return null;
        return type switch
        {
            NullType => null,
            BooleanType => random.Next(2) == 0,
            ByteType => (sbyte)random.Next(-128, 128),
            ShortType => (short)random.Next(-10, 10),
            IntegerType => random.Next(-50, 50),
            LongType => random.Next(4) == 0 ? random.NextInt64() : random.Next(10),
            FloatType => random.Next(5) == 0 ? float.NaN : random.NextSingle(),
            DoubleType => random.Next(5) == 0 ? -0.0 : random.NextDouble(),
            DecimalType { Precision: > 18 } => (Int128)random.NextInt64() * random.Next(-9, 9),
            DecimalType => (Int128)random.Next(-100_000, 100_000),
            StringType => Text(random),
            BinaryType => Text(random),
            DateType => random.Next(-1000, 20_000),
            TimestampType => random.NextInt64(-1_000_000_000_000L, 2_000_000_000_000_000L),
            ArrayType array => Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, array.Element)).ToValueList(),
            StructType fields => fields.Fields.Select(f => Value(random, f.Type)).ToValueList(),
            _ => throw new ArgumentException(type.Name),
        };
    }

    private static ByteString Text(Random random)
    {
        var length = random.Next(4) switch { 0 => 0, 1 => 12, 2 => random.Next(13), _ => random.Next(13, 60) };
        return ByteString.Of(new string((char)('a' + random.Next(26)), length));
    }
}
