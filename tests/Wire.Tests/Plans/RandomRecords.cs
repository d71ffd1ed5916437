using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;
using Spindle.Wire.Plans;

namespace Spindle.Wire.Tests.Plans;

[WireTag("test.table")]
public sealed record TestDescriptor(string DisplayName, StructType Schema, ValueList<KeyValuePair<string, string>> Options) : TableDescriptor(DisplayName, Schema);

[WireTag("test.split")]
public sealed record TestSplit(string Path, ValueList<object?> Values, long Rows, long Bytes) : Split(Rows, Bytes);

/// <summary>Records of every travelling type with random members. What they say need not make sense.</summary>
internal sealed class RandomRecords(Random random)
{
    private const int MaxDepth = 4;

    public static readonly Type[] Registered = [typeof(TestDescriptor), typeof(TestSplit)];

    private static readonly Type[] All = [.. WireTable.Rows.Select(r => r.Type), .. Registered];

    public object Record(Type type, int depth = 0)
    {
        var shape = RecordShape.Of(type);
        var values = shape.Members.Select(m => m.MayBeNull && random.Next(3) == 0 ? null : Value(m.Property.PropertyType, depth + 1)).ToList();
        var parameters = shape.Constructor.GetParameters().Length;
        var record = shape.Constructor.Invoke([.. values.Take(parameters)]);
        for (var i = parameters; i < values.Count; i++)
            shape.Members[i].Property.SetValue(record, values[i]);
        return record;
    }

    private object? Value(Type type, int depth)
    {
        if (type == typeof(int))
            return random.Next(4) == 0 ? int.MinValue : random.Next(-100, 1_000);
        if (type == typeof(long))
            return random.Next(4) == 0 ? long.MaxValue : random.NextInt64(-100, 1L << 40);
        if (type == typeof(bool))
            return random.Next(2) == 0;
        if (type == typeof(double))
            return random.Next(4) == 0 ? double.NaN : random.NextDouble() * 1e6;
        if (type == typeof(string))
            return random.Next(4) == 0 ? "" : $"naïve {random.Next(100)} 𝄞";
        if (type == typeof(object))
            return Boxed(0);
        if (type == typeof(ByteString))
            return Bytes();
        if (type == typeof(KeyBits))
            return new KeyBits(Bytes());
        if (type == typeof(ColumnId))
            return new ColumnId(random.Next(1_000));
        if (type == typeof(Origin))
            return new Origin(random.Next(100), 100 + random.Next(100));
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return Activator.CreateInstance(type, [.. type.GetGenericArguments().Select(t => Value(t, depth))]);
        if (type.IsGenericType)
            return GetType().GetMethod(nameof(List), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [depth]);
        return depth > MaxDepth ? Small(type) : Record(Pick([.. All.Where(type.IsAssignableFrom)]), depth);
    }

    private ValueList<T> List<T>(int depth) => Enumerable.Range(0, depth > MaxDepth ? 0 : random.Next(3)).Select(_ => (T)Value(typeof(T), depth + 1)!).ToValueList();

    private object Small(Type type)
    {
        if (type.IsAssignableFrom(typeof(BoundReference)))
            return new BoundReference(random.Next(10), DataType.Long, true, "c");
        if (type.IsAssignableFrom(typeof(DateType)))
            return DataType.Date;
        if (type.IsAssignableFrom(typeof(RangeExec)))
            return new RangeExec(0, 10, 1, "id");
        if (type.IsAssignableFrom(typeof(SinglePartitioning)))
            return new SinglePartitioning();
        if (type.IsAssignableFrom(typeof(TestDescriptor)))
            return new TestDescriptor("t", StructType.Empty, []);
        if (type.IsAssignableFrom(typeof(AggregateCall)))
            return new AggregateCall("sum", "sum", [], false, null, [], DataType.Long, true, FunctionTraits.None);
        return Record(Pick([.. All.Where(type.IsAssignableFrom)]), MaxDepth);
    }

    private object? Boxed(int depth) => random.Next(depth > 2 ? 12 : 14) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => (sbyte)random.Next(-128, 128),
        3 => (short)random.Next(-1_000, 1_000),
        4 => random.Next(),
        5 => random.NextInt64(),
        6 => Int128.MinValue + random.Next(),
        7 => 1.5f,
        8 => double.NegativeInfinity,
        9 or 10 => Bytes(),
        11 => new CalendarInterval(random.Next(), -random.Next(), random.NextInt64()),
        12 => Enumerable.Range(0, random.Next(3)).Select(_ => Boxed(depth + 1)).ToValueList(),
        _ => Enumerable.Range(0, random.Next(3)).Select(i => new KeyValuePair<object, object?>(i, Boxed(depth + 1))).ToValueList(),
    };

    private ByteString Bytes()
    {
        var bytes = new byte[random.Next(20)];
        random.NextBytes(bytes);
        return new ByteString(bytes);
    }

    private Type Pick(Type[] types) => types[random.Next(types.Length)];
}
