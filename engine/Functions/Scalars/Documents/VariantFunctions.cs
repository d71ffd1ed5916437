using Spindle.Formats.Variants;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Documents;

/// <summary>Functions of variants.</summary>
internal static class VariantFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["parse_json"] = call => new(new ParseJsonKernel(raises: true, call.Origin), [.. call.Arguments]),
        ["try_parse_json"] = call => new(new ParseJsonKernel(raises: false, call.Origin), [.. call.Arguments]),
        ["is_variant_null"] = call => new(new IsVariantNullKernel(), [.. call.Arguments]),
        ["is_valid_variant"] = call => new(new IsValidVariantKernel(), [.. call.Arguments]),
        ["schema_of_variant"] = call => new(new SchemaOfVariantKernel(), [.. call.Arguments]),
        ["variant_get"] = call => new(new VariantGetKernel(call.ResultType, Name(call, 2), JsonFunctions.Zone(call, 3), call.Origin), call.Arguments[0], call.Arguments[1]),
        ["to_variant_object"] = call => new(new Casts.ToVariantKernel(), [.. call.Arguments]),
        ["variant_set"] = call => Edit(call, VariantEdit.Operation.Set, 4),
        ["variant_insert"] = call => Edit(call, VariantEdit.Operation.Insert, 3),
        ["variant_array_append"] = call => Edit(call, VariantEdit.Operation.Append, 3),
        ["variant_delete"] = call => new(new VariantDeleteKernel(call.Origin), [.. call.Arguments]),
        ["variant_strip_nulls"] = call => new(new VariantStripNullsKernel(), [.. call.Arguments]),
        ["variant_entries"] = call => new(new VariantEntriesKernel(call.ResultType), [.. call.Arguments]),
    };

    private static FunctionSite Edit(Call call, VariantEdit.Operation operation, int operands) =>
        new(new VariantEditKernel(operation, Name(call, operands), call.Origin), [.. call.Arguments.Take(operands)]);

    /// <summary>The name that the query wrote, by which errors call the function and <c>try_</c> forms are known.</summary>
    private static string Name(Call call, int index) => ((Literal)call.Arguments[index]).Value!.ToString()!;
}
