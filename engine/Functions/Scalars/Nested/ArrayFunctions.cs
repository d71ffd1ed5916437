using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Nested.Arrays;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Nested;

/// <summary>Functions of arrays.</summary>
internal static class ArrayFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["array"] = call => Of(call, new ConcatKernel(call.ResultType, [.. call.Arguments.Select(_ => true)])),
        ["size"] = call => Of(call, new SizeKernel()),
        ["array_size"] = call => Of(call, new SizeKernel()),
        ["array_distinct"] = call => Of(call, new DistinctKernel(call.ResultType)),
        ["array_compact"] = call => Of(call, new CompactKernel(call.ResultType)),
        ["array_union"] = call => Of(call, new UnionKernel(call.ResultType)),
        ["array_intersect"] = call => Of(call, new MembersKernel(call.ResultType, wanted: true)),
        ["array_except"] = call => Of(call, new MembersKernel(call.ResultType, wanted: false)),
        ["arrays_overlap"] = call => Of(call, new OverlapKernel()),
        ["array_contains"] = call => Of(call, new ContainsKernel()),
        ["array_position"] = call => Of(call, new PositionKernel()),
        ["array_remove"] = call => Of(call, new RemoveKernel(call.ResultType)),
        ["array_append"] = call => Of(call, new ConcatKernel(call.ResultType, [false, true])),
        ["array_prepend"] = call => new FunctionSite(new ConcatKernel(call.ResultType, [true, false]), call.Arguments[1], call.Arguments[0]),
        ["array_insert"] = call => Of(call, new Insert(call.Origin), nullIntolerant: false),
        ["array_join"] = call => Of(call, new JoinKernel()),
        ["array_max"] = call => Of(call, new ExtremeElementKernel(call.ResultType, 1)),
        ["array_min"] = call => Of(call, new ExtremeElementKernel(call.ResultType, -1)),
        ["array_repeat"] = call => Of(call, new RepeatKernel(call.ResultType)),
        ["slice"] = call => Of(call, new SliceKernel(call.ResultType, call.Origin)),
        ["flatten"] = call => Of(call, new FlattenKernel(call.ResultType)),
        ["sort_array"] = call => Of(call, new SortKernel(call.ResultType)),
        ["get"] = call => Of(call, new ItemKernel(call, ItemRule.Get)),
        ["get_array_item"] = call => Of(call, new ItemKernel(call, ItemRule.Subscript)),
        ["element_at"] = call => call.Arguments[0].Type is MapType ? Of(call, default(MapFunctions.Value)) : Of(call, new ItemKernel(call, ItemRule.ElementAt)),
        ["get_array_struct_fields"] = call => Of(call, default(StructFields)),
        ["arrays_zip"] = call => Of(call, default(Zip)),
        ["named_struct"] = call => new FunctionSite(new MakeStructKernel(call.ResultType), [.. call.Arguments]),
    };

    private static FunctionSite Of(Call call, ScalarKernel kernel) => new(kernel, [.. call.Arguments]);

    private static FunctionSite Of<TFunction>(Call call, TFunction function, bool nullIntolerant = true) where TFunction : struct, IBoxedFunction =>
        new(new BoxedKernel<TFunction>(call.ResultType, function, nullIntolerant, call.Traits.HasFlag(FunctionTraits.CanRaise)), [.. call.Arguments]);

    /// <summary>Positions past the ends leave nulls between.</summary>
    private readonly struct Insert(Origin origin) : IBoxedFunction
    {
        private const int MaxLength = 2_147_483_632;

        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            if (arguments[0] is null || arguments[1] is not int position)
                return null;
            if (position == 0)
                throw EvaluationErrors.Of("INVALID_INDEX_OF_ZERO", "22003", "positions are 1 or more from the start, -1 or less from the end; 0 is neither", origin);
            var items = new List<object?>(arguments[0].AsList());
            var index = position > 0 ? position - 1L : items.Count + position + 1L;
            var length = index < 0 ? items.Count + 1 - index : Math.Max(items.Count, index) + 1;
            if (length > MaxLength)
            {
                throw EvaluationErrors.Of("COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION", "54000", $"an array of {length} elements is longer than any may be", origin,
                    ("numberOfElements", $"{length}"), ("maxRoundedArrayLength", $"{MaxLength}"), ("functionName", "`array_insert`"));
            }

            for (; index < 0; index++)
                items.Insert(0, null);
            while (items.Count < index)
                items.Add(null);
            items.Insert((int)index, arguments[2]);
            return Boxed.List(items);
        }
    }

    private readonly struct StructFields : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var field = (int)arguments[1]!;
            return Boxed.List(arguments[0].AsList().Select(i => (i as ValueList<object?>)?[field]));
        }
    }

    private readonly struct Zip : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var lists = arguments.ToArray().Select(a => a.AsList()).ToArray();
            var length = lists.Length == 0 ? 0 : lists.Max(l => l.Count);
            return Boxed.List(Enumerable.Range(0, length).Select(object? (i) => Boxed.List(lists.Select(l => i < l.Count ? l[i] : null))));
        }
    }
}
