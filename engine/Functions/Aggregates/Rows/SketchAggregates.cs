using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Sketches;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>The accumulators of calls that make sketches; the constants that configure a call are its last arguments, in a form that binding has checked.</summary>
internal static class SketchAggregates
{
    public static Accumulator? Create(AggregateCall call, MemoryBudget budget)
    {
        var type = call.Arguments.Count == 0 ? DataType.Null : call.Arguments[0].Type;
        var form = SketchForm.Of(call.Function);
        var bits = () => Number(call, form.HasSummaries && call.Function.StartsWith("tuple_sketch", StringComparison.Ordinal) ? 2 : 1);
        return call.Function switch
        {
            "hll_sketch_agg" => new ValueSketchAccumulator<DistinctSketch>(type, () => new DistinctSketch(bits()), budget),
            "hll_union_agg" => Unite(call, budget),
            "theta_sketch_agg" => new ValueSketchAccumulator<KeySketch>(type, () => new KeySketch(SketchFamily.Theta, bits(), SummaryMode.Sum), budget),
            "theta_union_agg" => Join(call, form.Family, bits(), SummaryMode.Sum, (a, b) => a.Union(b), startsFull: false, budget),
            "theta_intersection_agg" => Join(call, form.Family, KeySketch.DefaultBits, SummaryMode.Sum, (a, b) => a.Intersect(b), startsFull: true, budget),
            "tuple_sketch_agg_double" or "tuple_sketch_agg_integer" => new TupleSketchAccumulator(type, () => new KeySketch(form.Family, bits(), Mode(call, 3)), budget),
            "tuple_union_agg_double" or "tuple_union_agg_integer" => Join(call, form.Family, bits(), Mode(call, 2), (a, b) => a.Union(b), startsFull: false, budget),
            "tuple_intersection_agg_double" or "tuple_intersection_agg_integer" => Join(call, form.Family, KeySketch.DefaultBits, Mode(call, 1), (a, b) => a.Intersect(b), startsFull: true, budget),
            "kll_sketch_agg_bigint" or "kll_merge_agg_bigint" => Quantiles<long>(call, form, budget),
            "kll_sketch_agg_double" or "kll_merge_agg_double" => Quantiles<double>(call, form, budget),
            "kll_sketch_agg_float" or "kll_merge_agg_float" => Quantiles<float>(call, form, budget),
            _ => null,
        };
    }

    private static SketchJoinAccumulator<DistinctSketch> Unite(AggregateCall call, MemoryBudget budget)
    {
        var mayDiffer = call.Arguments.Count > 1 && call.Arguments[1] is Literal { Value: true };
        return new(() => new DistinctSketch(DistinctSketch.DefaultBits), DistinctSketch.Of, Unite, startsFull: true, () => SketchErrors.Invalid(call.Function, call.Origin), budget);

        void Unite(DistinctSketch left, DistinctSketch right)
        {
            if (!mayDiffer && left.Bits != right.Bits)
                throw SketchErrors.DifferentSizes(call.Function, left.Bits, right.Bits, call.Origin);
            left.Merge(right);
        }
    }

    private static SketchJoinAccumulator<KeySketch> Join(AggregateCall call, SketchFamily family, int bits, SummaryMode mode, Action<KeySketch, KeySketch> join, bool startsFull, MemoryBudget budget) =>
        new(() => new KeySketch(family, bits, mode), bytes => KeySketch.Of(bytes, family, mode), join, startsFull, () => SketchErrors.Invalid(call.Function, call.Origin), budget);

    private static Accumulator Quantiles<T>(AggregateCall call, SketchForm form, MemoryBudget budget)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var size = call.Arguments.Count > 1 ? Number(call, 1) : SketchForm.DefaultQuantiles;
        if (call.Function.StartsWith("kll_sketch", StringComparison.Ordinal))
            return new ValueSketchAccumulator<QuantileSketch<T>>(call.Arguments[0].Type, () => new QuantileSketch<T>(form.Family, size), budget);
        // Without a size of its own the result has the first sketch's.
        return new SketchJoinAccumulator<QuantileSketch<T>>(() => new QuantileSketch<T>(form.Family, size), bytes => QuantileSketch<T>.Of(bytes, form.Family), (a, b) => a.Merge(b),
            startsFull: call.Arguments.Count == 1, () => SketchErrors.Invalid(call.Function, call.Origin), budget);
    }

    private static int Number(AggregateCall call, int index) => (int)((Literal)call.Arguments[index]).Value!;

    private static SummaryMode Mode(AggregateCall call, int index) => SketchForm.ModeOf(((Literal)call.Arguments[index]).Value!.ToString()!)!.Value;
}
