using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>Nested values as bytes that are equal exactly where the values are: zero signs and NaNs made one, a map's entries sorted by their keys' bytes.</summary>
internal static class NestedKeyCodec
{
    public static byte[] Encode(object value, DataType type)
    {
        var writer = new ArrayBufferWriter<byte>();
        Write(writer, value, type);
        return writer.WrittenSpan.ToArray();
    }

    public static object Decode(ReadOnlySpan<byte> bytes, DataType type) => Read(ref bytes, type)!;

    private static void Write(ArrayBufferWriter<byte> writer, object? value, DataType type)
    {
        writer.GetSpan(1)[0] = (byte)(value is null ? 0 : 1);
        writer.Advance(1);
        switch (value)
        {
            case null:
                break;
            case bool b:
                Write(writer, (byte)(b ? 1 : 0));
                break;
            case sbyte v:
                Write(writer, v);
                break;
            case short v:
                Write(writer, v);
                break;
            case int v:
                Write(writer, v);
                break;
            case long v:
                Write(writer, v);
                break;
            case Int128 v:
                Write(writer, v);
                break;
            case float v:
                Write(writer, Float32Key.Normal(v));
                break;
            case double v:
                Write(writer, Float64Key.Normal(v));
                break;
            case CalendarInterval v:
                Write(writer, v);
                break;
            case ByteString v:
                Write(writer, v.Length);
                writer.Write(v.Span);
                break;
            case ValueList<object?> items:
                Write(writer, items.Count);
                for (var i = 0; i < items.Count; i++)
                    Write(writer, items[i], type is StructType fields ? fields.Fields[i].Type : ((ArrayType)type).Element);
                break;
            case ValueList<KeyValuePair<object, object?>> entries:
                Write(writer, entries.Count);
                var encoded = entries.Select(e => Encode(ValueList.Create<object?>([e.Key, e.Value]), ((MapType)type).Entries)).ToList();
                encoded.Sort(static (l, r) => l.AsSpan().SequenceCompareTo(r));
                foreach (var entry in encoded)
                    writer.Write(entry);
                break;
            default:
                throw new UnreachableException(value.GetType().Name);
        }
    }

    private static object? Read(ref ReadOnlySpan<byte> bytes, DataType type)
    {
        var present = bytes[0] != 0;
        bytes = bytes[1..];
        if (!present)
            return null;
        switch (type)
        {
            case StructType fields:
                var values = new object?[Take<int>(ref bytes)];
                for (var i = 0; i < values.Length; i++)
                    values[i] = Read(ref bytes, fields.Fields[i].Type);
                return ValueList.Create<object?>(values);
            case ArrayType array:
                var items = new object?[Take<int>(ref bytes)];
                for (var i = 0; i < items.Length; i++)
                    items[i] = Read(ref bytes, array.Element);
                return ValueList.Create<object?>(items);
            case MapType map:
                var entries = new KeyValuePair<object, object?>[Take<int>(ref bytes)];
                for (var i = 0; i < entries.Length; i++)
                {
                    var entry = (ValueList<object?>)Read(ref bytes, map.Entries)!;
                    entries[i] = new KeyValuePair<object, object?>(entry[0]!, entry[1]);
                }

                return ValueList.Create<KeyValuePair<object, object?>>(entries);
            case DecimalType:
                return Take<Int128>(ref bytes);
        }

        switch (type.Physical)
        {
            case PhysicalType.Boolean:
                return Take<byte>(ref bytes) != 0;
            case PhysicalType.Int8:
                return Take<sbyte>(ref bytes);
            case PhysicalType.Int16:
                return Take<short>(ref bytes);
            case PhysicalType.Int32:
                return Take<int>(ref bytes);
            case PhysicalType.Int64:
                return Take<long>(ref bytes);
            case PhysicalType.Float32:
                return Take<float>(ref bytes);
            case PhysicalType.Float64:
                return Take<double>(ref bytes);
            case PhysicalType.Interval:
                return Take<CalendarInterval>(ref bytes);
            case PhysicalType.Bytes:
                var length = Take<int>(ref bytes);
                var text = ByteString.Of(bytes[..length]);
                bytes = bytes[length..];
                return text;
            default:
                throw new UnreachableException(type.Name);
        }
    }

    private static void Write<T>(ArrayBufferWriter<byte> writer, T value) where T : unmanaged => writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private static T Take<T>(ref ReadOnlySpan<byte> bytes) where T : unmanaged
    {
        var value = MemoryMarshal.Read<T>(bytes);
        bytes = bytes[System.Runtime.CompilerServices.Unsafe.SizeOf<T>()..];
        return value;
    }
}
