using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Stages;

namespace Spindle.Wire.Plans;

/// <summary>How a member of some type is written and read; found once a type.</summary>
internal static class ValueCodec<T>
{
    public static readonly Action<WireWriter, T> Write;
    public static readonly Func<WireReader, T> Read;

    static ValueCodec()
    {
        var (write, read) = ValueCodecs.Of(typeof(T));
        Write = (Action<WireWriter, T>)write;
        Read = (Func<WireReader, T>)read;
    }
}

/// <summary>The kinds of member that records have. What is none of the simple ones is a record itself.</summary>
internal static class ValueCodecs
{
    public static (Delegate Write, Delegate Read) Of(Type type)
    {
        if (type == typeof(int))
            return Pair<int>((w, v) => w.Signed(v), r => r.Int());
        if (type == typeof(long))
            return Pair<long>((w, v) => w.Signed(v), r => r.Signed());
        if (type == typeof(bool))
            return Pair<bool>((w, v) => w.Byte(v ? (byte)1 : (byte)0), r => r.Boolean());
        if (type == typeof(double))
            return Pair<double>((w, v) => w.Double(v), r => r.Double());
        if (type == typeof(string))
            return Pair<string?>((w, v) => w.Text(v), r => r.Text());
        if (type == typeof(object))
            return Pair<object?>(BoxedValue.Write, BoxedValue.Read);
        if (type == typeof(ByteString))
            return Pair<ByteString>((w, v) => w.Bytes(v.Span), r => new ByteString(r.Bytes()));
        if (type == typeof(KeyBits))
            return Pair<KeyBits>(BitGaps.Write, BitGaps.Read);
        if (type == typeof(ColumnId))
            return Pair<ColumnId>((w, v) => w.Signed(v.Value), r => new ColumnId(r.Signed()));
        if (type == typeof(Origin))
            return Pair<Origin>(WriteOrigin, r => new Origin(r.Int(), r.Int()));
        if (type.IsEnum)
            return Made(nameof(Enumeration), type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>))
            return Made(nameof(List), type.GetGenericArguments());
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return Made(nameof(KeyAndValue), type.GetGenericArguments());
        if (type.IsValueType)
            throw new UnreachableException($"a member of type {type} does not travel");
        return Made(nameof(Record), type);
    }

    private static (Delegate Write, Delegate Read) Pair<T>(Action<WireWriter, T> write, Func<WireReader, T> read) => (write, read);

    private static (Delegate Write, Delegate Read) Made(string method, params Type[] types) =>
        ((Delegate, Delegate))typeof(ValueCodecs).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(types).Invoke(null, null)!;

    private static void WriteOrigin(WireWriter writer, Origin origin)
    {
        writer.Signed(origin.Start);
        writer.Signed(origin.Stop);
    }

    private static (Delegate Write, Delegate Read) Record<T>() where T : class? => Pair<T?>(
        (w, v) => w.Record(v),
        r => r.Record() switch
        {
            null => null,
            T record => record,
            var other => throw new WireFormatException($"{other.GetType().Name} stands where {typeof(T).Name} belongs"),
        });

    private static (Delegate Write, Delegate Read) Enumeration<T>() where T : struct, Enum
    {
        if (Unsafe.SizeOf<T>() > sizeof(int))
            throw new UnreachableException($"{typeof(T)} is too wide");
        var flags = typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false);
        var values = Enum.GetValues<T>().Select(v => Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        var all = values.Aggregate(0, (a, b) => a | b);
        return Pair<T>(
            (w, v) => w.Signed(Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture)),
            r => r.Int() is var value && (flags ? (value & ~all) == 0 : values.Contains(value)) ? (T)Enum.ToObject(typeof(T), value) : throw new WireFormatException($"{typeof(T).Name} has no value {value}"));
    }

    private static (Delegate Write, Delegate Read) List<T>() => Pair<ValueList<T>?>(
        (w, v) =>
        {
            w.Unsigned(v is null ? 0 : (ulong)v.Count + 1);
            foreach (var item in v ?? [])
                ValueCodec<T>.Write(w, item);
        },
        r =>
        {
            var count = r.Unsigned();
            if (count == 0)
                return null;
            var items = new T[r.Count(count - 1)];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = ValueCodec<T>.Read(r);
                if (items[i] is null && typeof(T) != typeof(object))
                    throw new WireFormatException($"a list of {typeof(T).Name} has a hole");
            }

            return ValueList.Create<T>(items);
        });

    private static (Delegate Write, Delegate Read) KeyAndValue<TKey, TValue>() => Pair<KeyValuePair<TKey, TValue>>(
        (w, v) =>
        {
            ValueCodec<TKey>.Write(w, v.Key);
            ValueCodec<TValue>.Write(w, v.Value);
        },
        r => new(ValueCodec<TKey>.Read(r), ValueCodec<TValue>.Read(r)));
}
