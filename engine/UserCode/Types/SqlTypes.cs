using System.Collections;
using Spindle.Columnar.Types;

namespace Spindle.UserCode.Types;

/// <summary>Which SQL type a .NET type's values have.</summary>
public static class SqlTypes
{
    private static readonly Dictionary<Type, DataType> Simple = new()
    {
        [typeof(bool)] = DataType.Boolean,
        [typeof(sbyte)] = DataType.Byte,
        [typeof(byte)] = DataType.Short,
        [typeof(short)] = DataType.Short,
        [typeof(ushort)] = DataType.Int,
        [typeof(int)] = DataType.Int,
        [typeof(uint)] = DataType.Long,
        [typeof(long)] = DataType.Long,
        [typeof(ulong)] = new DecimalType(20, 0),
        [typeof(float)] = DataType.Float,
        [typeof(double)] = DataType.Double,
        [typeof(decimal)] = new DecimalType(38, 18),
        [typeof(string)] = DataType.String,
        [typeof(char)] = DataType.String,
        [typeof(Guid)] = DataType.String,
        [typeof(byte[])] = DataType.Binary,
        [typeof(DateOnly)] = DataType.Date,
        [typeof(TimeOnly)] = new TimeType(),
        [typeof(TimeSpan)] = new DayTimeIntervalType(),
        [Instants.Instant] = DataType.Timestamp,
        [Instants.InstantWithOffset] = DataType.Timestamp,
    };

    /// <summary>True where the type holds nulls.</summary>
    public static bool HoldsNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    /// <summary>The SQL type.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">UNSUPPORTED_DATATYPE: there is none.</exception>
    public static DataType Of(Type type, string where) => Find(type) ?? throw UserCodeErrors.NoSqlType(type, where);

    /// <summary>The SQL type; null where there is none.</summary>
    public static DataType? Find(Type type) => Find(type, []);

    /// <summary>The columns of rows that are objects of the type: its members, or one column <c>value</c>.</summary>
    public static StructType Columns(Type type, string where) => Of(type, where) is StructType columns ? columns : new StructType([new Field("value", Of(type, where), HoldsNull(type))]);

    /// <summary>The element type of an array or collection; null for other types.</summary>
    internal static Type? Element(Type type) => type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type) || Pair(type) is not null ? null : Arguments(type, typeof(IEnumerable<>))?[0];

    /// <summary>Key and value of a dictionary; null for other types.</summary>
    internal static Type[]? Pair(Type type) => Arguments(type, typeof(IDictionary<,>)) ?? Arguments(type, typeof(IReadOnlyDictionary<,>));

    private static DataType? Find(Type type, List<Type> above)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Simple.TryGetValue(type, out var simple))
            return simple;
        if (type.IsEnum)
            return DataType.String;
        if (above.Contains(type) || type.IsByRefLike || type.IsPointer || type.IsPrimitive || type == typeof(object))
            return null;
        above = [.. above, type];
        if (Pair(type) is [var key, var value])
            return Find(key, above) is { } keyType && Find(value, above) is { } valueType ? new MapType(keyType, valueType, HoldsNull(value)) : null;
        if (Element(type) is { } element)
            return Find(element, above) is { } elementType ? new ArrayType(elementType, HoldsNull(element)) : null;
        return typeof(IEnumerable).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type) ? null : Struct(type, above);
    }

    private static StructType? Struct(Type type, List<Type> above)
    {
        var fields = new List<Field>();
        foreach (var member in ObjectShape.Of(type).Members)
        {
            if (Find(member.Type, above) is not { } field)
                return null;
            fields.Add(new Field(member.Name, field, HoldsNull(member.Type)));
        }

        return fields.Count == 0 ? null : new StructType(fields.ToValueList());
    }

    private static Type[]? Arguments(Type type, Type definition) =>
        type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition)?.GetGenericArguments();
}
