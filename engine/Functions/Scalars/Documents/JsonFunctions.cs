using System.Text;
using Spindle.Formats.Json;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Documents;

/// <summary>Functions of JSON texts.</summary>
internal static class JsonFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["get_json_object"] = call => new(new GetJsonObjectKernel(), [.. call.Arguments]),
        ["json_array_length"] = call => new(new JsonArrayLengthKernel(), [.. call.Arguments]),
        ["json_object_keys"] = call => new(new JsonObjectKeysKernel(call.ResultType), [.. call.Arguments]),
        ["json_tuple"] = call => new(new JsonTupleKernel(call.ResultType), [.. call.Arguments]),
        ["from_json"] = call => new(new FromJsonKernel(call.ResultType, JsonOptions.ForReading(DocumentArguments.Pairs(call.Arguments[1])), Zone(call, 2), call.Origin), call.Arguments[0]),
        ["to_json"] = call => new(new ToJsonKernel(call.Arguments[0].Type, JsonOptions.ForWriting(DocumentArguments.Pairs(call.Arguments[1])), Zone(call, 2)), call.Arguments[0]),
    };

    /// <summary>The zone that a call carries as a literal argument.</summary>
    public static TimeZone Zone(Call call, int index) => TimeZone.Find(((Literal)call.Arguments[index]).Value!.ToString()!) ?? TimeZone.Utc;

    /// <summary>A text operand's bytes.</summary>
    internal static unsafe ReadOnlySpan<byte> Text(Columnar.Vectors.Vector operand, int lane) =>
        Columnar.Vectors.BytesView.Span(new Columnar.Kernels.Operand<Columnar.Vectors.BytesView>(operand).At(lane));

    internal static string String(Columnar.Vectors.Vector operand, int lane) => Encoding.UTF8.GetString(Text(operand, lane));
}
