using System.Numerics;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Sketches;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Nested;

/// <summary>Functions of sketches: what they estimate, and sketches made of two.</summary>
internal static class SketchScalars
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = Build();

    private static Dictionary<string, Func<Call, FunctionSite>> Build()
    {
        var table = new Dictionary<string, Func<Call, FunctionSite>>
        {
            ["hll_sketch_estimate"] = Site((_, a) => DistinctSketch.Of(Bytes(a[0])).Estimate()),
            ["hll_union"] = Site((call, a) => UniteDistinct(call, a)),
            ["theta_sketch_estimate"] = Site((_, a) => (long)Math.Round(KeySketch.Of(Bytes(a[0]), SketchFamily.Theta).Estimate)),
            ["theta_union"] = Site((call, a) => United(call, a, SketchFamily.Theta, SketchFamily.Theta, Entries(call, a[2]), SummaryMode.Sum)),
            ["theta_intersection"] = Site((_, a) => Common(a, SketchFamily.Theta, SketchFamily.Theta, SummaryMode.Sum)),
            ["theta_difference"] = Site((_, a) => Rest(a, SketchFamily.Theta, SketchFamily.Theta)),
        };
        foreach (var (suffix, family) in new[] { ("double", SketchFamily.TupleDouble), ("integer", SketchFamily.TupleInteger) })
        {
            table[$"tuple_sketch_estimate_{suffix}"] = Site((_, a) => KeySketch.Of(Bytes(a[0]), family).Estimate);
            table[$"tuple_sketch_theta_{suffix}"] = Site((_, a) => KeySketch.Of(Bytes(a[0]), family).Theta);
            table[$"tuple_sketch_summary_{suffix}"] = Site((_, a) => Summary(KeySketch.Of(Bytes(a[0]), family, Mode(a[1])).Summarized(), family));
            foreach (var (other, kind) in new[] { ("", family), ("theta_", SketchFamily.Theta) })
            {
                table[$"tuple_union_{other}{suffix}"] = Site((call, a) => United(call, a, family, kind, Entries(call, a[2]), Mode(a[3])));
                table[$"tuple_intersection_{other}{suffix}"] = Site((_, a) => Common(a, family, kind, Mode(a[2])));
                table[$"tuple_difference_{other}{suffix}"] = Site((_, a) => Rest(a, family, kind));
            }
        }

        AddQuantiles<long>(table, "bigint", SketchFamily.QuantilesLong);
        AddQuantiles<double>(table, "double", SketchFamily.QuantilesDouble);
        AddQuantiles<float>(table, "float", SketchFamily.QuantilesFloat);
        return table;
    }

    private static void AddQuantiles<T>(Dictionary<string, Func<Call, FunctionSite>> table, string suffix, SketchFamily family)
        where T : unmanaged, INumber<T>
    {
        table[$"kll_sketch_get_n_{suffix}"] = Site((_, a) => Read(a[0]).Count);
        table[$"kll_sketch_to_string_{suffix}"] = Site((_, a) => ByteString.Of(Read(a[0]).ToString()));
        table[$"kll_sketch_get_quantile_{suffix}"] = Site((call, a) => Each(a[1], rank => Quantile(call, Read(a[0]), (double)rank)));
        table[$"kll_sketch_get_rank_{suffix}"] = Site((_, a) => Each(a[1], value => Read(a[0]).Rank((T)value)));
        table[$"kll_sketch_merge_{suffix}"] = Site((_, a) =>
        {
            var sketch = Read(a[0]);
            sketch.Merge(Read(a[1]));
            return ByteString.Of(sketch.ToBytes());
        });

        QuantileSketch<T> Read(object? sketch) => QuantileSketch<T>.Of(Bytes(sketch), family);

        // Below 0 and above 1 is no rank; NaN is below nothing.
        static T? Quantile(Call call, QuantileSketch<T> sketch, double rank) => rank is < 0 or > 1 ? throw SketchErrors.InvalidRank(call.Function, call.Origin) : sketch.Quantile(rank);
    }

    private static object? Each(object? argument, Func<object, object?> function) =>
        argument is ValueList<object?> list ? list.Select(e => e is null ? null : function(e)).ToValueList() : function(argument!);

    private static ByteString UniteDistinct(Call call, object?[] arguments)
    {
        var (left, right) = (DistinctSketch.Of(Bytes(arguments[0])), DistinctSketch.Of(Bytes(arguments[1])));
        if (arguments[2] is not true && left.Bits != right.Bits)
            throw SketchErrors.DifferentSizes(call.Function, left.Bits, right.Bits, call.Origin);
        left.Merge(right);
        return ByteString.Of(left.ToBytes());
    }

    private static ByteString United(Call call, object?[] arguments, SketchFamily family, SketchFamily other, int bits, SummaryMode mode)
    {
        var sketch = new KeySketch(family, bits, mode);
        sketch.Union(KeySketch.Of(Bytes(arguments[0]), family, mode));
        sketch.Union(KeySketch.Of(Bytes(arguments[1]), other, mode));
        return ByteString.Of(sketch.ToBytes());
    }

    private static ByteString Common(object?[] arguments, SketchFamily family, SketchFamily other, SummaryMode mode)
    {
        var sketch = KeySketch.Of(Bytes(arguments[0]), family, mode);
        sketch.Intersect(KeySketch.Of(Bytes(arguments[1]), other, mode));
        return ByteString.Of(sketch.ToBytes());
    }

    private static ByteString Rest(object?[] arguments, SketchFamily family, SketchFamily other)
    {
        var sketch = KeySketch.Of(Bytes(arguments[0]), family);
        sketch.Except(KeySketch.Of(Bytes(arguments[1]), other));
        return ByteString.Of(sketch.ToBytes());
    }

    private static object? Summary(long? bits, SketchFamily family) => bits is { } given && family == SketchFamily.TupleDouble ? BitConverter.Int64BitsToDouble(given) : bits;

    private static int Entries(Call call, object? bits) => (int)bits! is >= KeySketch.LeastBits and <= KeySketch.MostBits and var given ? given : throw SketchErrors.InvalidEntries(call.Function, (int)bits!, call.Origin);

    private static SummaryMode Mode(object? text) => SketchForm.ModeOf(text!.ToString()!)!.Value;

    private static ReadOnlySpan<byte> Bytes(object? sketch) => ((ByteString)sketch!).Span;

    private static Func<Call, FunctionSite> Site(Func<Call, object?[], object?> function) => call =>
        new FunctionSite(new BoxedKernel<SketchFunction>(call.ResultType, new SketchFunction(call, function), canRaise: true), [.. call.Arguments]);

    private readonly struct SketchFunction(Call call, Func<Call, object?[], object?> function) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            try
            {
                return function(call, arguments.ToArray());
            }
            catch (SketchFormatException)
            {
                throw SketchErrors.Invalid(call.Function, call.Origin);
            }
        }
    }
}
