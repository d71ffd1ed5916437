using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions that make and read maps.</summary>
internal static class MapFunctions
{
    private static readonly Signature One = Signature.Of(Accept.Map);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("map_funcs")
        .Add("map", FunctionKind.Scalar, "A map of keys and values in turn.", Map)
        .Scalar("map_keys", "The keys as an array.", One, c => new ArrayType(((MapType)c.TypeOf(0)).Key, false))
        .Scalar("map_values", "The values as an array.", One, c => new ArrayType(((MapType)c.TypeOf(0)).Value, ((MapType)c.TypeOf(0)).ValueContainsNull))
        .Scalar("map_entries", "The entries as an array of structs of key and value.", One, c => new ArrayType(((MapType)c.TypeOf(0)).Entries, false))
        .Scalar("map_from_arrays", "A map of an array of keys and one of values.", Signature.Of(Accept.Array, Accept.Array),
            c => new MapType(((ArrayType)c.TypeOf(0)).Element, ((ArrayType)c.TypeOf(1)).Element, ((ArrayType)c.TypeOf(1)).ContainsNull), traits: FunctionTraits.CanRaise)
        .Scalar("map_from_entries", "A map of an array of structs of key and value.", Signature.Of(Accept.Array), FromEntries, Nulls.Always, FunctionTraits.CanRaise | FunctionTraits.NullIntolerant)
        .Add("map_concat", FunctionKind.Scalar, "The entries of all maps.", Concat)
        .Add("map_contains_key", FunctionKind.Scalar, "True when the map has the key.", ContainsKey)
        .Scalar("str_to_map", "A map read from text, with a separator between entries and one between key and value.",
            Signature.Of(Accept.Text, Signature.Optional(Accept.Text, Literal.Of(",")), Signature.Optional(Accept.Text, Literal.Of(":"))), Result.Is(new MapType(DataType.String, DataType.String)),
            traits: FunctionTraits.CanRaise)
        .Entries.Select(Kept).ToList();

    /// <summary>The function with the session's way with keys that stand twice, where it makes a map.</summary>
    internal static FunctionEntry Kept(FunctionEntry entry) => entry.Id is "map" or "map_from_arrays" or "map_from_entries" or "map_concat" or "str_to_map" or "transform_keys"
        ? entry with { Bind = call => call.Session.LastKeyWins ? LastKept(entry.Bind(call), entry.Id) : entry.Bind(call) } : entry;

    private static Expression LastKept(Expression bound, string id) =>
        bound.Transform(e => e is Call made && made.Function == id ? made with { Traits = made.Traits | FunctionTraits.LastKeyWins } : e);

    private static Expression Map(CallSite call)
    {
        if (call.Count % 2 != 0)
            throw BindingErrors.WrongNumberOfArguments(call, "2n (n > 0)");
        var key = Common(call, 0, "CREATE_MAP_KEY_DIFF_TYPES", "keys");
        var value = Common(call, 1, "CREATE_MAP_VALUE_DIFF_TYPES", "values");
        var bound = call.With(call.Arguments.Select((a, i) => call.Convert(a, i % 2 == 0 ? key : value)));
        var type = new MapType(call.Count == 0 ? DataType.Null : key, call.Count == 0 ? DataType.Null : value, bound.Arguments.Where((_, i) => i % 2 == 1).Any(v => v.Nullable));
        return Calls.Of(bound, "map", type, false, FunctionTraits.CanRaise);
    }

    private static DataType Common(CallSite call, int offset, string kind, string what)
    {
        var types = call.Arguments.Where((_, i) => i % 2 == offset).Select(a => a.Type).ToList();
        return CommonType.Wider(types) ?? throw BindingErrors.Mismatch(call, kind, $"the {what} have types that do not go together: {string.Join(", ", types.Select(t => t.Sql).Distinct())}.",
            ("functionName", "`map`"), ("dataType", $"[{string.Join(", ", types.Select(t => $"\"{t.Sql}\""))}]"));
    }

    private static DataType FromEntries(CallSite call) => call.TypeOf(0) is ArrayType { Element: StructType { Fields: [var key, var value] } }
        ? new MapType(key.Type, value.Type, value.Nullable)
        : throw BindingErrors.UnexpectedType(call, 0, "\"ARRAY\" of pair \"STRUCT\"");

    private static Expression Concat(CallSite call)
    {
        if (call.Arguments.Any(a => a.Type is not (MapType or NullType)) || CommonType.Wider(call.Arguments.Select(a => a.Type)) is not { } type)
        {
            throw BindingErrors.Mismatch(call, "MAP_CONCAT_DIFF_TYPES", "the arguments must be maps of one type.",
                ("functionName", "`map_concat`"), ("dataType", $"[{string.Join(", ", call.Arguments.Select(a => $"\"{a.Type.Sql}\""))}]"));
        }

        if (type is NullType)
            type = new MapType(DataType.String, DataType.String);
        var bound = call.With(call.Arguments.Select(a => call.Convert(a, type)));
        return Calls.Of(bound, "map_concat", type, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }

    private static Expression ContainsKey(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Accept.Any));
        if (call.TypeOf(1) is NullType)
            throw BindingErrors.Mismatch(call, "NULL_TYPE", "the key must have a type; cast the NULL.", ("functionName", "`map_contains_key`"));
        if (call.TypeOf(0) is not MapType map || CommonType.Tightest(map.Key, call.TypeOf(1)) is not { } key)
        {
            throw BindingErrors.Mismatch(call, "MAP_FUNCTION_DIFF_TYPES", $"the key, {call.TypeOf(1).Sql}, must have the type of the map's keys, {call.TypeOf(0).Sql}.",
                ("functionName", "`map_contains_key`"), ("dataType", "\"MAP\""), ("leftType", $"\"{call.TypeOf(0).Sql}\""), ("rightType", $"\"{call.TypeOf(1).Sql}\""));
        }

        var bound = call.With([call.Convert(call[0], map with { Key = key }), call.Convert(call[1], key)]);
        return Calls.Of(bound, "map_contains_key", DataType.Boolean, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.NullIntolerant);
    }
}
