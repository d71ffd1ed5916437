using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions that take functions. Their kernels get the lambda as an argument.</summary>
internal static class LambdaFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("lambda_funcs")
        .Add("transform", FunctionKind.Scalar, "The array of what the function makes of each element (and its 0-based index).", Transform, takesLambdas: true)
        .Add("filter", FunctionKind.Scalar, "The elements for which the function is true.", call => Test(call, "filter", Result.As(0), withIndex: true), takesLambdas: true)
        .Add("exists", FunctionKind.Scalar, "True when the function is for one element.", call => Test(call, "exists", Result.Is(DataType.Boolean)), takesLambdas: true)
        .Add("forall", FunctionKind.Scalar, "True when the function is for every element.", call => Test(call, "forall", Result.Is(DataType.Boolean)), takesLambdas: true)
        .Add("aggregate, reduce", FunctionKind.Scalar, "Folds an array from a start value, and finishes the result by a second function.", Aggregate, takesLambdas: true)
        .Add("zip_with", FunctionKind.Scalar, "The array of what the function makes of the elements of two arrays at each position.", ZipWith, takesLambdas: true)
        .Add("map_filter", FunctionKind.Scalar, "The entries for which the function of key and value is true.", MapFilter, takesLambdas: true)
        .Add("transform_keys", FunctionKind.Scalar, "The map with the keys that the function makes of key and value.",
            call => MapTransform(call, "transform_keys", (map, body) => map with { Key = body.Type }, FunctionTraits.CanRaise), takesLambdas: true)
        .Add("transform_values", FunctionKind.Scalar, "The map with the values that the function makes of key and value.",
            call => MapTransform(call, "transform_values", (map, body) => map with { Value = body.Type, ValueContainsNull = body.Nullable }, FunctionTraits.None), takesLambdas: true)
        .Add("map_zip_with", FunctionKind.Scalar, "A map of what the function makes of each key and its values in two maps.", MapZipWith, takesLambdas: true)
        .Add("array_sort", FunctionKind.Scalar, "The array in order, nulls last, or as a function compares two elements.", Sort, takesLambdas: true)
        .Entries.Select(MapFunctions.Kept).ToList();

    private static CallSite Counted(CallSite call, int least, int most) =>
        call.Count >= least && call.Count <= most ? call : throw BindingErrors.WrongNumberOfArguments(call, least == most ? $"{least}" : $"[{least}, {most}]");

    private static ArrayType ArrayAt(CallSite call, int index) => call.TypeOf(index) switch
    {
        ArrayType array => array,
        NullType => new ArrayType(DataType.Null),
        _ => throw BindingErrors.UnexpectedType(call, index, "\"ARRAY\""),
    };

    private static MapType MapAt(CallSite call, int index) => call.TypeOf(index) switch
    {
        MapType map => map,
        NullType => new MapType(DataType.Null, DataType.Null),
        _ => throw BindingErrors.UnexpectedType(call, index, "\"MAP\""),
    };

    private static bool TakesTwo(Expression lambda) => lambda is UnresolvedLambda { Parameters.Count: 2 };

    private static Expression Transform(CallSite call)
    {
        var array = ArrayAt(Counted(call, 2, 2), 0);
        var lambda = TakesTwo(call[1])
            ? call.BindLambda(1, (array.Element, array.ContainsNull), (DataType.Int, false))
            : call.BindLambda(1, (array.Element, array.ContainsNull));
        return Make(call, "transform", [call.Convert(call[0], array), lambda], new ArrayType(lambda.Type, lambda.Nullable));
    }

    private static Expression Test(CallSite call, string id, Func<CallSite, DataType> result, bool withIndex = false)
    {
        var array = ArrayAt(Counted(call, 2, 2), 0);
        var lambda = withIndex && TakesTwo(call[1])
            ? call.BindLambda(1, (array.Element, array.ContainsNull), (DataType.Int, false))
            : call.BindLambda(1, (array.Element, array.ContainsNull));
        var bound = call.With([call.Convert(call[0], array), Condition(call, lambda, 1)]);
        return Make(call, id, bound.Arguments, result(bound), nullable: id != "filter" || bound[0].Nullable);
    }

    private static Lambda Condition(CallSite call, Lambda lambda, int index) => lambda.Type switch
    {
        BooleanType => lambda,
        NullType => lambda with { Body = call.Convert(lambda.Body, DataType.Boolean) },
        _ => throw BindingErrors.UnexpectedType(call.With(call.Arguments.Select((a, i) => i == index ? lambda : a)), index, "\"BOOLEAN\""),
    };

    private static Expression Aggregate(CallSite call)
    {
        var array = ArrayAt(Counted(call, 3, 4), 0);
        var start = call[1];
        var merge = call.BindLambda(2, (start.Type, true), (array.Element, array.ContainsNull));
        if (!TypeFamilies.Same(merge.Type, start.Type))
        {
            if (start.Type is NullType || !StoreAssignment.IsAllowed(merge.Type, start.Type))
                throw BindingErrors.UnexpectedType(call.With([call[0], start, merge]), 2, $"\"{start.Type.Sql}\"");
            merge = merge with { Body = call.Convert(merge.Body, start.Type) };
        }

        Lambda finish;
        if (call.Count == 4)
        {
            finish = call.BindLambda(3, (start.Type, true));
        }
        else
        {
            var same = new LambdaVariable(ColumnId.Next(), "id", start.Type, true);
            finish = new Lambda([same], same);
        }

        return Make(call, "aggregate", [call.Convert(call[0], array), start, merge, finish], finish.Type, nullable: true);
    }

    private static Expression ZipWith(CallSite call)
    {
        var (left, right) = (ArrayAt(Counted(call, 3, 3), 0), ArrayAt(call, 1));
        var lambda = call.BindLambda(2, (left.Element, true), (right.Element, true));
        return Make(call, "zip_with", [call.Convert(call[0], left), call.Convert(call[1], right), lambda], new ArrayType(lambda.Type, lambda.Nullable));
    }

    private static Expression MapFilter(CallSite call)
    {
        var map = MapAt(Counted(call, 2, 2), 0);
        var lambda = Condition(call, call.BindLambda(1, (map.Key, false), (map.Value, map.ValueContainsNull)), 1);
        return Make(call, "map_filter", [call.Convert(call[0], map), lambda], map);
    }

    private static Expression MapTransform(CallSite call, string id, Func<MapType, Lambda, DataType> result, FunctionTraits traits)
    {
        var map = MapAt(Counted(call, 2, 2), 0);
        var lambda = call.BindLambda(1, (map.Key, false), (map.Value, map.ValueContainsNull));
        return Make(call, id, [call.Convert(call[0], map), lambda], result(map, lambda), traits: traits);
    }

    private static Expression MapZipWith(CallSite call)
    {
        var (left, right) = (MapAt(Counted(call, 3, 3), 0), MapAt(call, 1));
        var key = CommonType.Tightest(left.Key, right.Key) ?? throw BindingErrors.Mismatch(call, "MAP_ZIP_WITH_DIFF_TYPES", "the maps must have keys of one type.",
            ("functionName", "`map_zip_with`"), ("leftType", $"\"{left.Key.Sql}\""), ("rightType", $"\"{right.Key.Sql}\""));
        var lambda = call.BindLambda(2, (key, false), (left.Value, true), (right.Value, true));
        var arguments = new[] { call.Convert(call[0], left with { Key = key }), call.Convert(call[1], right with { Key = key }), lambda };
        return Make(call, "map_zip_with", arguments.ToValueList(), new MapType(key, lambda.Type, lambda.Nullable));
    }

    private static Expression Sort(CallSite call)
    {
        var array = ArrayAt(Counted(call, 1, 2), 0);
        if (call.Count == 1)
        {
            if (!TypeFamilies.IsOrderable(array.Element))
                throw BindingErrors.NotOrderable(call, array.Element);
            var form = $"array_sort({call.Names.Of(call[0])}, lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, (IF((namedlambdavariable() IS NULL), 1, "
                + "(IF((namedlambdavariable() IS NULL), -1, (IF((namedlambdavariable() < namedlambdavariable()), -1, (IF((namedlambdavariable() > namedlambdavariable()), 1, 0)))))))))), "
                + "namedlambdavariable(), namedlambdavariable()))";
            return call.Named(Make(call, "array_sort", [call.Convert(call[0], array)], array), form);
        }

        var lambda = call.BindLambda(1, (array.Element, array.ContainsNull), (array.Element, array.ContainsNull));
        if (lambda.Type is not IntegerType)
            throw BindingErrors.Mismatch(call.With([call[0], lambda]), "UNEXPECTED_RETURN_TYPE", $"the function must give INT, not {lambda.Type.Sql}.",
                ("functionName", "`lambdafunction`"), ("expectedType", "\"INT\""), ("actualType", $"\"{lambda.Type.Sql}\""));
        return Make(call, "array_sort", [call.Convert(call[0], array), lambda], array, traits: FunctionTraits.CanRaise);
    }

    private static Expression Make(CallSite call, string id, ValueList<Expression> arguments, DataType type, bool nullable = false, FunctionTraits traits = FunctionTraits.None)
    {
        var bound = call.With(arguments);
        return Calls.Of(bound, id, type, nullable || arguments.Any(a => a is not Lambda && a.Nullable), traits);
    }
}
