using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Nested;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Evaluation.Lambdas;

/// <summary>The functions that take lambda functions.</summary>
internal static class LambdaFunctions
{
    private static readonly Dictionary<string, ElementsFunction> OfElements = new()
    {
        ["transform"] = ElementsFunction.Transform,
        ["filter"] = ElementsFunction.Filter,
        ["exists"] = ElementsFunction.Exists,
        ["forall"] = ElementsFunction.ForAll,
        ["map_filter"] = ElementsFunction.MapFilter,
        ["transform_keys"] = ElementsFunction.TransformKeys,
        ["transform_values"] = ElementsFunction.TransformValues,
    };

    public static IEnumerable<string> Ids => [.. OfElements.Keys, "aggregate", "zip_with", "map_zip_with", "array_sort"];

    /// <summary>The node of such a call; null for any other.</summary>
    public static Node? Build(Call call, ExpressionCompiler compiler)
    {
        if (OfElements.TryGetValue(call.Function, out var function))
            return new ElementsNode(function, compiler.Compile(call.Arguments[0]), Body(1), call.Type, MapFunctions.KeyPolicy.Of(call));
        return call.Function switch
        {
            "aggregate" => new FoldNode(compiler.Compile(call.Arguments[0]), compiler.Compile(call.Arguments[1]), Body(2), Body(3), call.Type),
            "zip_with" or "map_zip_with" => new ZipNode(compiler.Compile(call.Arguments[0]), compiler.Compile(call.Arguments[1]), Body(2),
                [.. ((Lambda)call.Arguments[2]).Parameters.Select(p => p.Type)], call.Type),
            "array_sort" => new SortNode(compiler.Compile(call.Arguments[0]), call.Arguments.Count > 1 ? Body(1) : null, call.Type),
            _ => null,
        };

        LambdaBody Body(int argument) => new((Lambda)call.Arguments[argument], compiler);
    }
}
