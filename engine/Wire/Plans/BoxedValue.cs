using Spindle.Columnar.Types;

namespace Spindle.Wire.Plans;

/// <summary>Values as literals and partition values hold them: each with a byte that says what it is.</summary>
internal static class BoxedValue
{
    private enum Kind : byte
    {
        Null,
        False,
        True,
        Int8,
        Int16,
        Int32,
        Int64,
        Int128,
        Float32,
        Float64,
        Bytes,
        Interval,
        List,
        Map,
    }

    public static void Write(WireWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.Byte((byte)Kind.Null);
                break;
            case bool b:
                writer.Byte((byte)(b ? Kind.True : Kind.False));
                break;
            case sbyte n:
                Whole(writer, Kind.Int8, n);
                break;
            case short n:
                Whole(writer, Kind.Int16, n);
                break;
            case int n:
                Whole(writer, Kind.Int32, n);
                break;
            case long n:
                Whole(writer, Kind.Int64, n);
                break;
            case Int128 n:
                writer.Byte((byte)Kind.Int128);
                writer.Wide(n);
                break;
            case float n:
                writer.Byte((byte)Kind.Float32);
                writer.Float(n);
                break;
            case double n:
                writer.Byte((byte)Kind.Float64);
                writer.Double(n);
                break;
            case ByteString s:
                writer.Byte((byte)Kind.Bytes);
                writer.Bytes(s.Span);
                break;
            case CalendarInterval interval:
                Whole(writer, Kind.Interval, interval.Months);
                writer.Signed(interval.Days);
                writer.Signed(interval.Microseconds);
                break;
            case ValueList<object?> list:
                writer.Byte((byte)Kind.List);
                writer.Unsigned((ulong)list.Count);
                foreach (var item in list)
                    Write(writer, item);
                break;
            case ValueList<KeyValuePair<object, object?>> map:
                writer.Byte((byte)Kind.Map);
                writer.Unsigned((ulong)map.Count);
                foreach (var (key, item) in map)
                {
                    Write(writer, key);
                    Write(writer, item);
                }

                break;
            default:
                throw new NotSupportedException($"a value of {value.GetType()} does not travel");
        }
    }

    public static object? Read(WireReader reader) => (Kind)reader.Byte() switch
    {
        Kind.Null => null,
        Kind.False => false,
        Kind.True => true,
        Kind.Int8 => checked((sbyte)reader.Signed()),
        Kind.Int16 => checked((short)reader.Signed()),
        Kind.Int32 => reader.Int(),
        Kind.Int64 => reader.Signed(),
        Kind.Int128 => reader.Wide(),
        Kind.Float32 => reader.Float(),
        Kind.Float64 => reader.Double(),
        Kind.Bytes => new ByteString(reader.Bytes()),
        Kind.Interval => new CalendarInterval(reader.Int(), reader.Int(), reader.Signed()),
        Kind.List => reader.Nested(List),
        Kind.Map => reader.Nested(Map),
        var kind => throw new WireFormatException($"there is no value of kind {kind}"),
    };

    private static ValueList<object?> List(WireReader reader)
    {
        var items = new object?[reader.Count(reader.Unsigned())];
        for (var i = 0; i < items.Length; i++)
            items[i] = Read(reader);
        return ValueList.Create<object?>(items);
    }

    private static ValueList<KeyValuePair<object, object?>> Map(WireReader reader)
    {
        var items = new KeyValuePair<object, object?>[reader.Count(reader.Unsigned())];
        for (var i = 0; i < items.Length; i++)
            items[i] = new(Read(reader) ?? throw new WireFormatException("a map's key is null"), Read(reader));
        return ValueList.Create<KeyValuePair<object, object?>>(items);
    }

    private static void Whole(WireWriter writer, Kind kind, long value)
    {
        writer.Byte((byte)kind);
        writer.Signed(value);
    }
}
