using Spindle.Analysis.Errors;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Scopes;

/// <summary><c>value.name</c>: a field of a struct, that field of each struct of an array, or a map's value.</summary>
internal static class FieldAccess
{
    public static Expression ByName(Expression value, string name, Origin origin, StringComparison comparison)
    {
        switch (value.Type)
        {
            case StructType fields:
                var ordinal = Ordinal(fields, name, origin, comparison);
                return new GetField(value, ordinal, fields.Fields[ordinal].Name) { Origin = origin };
            case ArrayType { Element: StructType element } array:
                var position = Ordinal(element, name, origin, comparison);
                var field = element.Fields[position];
                return new Call("get_array_struct_fields", "get_array_struct_fields", [value, Literal.Of(position)], new ArrayType(field.Type, array.ContainsNull || field.Nullable),
                    value.Nullable, FunctionTraits.NullIntolerant) { Text = $"{value.Sql}.{field.Name}", Origin = origin };
            case MapType { Key: StringType } map:
                return new Call("get_map_value", "get_map_value", [value, Literal.Of(name)], map.Value, true, FunctionTraits.NullIntolerant)
                {
                    Text = $"{value.Sql}[{name}]", Origin = origin,
                };
            default:
                throw NameErrors.NotAStruct(value, name, origin);
        }
    }

    private static int Ordinal(StructType fields, string name, Origin origin, StringComparison comparison)
    {
        var found = -1;
        for (var i = 0; i < fields.Fields.Count; i++)
        {
            if (!string.Equals(fields.Fields[i].Name, name, comparison))
                continue;
            if (found >= 0)
                throw NameErrors.AmbiguousField(name, origin);
            found = i;
        }

        return found >= 0 ? found : throw NameErrors.NoSuchField(name, fields, origin);
    }
}
