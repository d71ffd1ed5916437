using System.Collections;
using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Formats.Variants;
using Spindle.UserCode.Types;

namespace Spindle.Sql.Objects;

/// <summary>Values between the engine's boxed form and .NET's types.</summary>
internal static class ClrValues
{
    private const int UnixDay = 719_162;
    private const int MaxDecimalDigits = 28;

    /// <summary>A .NET value in the form of a vector's lane of that type.</summary>
    public static object? FromClr(object? value, DataType type) => (value, type) switch
    {
        (null, _) => null,
        (Enum e, StringType) => ByteString.Of(e.ToString()),
        (Guid g, StringType) => ByteString.Of(g.ToString()),
        (char c, StringType) => ByteString.Of(c.ToString()),
        (string s, StringType or VarcharType or CharType) => ByteString.Of(s),
        (byte[] b, BinaryType) => ByteString.Of(b),
        (decimal d, DecimalType t) => Scaled(d, t),
        (ulong u, DecimalType) => (Int128)u,
        (DateOnly d, DateType) => d.DayNumber - UnixDay,
        (TimeOnly t, TimeType) => t.Ticks * 100,
        (TimeSpan t, DayTimeIntervalType) => t.Ticks / 10,
        (_, TimestampType or TimestampNtzType) when ClrInstants.Micros(value) is { } micros => micros,
        (byte b, ShortType) => (short)b,
        (ushort u, IntegerType) => (int)u,
        (uint u, LongType) => (long)u,
        (Row row, StructType t) => t.Fields.Select((f, i) => FromClr(row[i], f.Type)).ToValueList(),
        (IDictionary map, MapType t) => Entries(map, t).ToValueList(),
        (IEnumerable items, ArrayType t) => items.Cast<object?>().Select(i => FromClr(i, t.Element)).ToValueList(),
        (_, StructType t) => ObjectShape.Of(value.GetType()).Members.Select((m, i) => FromClr(m.Get(value), t.Fields[i].Type)).ToValueList(),
        _ => value,
    };

    /// <summary>A lane's boxed value as the .NET value that a <see cref="Row"/> holds.</summary>
    public static object? ToClr(object? value, DataType type) => (value, type) switch
    {
        (null, _) => null,
        (ByteString b, BinaryType) => b.Memory.ToArray(),
        (ByteString b, VariantType) => VariantText.ToJson(b.Span, Columnar.Time.TimeZone.Utc),
        (ByteString b, _) => b.ToString(),
        (Int128 unscaled, DecimalType t) => Decimal(unscaled, t),
        (int days, DateType) => days + UnixDay is var number && number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber(number)
            : throw OutOfRange("the date lies outside of the years 1 to 9999, which DateOnly holds"),
        (long nanos, TimeType) => new TimeOnly(nanos / 100),
        (long micros, TimestampType) => ClrInstants.FromMicros(micros, isUtc: true),
        (long micros, TimestampNtzType) => ClrInstants.FromMicros(micros, isUtc: false),
        (long micros, DayTimeIntervalType) => new TimeSpan(checked(micros * 10)),
        (ValueList<object?> items, ArrayType t) => items.Select(i => ToClr(i, t.Element)).ToArray(),
        (ValueList<KeyValuePair<object, object?>> entries, MapType t) => entries.ToDictionary(e => ToClr(e.Key, t.Key)!, e => ToClr(e.Value, t.Value)),
        (ValueList<object?> fields, StructType t) => new Row(t, [.. fields.Select((f, i) => ToClr(f, t.Fields[i].Type))]),
        _ => value,
    };

    /// <summary>A row's value as the type that a program asks for.</summary>
    public static object? ConvertTo(object? value, Type target, string column)
    {
        var underlying = Nullable.GetUnderlyingType(target) ?? target;
        if (value is null)
        {
            return !target.IsValueType || underlying != target ? null
                : throw new SpindleException(SessionErrors.ValueConversion, $"the column {column} is NULL in a row, which {target.Name} cannot hold; use {target.Name}?");
        }

        if (underlying.IsInstanceOfType(value))
            return value;
        try
        {
            return Converted(value, underlying, column) ?? throw Impossible(value, underlying, column);
        }
        catch (Exception error) when (error is OverflowException or FormatException or InvalidCastException or ArgumentException)
        {
            throw Impossible(value, underlying, column);
        }
    }

    private static IEnumerable<KeyValuePair<object, object?>> Entries(IDictionary map, MapType type)
    {
        foreach (DictionaryEntry entry in map)
            yield return KeyValuePair.Create(FromClr(entry.Key, type.Key)!, FromClr(entry.Value, type.Value));
    }

    public static Int128 Unscaled(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var size = ((Int128)(uint)parts[2] << 64) | ((Int128)(uint)parts[1] << 32) | (uint)parts[0];
        return value < 0 ? -size : size;
    }

    private static object? Converted(object value, Type target, string column)
    {
        if (target.IsEnum && value is string name)
            return Enum.Parse(target, name, ignoreCase: true);
        if (target == typeof(Guid) && value is string guid)
            return Guid.Parse(guid);
        if (ClrInstants.Convert(value, target) is { } instant)
            return instant;
        if (value is Row row)
            return RowObjects.For(target).Make(row);
        if (value is object?[] items)
            return Collection(items, target, column);
        if (value is Dictionary<object, object?> map && target.IsGenericType && target.GetGenericArguments() is [var keyType, var valueType])
        {
            var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(keyType, valueType))!;
            foreach (var (key, item) in map)
                result.Add(ConvertTo(key, keyType, column)!, ConvertTo(item, valueType, column));
            return target.IsInstanceOfType(result) ? result : null;
        }

        return value is IConvertible ? Convert.ChangeType(value, target, CultureInfo.InvariantCulture) : null;
    }

    private static object? Collection(object?[] items, Type target, string column)
    {
        var element = target.IsArray ? target.GetElementType()! : target.IsGenericType ? target.GetGenericArguments()[0] : typeof(object);
        var array = System.Array.CreateInstance(element, items.Length);
        for (var i = 0; i < items.Length; i++)
            array.SetValue(ConvertTo(items[i], element, column), i);
        if (target.IsInstanceOfType(array))
            return array;
        var list = Activator.CreateInstance(typeof(List<>).MakeGenericType(element), array);
        return target.IsInstanceOfType(list) ? list : null;
    }

    private static Int128 Scaled(decimal value, DecimalType type)
    {
        var unscaled = Unscaled(value);
        var missing = type.Scale - value.Scale;
        for (; missing > 0; missing--)
            unscaled = checked(unscaled * 10);
        if (missing < 0)
        {
            var divisor = (Int128)1;
            for (; missing < 0; missing++)
                divisor *= 10;
            var (quotient, remainder) = Int128.DivRem(unscaled, divisor);
            unscaled = Int128.Abs(remainder) * 2 >= divisor ? quotient + Int128.Sign(unscaled) : quotient;
        }

        return unscaled;
    }

    private static decimal Decimal(Int128 unscaled, DecimalType type)
    {
        var scale = type.Scale;
        var size = Int128.Abs(unscaled);
        // Zeros behind the point give way where 96 bits do not hold them all.
        while ((scale > MaxDecimalDigits || size >> 96 != 0) && scale > 0 && size % 10 == 0)
        {
            size /= 10;
            scale--;
        }

        return scale <= MaxDecimalDigits && size >> 96 == 0
            ? new decimal((int)(uint)(size & uint.MaxValue), (int)(uint)((size >> 32) & uint.MaxValue), (int)(uint)((size >> 64) & uint.MaxValue), unscaled < 0, (byte)scale)
            : throw OutOfRange($"a {type.Name} has more digits than System.Decimal holds; cast it to decimal(28, s), or to string");
    }

    private static SpindleException OutOfRange(string message) => new(SessionErrors.ValueConversion, message);

    private static SpindleException Impossible(object value, Type target, string column) =>
        new(SessionErrors.ValueConversion, $"the column {column} holds a {value.GetType().Name}, which is no {target.Name}");
}
