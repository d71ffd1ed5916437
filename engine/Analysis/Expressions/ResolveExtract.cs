using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary><c>value[key]</c> and <c>(value).field</c> → an array's element, a map's value, or a struct's field.</summary>
internal sealed class ResolveExtract : ExpressionRule<UnresolvedExtract>
{
    protected override Expression Resolve(UnresolvedExtract expression, ExpressionScope scope)
    {
        var value = scope.Resolve(expression.Child);
        var key = scope.Resolve(expression.Key);
        var names = scope.Names;
        switch (value.Type)
        {
            case StructType or ArrayType { Element: StructType } when key is Literal { Value: ByteString field }:
                return FieldAccess.ByName(value, field.ToString(), expression.Origin, scope.Query.Session.NameComparison);
            case ArrayType array:
                if (key.Type is not (IntegralType or NullType))
                    throw BindingErrors.UnexpectedType(scope.Site("getarrayitem", [value, key], expression.Origin), 1, "\"INTEGRAL\"");
                return names.Give(
                    new Call("get_array_item", "get_array_item", [value, scope.Convert(key, DataType.Int), Literal.Of(scope.Query.Session.IsAnsi)], array.Element, true,
                        FunctionTraits.NullIntolerant | (scope.Query.Session.IsAnsi ? FunctionTraits.CanRaise : 0)) { Origin = expression.Origin },
                    $"{names.Of(value)}[{names.Of(key)}]");
            case MapType map:
                var common = CommonType.Wider(map.Key, key.Type)
                    ?? throw BindingErrors.UnexpectedType(scope.Site("getmapvalue", [value, key], expression.Origin), 1, $"\"{map.Key.Sql}\"");
                return names.Give(
                    new Call("get_map_value", "get_map_value", [scope.Convert(value, map with { Key = common }), scope.Convert(key, common)], map.Value, true, FunctionTraits.NullIntolerant)
                    {
                        Origin = expression.Origin,
                    },
                    $"{names.Of(value)}[{names.Of(key)}]");
            default:
                throw new SpindleException(new ErrorClass("INVALID_EXTRACT_BASE_FIELD_TYPE", "42000"),
                    $"{names.Of(value)} is {value.Type.Sql} and has no parts; only structs, maps and arrays have.", expression.Origin,
                    parameters: Errors.NameErrors.Parameters(("base", $"\"{names.Of(value)}\""), ("other", $"\"{value.Type.Sql}\"")));
        }
    }
}
