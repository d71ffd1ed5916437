using System.Collections;
using System.Reflection;
using Spindle.Columnar.Types;

namespace Spindle.Sql.Objects;

/// <summary>Which SQL type a .NET type's values have.</summary>
internal static class ClrTypes
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
        [ClrInstants.Instant] = DataType.Timestamp,
        [ClrInstants.InstantWithOffset] = DataType.Timestamp,
    };

    /// <summary>The type; null where there is none.</summary>
    public static DataType? Find(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Simple.TryGetValue(type, out var simple))
            return simple;
        if (type.IsEnum)
            return DataType.String;
        if (Arguments(type, typeof(IDictionary<,>)) is [var key, var value] && Find(key) is { } keyType && Find(value) is { } valueType)
            return new MapType(keyType, valueType);
        if (typeof(IEnumerable).IsAssignableFrom(type) && Arguments(type, typeof(IEnumerable<>)) is [var element] && Find(element) is { } elementType)
            return new ArrayType(elementType);
        return type.IsPrimitive || type == typeof(object) || typeof(IEnumerable).IsAssignableFrom(type) ? null : Struct(type);
    }

    /// <summary>The public properties, in the order of their declaration, that are a row's columns.</summary>
    public static IReadOnlyList<PropertyInfo> Columns(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0).OrderBy(p => p.MetadataToken)];

    private static StructType? Struct(Type type)
    {
        var fields = new List<Field>();
        foreach (var property in Columns(type))
        {
            if (Find(property.PropertyType) is not { } fieldType)
                return null;
            var nullable = !property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null;
            fields.Add(new Field(property.Name, fieldType, nullable));
        }

        return fields.Count == 0 ? null : new StructType(fields.ToValueList());
    }

    private static Type[]? Arguments(Type type, Type definition) =>
        type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition)?.GetGenericArguments();
}
