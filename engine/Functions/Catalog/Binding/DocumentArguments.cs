using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>What the functions of JSON, CSV, XML and variants share in their arguments: schemas, options, and texts whose type is asked for.</summary>
internal static class DocumentArguments
{
    private static readonly ErrorClass NonStringLiteral = new("INVALID_SCHEMA.NON_STRING_LITERAL", "42K07");
    private static readonly ErrorClass NonStructType = new("INVALID_SCHEMA.NON_STRUCT_TYPE", "42K07");
    private static readonly ErrorClass NonStringType = new("INVALID_OPTIONS.NON_STRING_TYPE", "42K06");
    private static readonly ErrorClass NonMapFunction = new("INVALID_OPTIONS.NON_MAP_FUNCTION", "42K06");
    private static readonly ErrorClass CharAsString = new("UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING", "0A000");

    /// <summary>The type that a constant text argument names, as a type or as a list of columns.</summary>
    /// <exception cref="SpindleException">INVALID_SCHEMA.NON_STRING_LITERAL, or what the text itself lacks.</exception>
    public static DataType Schema(CallSite call, int index)
    {
        if (call[index] is { IsFoldable: true } written && Coercion.TypeFamilies.IsText(written.Type) && ConstantFolder.Fold(written, new MemoryBudget()).Value is ByteString text)
        {
            var type = Nullable(Read(call, text.ToString()));
            return !HasChar(type) ? type : throw new SpindleException(CharAsString, "a schema of values names STRING, and neither CHAR nor VARCHAR", call.Origin);
        }

        var form = $"\"{call.Names.Of(call[index])}\"";
        throw new SpindleException(NonStringLiteral, $"the schema {form} must be a constant text, such as 'a INT, b STRING'", call.Origin,
            parameters: new Dictionary<string, string> { ["inputSchema"] = form });
    }

    /// <summary>As <see cref="Schema"/>, of a record: a struct.</summary>
    /// <exception cref="SpindleException">INVALID_SCHEMA.NON_STRUCT_TYPE besides.</exception>
    public static StructType Rows(CallSite call, int index)
    {
        var type = Schema(call, index);
        var form = $"\"{call.Names.Of(call[index])}\"";
        return type as StructType ?? throw new SpindleException(NonStructType, $"the schema {form} is {type.Sql}, and must be a struct", call.Origin,
            parameters: new Dictionary<string, string> { ["inputSchema"] = form, ["dataType"] = $"\"{type.Sql}\"" });
    }

    /// <summary>The options that <c>map('name', 'value', …)</c> gives; none where the argument is not there.</summary>
    public static Literal Options(CallSite call, int index)
    {
        var type = new MapType(DataType.String, DataType.String);
        if (index >= call.Count)
            return new Literal(WithSession(call, ValueList<KeyValuePair<object, object?>>.Empty), type);
        var written = call[index];
        if (written is not Call { Function: "map", IsFoldable: true })
            throw new SpindleException(NonMapFunction, "the options must be written as map('name', 'value', …)", call.Origin);
        if (written.Type is not MapType { Key: StringType, Value: StringType } && written is not Call { Arguments.Count: 0 })
        {
            throw new SpindleException(NonStringType, $"the options map strings to strings, and not {written.Type.Sql}", call.Origin,
                parameters: new Dictionary<string, string> { ["mapType"] = $"\"{written.Type.Sql}\"" });
        }

        return new Literal(WithSession(call, (ValueList<KeyValuePair<object, object?>>)ConstantFolder.Fold(written, new MemoryBudget()).Value!), type);
    }

    // What the call says goes before what the session does.
    private static ValueList<KeyValuePair<object, object?>> WithSession(CallSite call, ValueList<KeyValuePair<object, object?>> given)
    {
        if (call.Session.DocumentOptions.Count == 0)
            return given;
        var names = given.Select(g => $"{g.Key}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. given, .. call.Session.DocumentOptions.Where(o => !names.Contains(o.Key)).Select(o => new KeyValuePair<object, object?>(ByteString.Of(o.Key), ByteString.Of(o.Value)))];
    }

    /// <summary>The first argument, which must be text as it is.</summary>
    public static Expression Text(CallSite call) => ArgumentBinder.Bind(call.With([call[0]]), Signature.Of(Accept.TextOnly))[0];

    /// <summary>A constant text argument, whose type is asked for.</summary>
    /// <exception cref="SpindleException">DATATYPE_MISMATCH where it is not constant or null.</exception>
    public static ByteString Sample(CallSite call, string name)
    {
        var shown = call.With([call[0]]);
        if (!call[0].IsFoldable)
            throw BindingErrors.NotConstant(shown, 0, name);
        if (ConstantFolder.Fold(Text(call), new MemoryBudget()).Value is ByteString text)
            return text;
        throw BindingErrors.Mismatch(shown, "UNEXPECTED_NULL", $"{name} must not be null.", ("exprName", name));
    }

    /// <summary>A literal map as the pairs that readers take.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(Expression options) =>
        ((ValueList<KeyValuePair<object, object?>>)((Literal)options).Value!).Select(p => KeyValuePair.Create(((ByteString)p.Key).ToString(), p.Value is ByteString value ? value.ToString() : ""));

    /// <summary>A call of a kernel that is shown with its first argument alone: schemas, options and the zone stay out of names.</summary>
    public static Expression Call(CallSite call, string id, DataType type, ValueList<Expression> arguments, string? form = null)
    {
        var shown = form ?? $"{call.DisplayName}({call.Names.Of(call[0])})";
        return call.Named(new Call(id, call.DisplayName, arguments, type, true, FunctionTraits.CanRaise) { Text = shown }, shown);
    }

    /// <summary>The type of a text; what it lacks is the call's error.</summary>
    private static DataType Read(CallSite call, string text)
    {
        try
        {
            return call.Session.ReadType(text);
        }
        catch (SpindleException error)
        {
            throw new SpindleException(error.ErrorClass, $"the schema '{text}': {error.Message}", call.Origin, error, error.Parameters);
        }
    }

    /// <summary>The type with everything inside it nullable: documents lack what they like.</summary>
    private static DataType Nullable(DataType type) => type switch
    {
        ArrayType array => new ArrayType(Nullable(array.Element)),
        MapType map => new MapType(Nullable(map.Key), Nullable(map.Value)),
        StructType fields => new StructType(fields.Fields.Select(f => f with { Type = Nullable(f.Type), Nullable = true }).ToValueList()),
        _ => type,
    };

    private static bool HasChar(DataType type) => type switch
    {
        CharType or VarcharType => true,
        ArrayType array => HasChar(array.Element),
        MapType map => HasChar(map.Key) || HasChar(map.Value),
        StructType fields => fields.Fields.Any(f => HasChar(f.Type)),
        _ => false,
    };
}
