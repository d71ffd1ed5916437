using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Formats.Variants;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions that make, read and change variants.</summary>
internal static class VariantFunctions
{
    private static readonly Signature One = Signature.Of(DataType.Variant);
    private static readonly StructType Entry = new([new Field("pos", DataType.Int), new Field("key", DataType.String), new Field("value", DataType.Variant)]);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("variant_funcs")
        .Scalar("parse_json", "The variant that a JSON text stands for.", Signature.Of(Accept.Text), DataType.Variant, traits: FunctionTraits.CanRaise)
        .Scalar("try_parse_json", "The variant that a JSON text stands for; null where it is no JSON.", Signature.Of(Accept.Text), DataType.Variant, Nulls.Always, FunctionTraits.NullIntolerant)
        .Scalar("is_variant_null", "True for a variant that holds JSON's null.", One, DataType.Boolean, Nulls.Never)
        .Scalar("is_valid_variant", "True where the bytes of a variant can be read.", One, DataType.Boolean)
        .Scalar("schema_of_variant", "The type that a variant suggests.", One, DataType.String)
        .Add("variant_get, try_variant_get", FunctionKind.Scalar, "What a path leads to in a variant, as a given type; null where it leads nowhere.", Get)
        .Add("to_variant_object", FunctionKind.Scalar, "A variant of a value, with objects for structs and maps.", ToVariantObject)
        .Add("variant_set, try_variant_set", FunctionKind.Scalar, "The variant with a value at a path's end, in place of what is there.", Set)
        .Add("variant_insert, try_variant_insert", FunctionKind.Scalar, "The variant with a value put in at a path's end, where nothing may be.", call => Edit(call, 3))
        .Add("variant_array_append, try_variant_array_append", FunctionKind.Scalar, "The variant with a value at the end of the array that a path leads to.", call => Edit(call, 3))
        .Add("variant_delete", FunctionKind.Scalar, "The variant without what the paths lead to.", Delete)
        .Add("variant_strip_nulls", FunctionKind.Scalar, "The variant without nulls in its objects and, unless told otherwise, in its arrays.", StripNulls)
        .Add("variant_path", FunctionKind.Scalar, "What stands behind v:a.b: variant_get, called by the path's last name.", Path, needsKernel: false)
        .Add("schema_of_variant_agg", FunctionKind.Aggregate, "The type that all variants of a group suggest.", SchemaOfAll)
        .Add("variant_explode, variant_explode_outer", FunctionKind.Table, "A row for each element of a variant's array, or field of its object: position, key, value.", Explode)
        .Named(["input"])
        .Entries;

    private static Expression Get(CallSite call)
    {
        if (call.Count is < 2 or > 3)
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3]");
        var type = call.Count == 3 ? DocumentArguments.Schema(call, 2) : DataType.Variant;
        var bound = ArgumentBinder.Bind(call.With(call.Arguments.Take(2)), Signature.Of(DataType.Variant, Accept.Text));
        if (!CastRules.Exists(DataType.Variant, type, ansi: true))
        {
            throw BindingErrors.Mismatch(bound, "CAST_WITHOUT_SUGGESTION", $"a variant cannot be cast to {type.Sql}.", ("srcType", "\"VARIANT\""), ("targetType", $"\"{type.Sql}\""));
        }

        return Make(bound, "variant_get", type, Literal.Of(call.Name), Calls.Zone(call));
    }

    private static Expression ToVariantObject(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Any));
        if (bound.TypeOf(0) is not (StructType or ArrayType or MapType) || !CastRules.IsVariantable(bound.TypeOf(0), objects: true))
        {
            throw BindingErrors.Mismatch(bound, "CAST_WITHOUT_SUGGESTION", $"{bound.TypeOf(0).Sql} has no variant.", ("srcType", $"\"{bound.TypeOf(0).Sql}\""), ("targetType", "\"VARIANT\""));
        }

        return Calls.Of(bound, "to_variant_object", DataType.Variant, bound[0].Nullable, FunctionTraits.NullIntolerant);
    }

    private static Expression Path(CallSite call)
    {
        if (call.TypeOf(0) is not VariantType)
            throw new SpindleException(new ErrorClass("COLUMN_IS_NOT_VARIANT_TYPE", "42K09"), $"{call.Names.Of(call[0])} is {call.TypeOf(0).Sql}, and only a variant has a path.", call.Origin);
        var found = Get(call with { Name = "variant_get", DisplayName = "variant_get" });
        var name = VariantPath.TryParse(((Literal)call[1]).Value!.ToString()!)?.Steps.LastOrDefault(s => s.Name is not null).Name;
        return name is null ? found : new Alias(found, name, ColumnId.Next()) { Origin = call.Origin };
    }

    private static Expression SchemaOfAll(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, One);
        return new AggregateCall("schema_of_variant_agg", call.DisplayName, bound.Arguments, call.Distinct, call.Filter, call.WithinGroup, DataType.String, false, FunctionTraits.None) { Origin = call.Origin };
    }

    private static Expression Set(CallSite call)
    {
        string[] names = ["v", "path", "val"];
        if (call.Count < names.Length)
        {
            throw new SpindleException(new ErrorClass("REQUIRED_PARAMETER_NOT_FOUND", "4274K"), $"{call.Name} needs its argument {names[call.Count]}.", call.Origin,
                parameters: new Dictionary<string, string> { ["routineName"] = $"`{call.Name}`", ["parameterName"] = $"`{names[call.Count]}`", ["index"] = "0" });
        }

        var bound = ArgumentBinder.Bind(call, Signature.Of(DataType.Variant, Accept.Text, Accept.Any, Signature.Constant(DataType.Boolean, "create_if_missing", Literal.True)));
        return Edit(bound, 4);
    }

    private static Expression Edit(CallSite call, int count)
    {
        var bound = count == 4 ? call : ArgumentBinder.Bind(call, Signature.Of(DataType.Variant, Accept.Text, Accept.Any));
        var value = bound.TypeOf(2);
        if (value is not NullType && !CastRules.IsVariantable(value, objects: true))
            throw BindingErrors.UnexpectedType(bound, 2, "\"VARIANT\"");
        // Null for a null literal, whatever the other constants would raise.
        if (bound.Arguments.All(a => a.IsFoldable) && bound.Arguments.Any(a => a is Literal { Value: null }))
            return bound.Named(Literal.Null(DataType.Variant), bound.Form);
        var id = call.Name.StartsWith("try_", StringComparison.Ordinal) ? call.Name[4..] : call.Name;
        return Make(bound, id, DataType.Variant, Literal.Of(call.Name));
    }

    private static Expression Delete(CallSite call)
    {
        if (call.Count < 2)
            throw BindingErrors.WrongNumberOfArguments(call, "> 1");
        var bound = ArgumentBinder.Bind(call, Signature.Of(DataType.Variant).Then(Accept.Text, 1));
        return Calls.Of(bound, "variant_delete", DataType.Variant, true, FunctionTraits.CanRaise);
    }

    private static Expression StripNulls(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(DataType.Variant, Signature.Constant(DataType.Boolean, "include_arrays", Literal.True)));
        return Calls.Of(bound, "variant_strip_nulls", DataType.Variant, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.NullIntolerant);
    }

    private static Expression Explode(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, One);
        var entries = new Call("variant_entries", "variant_entries", bound.Arguments, new ArrayType(Entry, false), true, FunctionTraits.NullIntolerant) { Origin = call.Origin };
        return new GeneratorCall("inline", call.Name, [entries], Entry, FunctionTraits.None) { Origin = call.Origin };
    }

    private static Expression Make(CallSite call, string id, DataType type, params Expression[] hidden) =>
        Calls.Of(call, id, type, true, FunctionTraits.CanRaise | FunctionTraits.NullIntolerant, hidden);
}
