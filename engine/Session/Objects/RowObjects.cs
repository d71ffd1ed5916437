using System.Collections.Concurrent;
using System.Reflection;
using Spindle.Columnar.Errors;
using Spindle.UserCode.Types;

namespace Spindle.Sql.Objects;

/// <summary>Makes objects of rows: by the constructor whose parameters are named like columns (records), else by setting properties.</summary>
internal sealed class RowObjects
{
    private static readonly ConcurrentDictionary<Type, RowObjects> Known = new();

    private readonly Type type;
    private readonly ConstructorInfo? constructor;
    private readonly IReadOnlyList<PropertyInfo> properties;

    private RowObjects(Type type)
    {
        this.type = type;
        constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        properties = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0)];
    }

    public static RowObjects For(Type type) => Known.GetOrAdd(type, t => new RowObjects(t));

    public object Make(Row row)
    {
        // One column makes a plain value: ToLocal<long>.
        if (row.Count == 1 && (SqlTypes.Find(type) is not (null or Columnar.Types.StructType) || type == typeof(object)))
            return ClrValues.ConvertTo(row[0], type, row.Schema.Fields[0].Name)!;
        if (constructor is { } make && make.GetParameters() is { Length: > 0 } parameters)
            return make.Invoke([.. parameters.Select(p => Value(row, p.Name!, p.ParameterType))]);
        var instance = Activator.CreateInstance(type) ?? throw new SpindleException(SessionErrors.ValueConversion, $"{type.Name} cannot be made: it has no public constructor");
        foreach (var property in properties)
            property.SetValue(instance, Value(row, property.Name, property.PropertyType));
        return instance;
    }

    private object? Value(Row row, string name, Type target)
    {
        for (var i = 0; i < row.Count; i++)
        {
            var column = row.Schema.Fields[i].Name;
            if (column.Equals(name, StringComparison.OrdinalIgnoreCase) || column.Replace("_", "", StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase))
                return ClrValues.ConvertTo(row[i], target, column);
        }

        throw new SpindleException(SessionErrors.UnresolvedColumn, $"{type.Name} has a member {name}, and the rows no column of that name; they have {string.Join(", ", row.Schema.Fields.Select(f => f.Name))}");
    }
}
