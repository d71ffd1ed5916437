using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions that make and read arrays. Positions are 1-based unless said otherwise.</summary>
internal static class ArrayFunctions
{
    private static readonly Signature One = Signature.Of(Accept.Array);
    private static readonly Signature Two = Signature.Of(Accept.Any, Accept.Any);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("array_funcs")
        .Add("array", FunctionKind.Scalar, "An array of the arguments.", Array)
        .Scalar("array_distinct", "The array without repeated elements.", One, Result.As(0))
        .Scalar("array_compact", "The array without nulls.", One, c => ((ArrayType)c.TypeOf(0)) with { ContainsNull = false })
        .Add("array_union", FunctionKind.Scalar, "The elements of both arrays, each once.", call => TwoArrays(call, "array_union", c => c.TypeOf(0)))
        .Add("array_intersect", FunctionKind.Scalar, "The elements that both arrays hold, each once.", call => TwoArrays(call, "array_intersect", c => c.TypeOf(0)))
        .Add("array_except", FunctionKind.Scalar, "The elements of the first array that the second lacks, each once.", call => TwoArrays(call, "array_except", c => c.TypeOf(0)))
        .Add("arrays_overlap", FunctionKind.Scalar, "True when both arrays hold some element.", call => TwoArrays(call, "arrays_overlap", Result.Is(DataType.Boolean), true))
        .Add("array_contains", FunctionKind.Scalar, "True when the array holds the value.", call => WithElement(call, "array_contains", Result.Is(DataType.Boolean), true))
        .Add("array_position", FunctionKind.Scalar, "Where the value first stands in the array; 0 where it does not.", call => WithElement(call, "array_position", Result.Is(DataType.Long), false))
        .Add("array_remove", FunctionKind.Scalar, "The array without elements equal to the value.", call => WithElement(call, "array_remove", Result.As(0), false))
        .Add("array_append", FunctionKind.Scalar, "The array with the value behind it.", call => WithElement(call, "array_append", Widened, false, needsElement: false))
        .Add("array_prepend", FunctionKind.Scalar, "The array with the value before it.", call => WithElement(call, "array_prepend", Widened, false, needsElement: false))
        .Add("array_insert", FunctionKind.Scalar, "The array with a value put in at a position; from the end for a negative one, filled up with nulls.", Insert)
        .Scalar("array_join", "The elements as one text; nulls are left out, or replaced by the third argument.",
            Signature.Of(Accept.ArrayOf(DataType.String), Accept.Text, Signature.MayLack(Accept.Text)), DataType.String)
        .Scalar("array_max", "The greatest element.", One, Result.Element(0), Nulls.Always, FunctionTraits.NullIntolerant)
        .Scalar("array_min", "The least element.", One, Result.Element(0), Nulls.Always, FunctionTraits.NullIntolerant)
        .Scalar("array_repeat", "An array of the value so many times.", Signature.Of(Accept.Any, Accept.Int), c => new ArrayType(c.TypeOf(0), c[0].Nullable), Nulls.Always)
        .Scalar("array_size", "The number of elements.", One, DataType.Int)
        .Scalar("slice", "So many elements from a position on; from the end for a negative one.", Signature.Of(Accept.Array, Accept.Int, Accept.Int), Result.As(0), traits: FunctionTraits.CanRaise)
        .Scalar("flatten", "The elements of an array of arrays.", Signature.Of(Accept.Array), Flattened, Nulls.Always, FunctionTraits.NullIntolerant)
        .Scalar("sort_array", "The array in order; nulls first, or last in descending order.", Signature.Of(Accept.Array, Signature.Optional(Accept.Boolean, Literal.True)), Result.As(0))
        .Scalar("get", "The element at a 0-based index; null outside of the array.", Signature.Of(Accept.Array, Accept.Int), Result.Element(0), Nulls.Always, FunctionTraits.NullIntolerant)
        .Add("element_at", FunctionKind.Scalar, "The element at a position, or a map's value of a key; null where there is none.", call => ElementAt(call, false))
        .Add("try_element_at", FunctionKind.Scalar, "As element_at, and null for a position outside of the array.", call => ElementAt(call, true), needsKernel: false)
        .Add("sequence", FunctionKind.Scalar, "An array of values from a start to a stop, by a step.", Sequence)
        .Add("arrays_zip", FunctionKind.Scalar, "An array of structs of the arrays' elements at each position.", Zip)
        .Scalar("size, cardinality", "The number of elements of an array or of a map's entries.", Signature.Of(Accept.ArrayOrMap), DataType.Int)
        .Entries;

    private static Expression Array(CallSite call)
    {
        var bound = ArgumentBinder.Unify(call);
        var type = new ArrayType(bound.Count == 0 ? DataType.Null : bound.TypeOf(0), bound.Arguments.Any(a => a.Nullable));
        return Calls.Of(bound, "array", type, false, FunctionTraits.None);
    }

    private static DataType Widened(CallSite call) => ((ArrayType)call.TypeOf(0)) with { ContainsNull = true };

    private static DataType Flattened(CallSite call) => call.TypeOf(0) is ArrayType { Element: ArrayType inner } outer
        ? inner with { ContainsNull = inner.ContainsNull }
        : throw BindingErrors.UnexpectedType(call, 0, "\"ARRAY\" of \"ARRAY\"");

    private static Expression TwoArrays(CallSite call, string id, Func<CallSite, DataType> result, bool nullable = false)
    {
        call = ArgumentBinder.Bind(call, Two);
        var mixed = BindingErrors.Mismatch(call, "BINARY_ARRAY_DIFF_TYPES", $"both arguments must be arrays of one type, not {call.TypeOf(0).Sql} and {call.TypeOf(1).Sql}.",
            ("functionName", $"`{id}`"), ("arrayType", "\"ARRAY\""), ("leftType", $"\"{call.TypeOf(0).Sql}\""), ("rightType", $"\"{call.TypeOf(1).Sql}\""));
        var common = CommonType.Wider(call.TypeOf(0), call.TypeOf(1));
        if (common is not ArrayType)
            throw mixed;
        var bound = call.With(call.Arguments.Select(a => call.Convert(a, common)));
        return Calls.Of(bound, id, result(bound), nullable || Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.NullIntolerant);
    }

    private static Expression WithElement(CallSite call, string id, Func<CallSite, DataType> result, bool nullable, bool needsElement = true)
    {
        call = ArgumentBinder.Bind(call, Two);
        if (id == "array_contains" && call.TypeOf(0) is ArrayType && call.TypeOf(1) is NullType)
            throw BindingErrors.Mismatch(call, "NULL_TYPE", "the value must have a type; cast the NULL.", ("functionName", $"`{id}`"));
        if (call.TypeOf(0) is not ArrayType array || CommonType.Tightest(array.Element, call.TypeOf(1)) is not { } element)
        {
            throw BindingErrors.Mismatch(call, "ARRAY_FUNCTION_DIFF_TYPES", $"the value, {call.TypeOf(1).Sql}, must have the type of the array's elements, {call.TypeOf(0).Sql}.",
                ("functionName", $"`{id}`"), ("dataType", "\"ARRAY\""), ("leftType", $"\"{call.TypeOf(0).Sql}\""), ("rightType", $"\"{call.TypeOf(1).Sql}\""));
        }

        var bound = call.With([call.Convert(call[0], array with { Element = element }), call.Convert(call[1], element)]);
        var isNullable = nullable || (needsElement ? Calls.IsNullable(bound, Nulls.FromArguments) : bound[0].Nullable);
        return Calls.Of(bound, id, result(bound), isNullable, needsElement ? FunctionTraits.NullIntolerant : FunctionTraits.None);
    }

    private static Expression Insert(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Accept.Any, Accept.Any));
        if (call.TypeOf(0) is not ArrayType array || CommonType.Tightest(array.Element, call.TypeOf(2)) is not { } element)
        {
            throw BindingErrors.Mismatch(call, "ARRAY_FUNCTION_DIFF_TYPES", $"the value, {call.TypeOf(2).Sql}, must have the type of the array's elements, {call.TypeOf(0).Sql}.",
                ("functionName", "`array_insert`"), ("dataType", "\"ARRAY\""), ("leftType", $"\"{call.TypeOf(0).Sql}\""), ("rightType", $"\"{call.TypeOf(2).Sql}\""));
        }

        if (call.TypeOf(1) is not IntegralType)
            throw BindingErrors.UnexpectedType(call, 1, "\"INT\"");
        var bound = call.With([call.Convert(call[0], array with { Element = element }), call.Convert(call[1], DataType.Int), call.Convert(call[2], element)]);
        return Calls.Of(bound, "array_insert", Widened(bound), bound[0].Nullable || bound[1].Nullable, FunctionTraits.CanRaise);
    }

    private static Expression ElementAt(CallSite call, bool isTry)
    {
        call = ArgumentBinder.Bind(call, Two);
        var traits = FunctionTraits.NullIntolerant;
        switch (call.TypeOf(0))
        {
            case ArrayType array:
                if (call.TypeOf(1) is not (IntegralType or NullType))
                    throw BindingErrors.UnexpectedType(call, 1, "\"INT\"");
                var positioned = call.With([call[0], call.Convert(call[1], DataType.Int)]);
                var fails = call.Session.IsAnsi && !isTry;
                return Calls.Of(positioned, "element_at", array.Element, true, fails ? traits | FunctionTraits.CanRaise : traits, Literal.Of(fails));
            case MapType map when CommonType.Tightest(map.Key, call.TypeOf(1)) is { } key:
                var keyed = call.With([call.Convert(call[0], map with { Key = key }), call.Convert(call[1], key)]);
                return Calls.Of(keyed, "element_at", map.Value, true, traits);
            default:
                throw BindingErrors.UnexpectedType(call, 0, "(\"ARRAY\" or \"MAP\")");
        }
    }

    private static Expression Sequence(CallSite call)
    {
        if (call.Count is not (2 or 3))
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3]");
        var common = CommonType.Wider(call.TypeOf(0), call.TypeOf(1));
        if (common is not (IntegralType or DateType or TimestampType or TimestampNtzType))
        {
            throw BindingErrors.Mismatch(call, "SEQUENCE_WRONG_INPUT_TYPES", "start and stop must be whole numbers, dates or timestamps of one type.",
                ("functionName", $"`{call.DisplayName}`"), ("startType", "(\"TIMESTAMP\" or \"TIMESTAMP_NTZ\" or \"DATE\")"), ("otherStartType", "\"INTEGRAL\""),
                ("stepType", "(\"INTERVAL\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL DAY TO SECOND\")"));
        }

        var step = call.Count == 3 ? common is IntegralType ? call.Convert(call[2], common) : call[2] : null;
        var bound = call.With([call.Convert(call[0], common), call.Convert(call[1], common), .. step is null ? Enumerable.Empty<Expression>() : [step]]);
        Expression[] zone = common is TimestampType ? [Calls.Zone(call)] : [];
        return Calls.Of(bound, "sequence", new ArrayType(common, false), Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant, zone);
    }

    private static Expression Zip(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, new Signature([], Accept.Array));
        var fields = bound.Arguments.Select((a, i) => new Field(StructFunctions.FieldName(a) ?? $"{i}", ((ArrayType)a.Type).Element)).ToValueList();
        return Calls.Of(bound, "arrays_zip", new ArrayType(new StructType(fields), false), Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.NullIntolerant);
    }
}
