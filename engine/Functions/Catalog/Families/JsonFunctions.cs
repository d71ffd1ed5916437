using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Formats.Json;
using Spindle.Formats.Json.Documents;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of JSON texts.</summary>
internal static class JsonFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("json_funcs")
        .Scalar("get_json_object", "What a path leads to in a JSON text: a string bare, anything else as JSON; null where it leads nowhere.",
            Signature.Of(Accept.Text, Accept.Text), DataType.String, Nulls.Always, FunctionTraits.NullIntolerant)
        .Scalar("json_array_length", "The elements of the array that a JSON text is; null where it is none.", Signature.Of(Accept.Text), DataType.Int, Nulls.Always, FunctionTraits.NullIntolerant)
        .Scalar("json_object_keys", "The names of the fields of the object that a JSON text is; null where it is none.", Signature.Of(Accept.Text), Result.ArrayOf(DataType.String, true), Nulls.Always,
            FunctionTraits.NullIntolerant)
        .Add("json_tuple", FunctionKind.Generator, "A row of the fields of a JSON text that have these names.", Tuple)
        .Add("from_json", FunctionKind.Scalar, "The value that a JSON text stands for, of a given type.", FromJson)
        .Add("to_json", FunctionKind.Scalar, "A struct, an array, a map or a variant as JSON.", ToJson)
        .Add("schema_of_json", FunctionKind.Scalar, "The type that a JSON text suggests.", SchemaOf, needsKernel: false)
        .Entries;

    private static Expression FromJson(CallSite call)
    {
        if (call.Count is < 2 or > 3)
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3]");
        var type = DocumentArguments.Schema(call, 1);
        var options = DocumentArguments.Options(call, 2);
        var text = DocumentArguments.Text(call);
        if (type is not (StructType or ArrayType or MapType or VariantType))
            throw BindingErrors.Mismatch(call, "INVALID_JSON_SCHEMA", $"{type.Sql} is no type of a whole JSON text; name a struct, an array, a map or a variant.", ("schema", $"\"{type.Sql}\""));
        if (HasOtherKey(type))
            throw BindingErrors.Mismatch(call, "INVALID_JSON_MAP_KEY_TYPE", $"the keys of {type.Sql} must be strings.", ("schema", $"\"{type.Sql}\""));
        DocumentModes.Check(call, options);
        var result = DocumentArguments.Call(call, "from_json", type, [text, options, Calls.Zone(call)], type is MapType ? "entries" : null);
        return result;
    }

    private static Expression ToJson(CallSite call)
    {
        if (call.Count is < 1 or > 2)
            throw BindingErrors.WrongNumberOfArguments(call, "[1, 2]");
        var options = DocumentArguments.Options(call, 1);
        if (call.TypeOf(0) is not (StructType or ArrayType or MapType or VariantType))
        {
            throw BindingErrors.Mismatch(call, "INVALID_JSON_SCHEMA", $"{call.TypeOf(0).Sql} is no struct, array, map or variant.", ("schema", $"\"{call.TypeOf(0).Sql}\""));
        }

        return DocumentArguments.Call(call, "to_json", DataType.String, [call[0], options, Calls.Zone(call)]);
    }

    private static Expression SchemaOf(CallSite call)
    {
        if (call.Count is < 1 or > 2)
            throw BindingErrors.WrongNumberOfArguments(call, "[1, 2]");
        var form = $"{call.DisplayName}({call.Names.Of(call[0])})";
        var options = JsonOptions.ForReading(DocumentArguments.Pairs(DocumentArguments.Options(call, 1)));
        var text = DocumentArguments.Sample(call, "json");
        using var document = new JsonDocument(options, new MemoryBudget());
        if (!document.TryLoad(text.Span) && !text.Span.TrimStart(" \t\r\n"u8).IsEmpty)
            throw Formats.Records.RecordErrors.FailFast(Formats.Records.RecordErrors.Malformed, "schema_of_json", "the text is not JSON.", text.Span).At(call.Origin);
        return call.Named(Literal.Of(document.TypeReader(options, TimeZone.Find(call.Session.TimeZone) ?? TimeZone.Utc).Read().Sql), form);
    }

    private static Expression Tuple(CallSite call)
    {
        if (call.Count < 2)
            throw BindingErrors.WrongNumberOfArguments(call, "> 1");
        if (call.Arguments.Any(a => !Coercion.TypeFamilies.IsText(a.Type)))
            throw BindingErrors.Mismatch(call, "NON_STRING_TYPE", "all arguments must be strings.", ("funcName", "`json_tuple`"));
        var row = new StructType(Enumerable.Range(0, call.Count - 1).Select(i => new Field($"c{i}", DataType.String)).ToValueList());
        var fields = new Call("json_tuple", "json_tuple", call.Arguments, new ArrayType(row, false), false, FunctionTraits.None) { Origin = call.Origin };
        return new GeneratorCall("inline", call.Name, [fields], row, FunctionTraits.None) { Origin = call.Origin };
    }

    private static bool HasOtherKey(DataType type) => type switch
    {
        MapType map => map.Key is not StringType || HasOtherKey(map.Value),
        ArrayType array => HasOtherKey(array.Element),
        StructType fields => fields.Fields.Any(f => HasOtherKey(f.Type)),
        _ => false,
    };
}
