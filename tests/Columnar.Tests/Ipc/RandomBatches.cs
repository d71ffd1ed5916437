using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Tests.Ipc;

/// <summary>Schemas, values and batches in every type and vector form, from a seed.</summary>
internal sealed class RandomBatches(Random random, MemoryBudget budget)
{
    private static readonly DataType[] Atoms =
    [
        DataType.Null, DataType.Boolean, DataType.Byte, DataType.Short, DataType.Int, DataType.Long, DataType.Float, DataType.Double,
        new DecimalType(5, 2), new DecimalType(18, 0), new DecimalType(19, 4), new DecimalType(38, 10),
        DataType.String, new StringType("UNICODE_CI"), new CharType(7), new VarcharType(30), DataType.Binary, DataType.Variant,
        DataType.Date, new TimeType(), new TimeType(3), DataType.Timestamp, DataType.TimestampNtz,
        new YearMonthIntervalType(), new YearMonthIntervalType(YearMonthField.Month, YearMonthField.Month),
        new DayTimeIntervalType(), new DayTimeIntervalType(DayTimeField.Hour, DayTimeField.Second),
        DataType.CalendarInterval, new UserDefinedType("point", DataType.Long),
    ];

    internal StructType Schema(int columns) =>
        new([.. Enumerable.Range(0, columns).Select(i => new Field($"c{i}", Type(3), true, random.Next(3) == 0 ? "seen" : null))]);

    internal DataType Type(int depth) => random.Next(depth > 0 ? 10 : 6) switch
    {
        6 or 7 => new ArrayType(Type(depth - 1)),
        8 => new MapType(Atoms[random.Next(1, Atoms.Length)], Type(depth - 1)),
        9 => new StructType([.. Enumerable.Range(0, random.Next(4)).Select(i => new Field($"f{i}", Type(depth - 1)))]),
        _ => Atoms[random.Next(Atoms.Length)],
    };

    internal static StructType EveryAtom => new([.. Atoms.Select((type, i) => new Field($"a{i}", type))]);

    internal RecordBatch Batch(StructType schema, int lanes)
    {
        Vector[] columns = [.. schema.Fields.Select(field => Column(field.Type, lanes))];
        return new RecordBatch(columns, lanes, random.Next(3) == 0 ? Select(lanes) : null);
    }

    internal unsafe Vector Column(DataType type, int lanes)
    {
        switch (random.Next(6))
        {
            case 0:
                return new ConstantVector(Plain(type, 1), lanes);
            case 1:
                int entries = 1 + random.Next(6);
                NativeBuffer indices = budget.Allocate(lanes * sizeof(int));
                for (int i = 0; i < lanes; i++)
                    ((int*)indices.Pointer)[i] = random.Next(entries);
                return new DictionaryVector(Plain(type, entries), indices, lanes, false);
            case 2 when lanes > 0:
                var ends = new List<int>();
                for (int end = 0; end < lanes;)
                    ends.Add(end += 1 + random.Next(5));
                NativeBuffer buffer = budget.Allocate(ends.Count * sizeof(int));
                for (int i = 0; i < ends.Count; i++)
                    ((int*)buffer.Pointer)[i] = ends[i];
                return new RunVector(Plain(type, ends.Count), buffer, lanes);
            case 3:
                // Lanes out of order share elements of lists and bytes of heaps.
                Vector source = Plain(type, lanes + 8);
                NativeBuffer picks = budget.Allocate(lanes * sizeof(int));
                for (int i = 0; i < lanes; i++)
                    ((int*)picks.Pointer)[i] = random.Next(lanes + 8);
                Vector picked = Gather.Lanes(source, (int*)picks.Pointer, lanes, budget);
                source.Release();
                picks.Release();
                return picked;
            default:
                return Plain(type, lanes);
        }
    }

    private Vector Plain(DataType type, int lanes)
    {
        using VectorBuilder builder = VectorBuilder.Create(type, budget);
        bool nulls = random.Next(2) == 0;
        for (int i = 0; i < lanes; i++)
            builder.Append(Value(type, nulls));
        return builder.Build();
    }

    internal object? Value(DataType type, bool nulls)
    {
        if (type is NullType || (nulls && random.Next(4) == 0))
            return null;

        return type switch
        {
            UserDefinedType user => Value(user.Storage, false),
            BooleanType => random.Next(2) == 0,
            ByteType => (sbyte)random.Next(-128, 128),
            ShortType => (short)random.Next(short.MinValue, short.MaxValue + 1),
            IntegerType or DateType or YearMonthIntervalType => random.Next(int.MinValue, int.MaxValue),
            TimeType => random.NextInt64(0, 86_400_000_000_000),
            FloatType => random.NextSingle() * 100 - 50,
            DoubleType => random.NextDouble() * 1e9 - 5e8,
            DecimalType { Precision: <= 18 } => (Int128)random.NextInt64(-99_999, 99_999),
            DecimalType => new Int128((ulong)random.NextInt64(-1_000_000_000, 1_000_000_000), (ulong)random.NextInt64()),
            CalendarIntervalType => new CalendarInterval(random.Next(-100, 100), random.Next(-100, 100), random.NextInt64(-1_000_000_000, 1_000_000_000)),
            ArrayType array => Items(random.Next(5), () => Value(array.Element, nulls)),
            MapType map => Entries(map, nulls),
            StructType fields => ValueList.Create<object?>([.. fields.Fields.Select(field => Value(field.Type, nulls))]),
            _ when type.Physical == PhysicalType.Bytes => Text(),
            _ => random.NextInt64(long.MinValue, long.MaxValue),
        };
    }

    private ByteString Text()
    {
        byte[] bytes = new byte[random.Next(3) == 0 ? random.Next(60) : random.Next(14)];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)random.Next('a', 'z');
        return new ByteString(bytes);
    }

    private ValueList<KeyValuePair<object, object?>> Entries(MapType map, bool nulls)
    {
        var entries = new KeyValuePair<object, object?>[random.Next(4)];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = new(Value(map.Key, false)!, Value(map.Value, nulls));
        return ValueList.Create<KeyValuePair<object, object?>>(entries);
    }

    private static ValueList<object?> Items(int count, Func<object?> make)
    {
        var items = new object?[count];
        for (int i = 0; i < count; i++)
            items[i] = make();
        return ValueList.Create<object?>(items);
    }

    private unsafe Selection Select(int lanes)
    {
        int[] picked = [.. Enumerable.Range(0, lanes).Where(_ => random.Next(3) > 0)];
        NativeBuffer buffer = budget.Allocate(picked.Length * sizeof(int));
        picked.CopyTo(buffer.AsSpan<int>(picked.Length));
        return new Selection(buffer, picked.Length);
    }

    /// <summary>Rows as boxed values, which compare by value.</summary>
    internal static List<object?[]> Rows(RecordBatch batch)
    {
        var rows = new List<object?[]>();
        for (int row = 0; row < batch.Rows; row++)
        {
            var values = new object?[batch.Columns.Length];
            for (int column = 0; column < values.Length; column++)
                values[column] = batch[column].Read(batch.Lane(row));
            rows.Add(values);
        }

        return rows;
    }
}
