using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Nested;

/// <summary>Functions of arrays.</summary>
internal static class ArrayFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["array"] = call => Of(call, default(Make), nullIntolerant: false),
        ["size"] = call => Of(call, default(Size)),
        ["array_size"] = call => Of(call, default(Size)),
        ["array_distinct"] = call => Of(call, default(Distinct)),
        ["array_compact"] = call => Of(call, default(Compact)),
        ["array_union"] = call => Of(call, default(Union)),
        ["array_intersect"] = call => Of(call, default(Intersect)),
        ["array_except"] = call => Of(call, default(Except)),
        ["arrays_overlap"] = call => Of(call, default(Overlap)),
        ["array_contains"] = call => Of(call, default(Contains)),
        ["array_position"] = call => Of(call, default(Position)),
        ["array_remove"] = call => Of(call, default(Remove)),
        ["array_append"] = call => Of(call, new Add(atEnd: true), nullIntolerant: false),
        ["array_prepend"] = call => Of(call, new Add(atEnd: false), nullIntolerant: false),
        ["array_insert"] = call => Of(call, new Insert(call.Origin), nullIntolerant: false),
        ["array_join"] = call => Of(call, default(Join)),
        ["array_max"] = call => Of(call, new Extreme(1)),
        ["array_min"] = call => Of(call, new Extreme(-1)),
        ["array_repeat"] = call => Of(call, default(Repeat), nullIntolerant: false),
        ["slice"] = call => Of(call, new Slice(call.Origin)),
        ["flatten"] = call => Of(call, default(Flatten)),
        ["sort_array"] = call => Of(call, default(Sort)),
        ["get"] = call => Of(call, default(Get)),
        ["get_array_item"] = call => Of(call, new Item(call, fromOne: false)),
        ["element_at"] = call => call.Arguments[0].Type is MapType ? Of(call, default(MapFunctions.Value)) : Of(call, new Item(call, fromOne: true)),
        ["get_array_struct_fields"] = call => Of(call, default(StructFields)),
        ["arrays_zip"] = call => Of(call, default(Zip)),
        ["named_struct"] = call => new FunctionSite(new MakeStructKernel(call.ResultType), [.. call.Arguments]),
    };

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

    private readonly struct Make : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(arguments.ToArray());
    }

    private readonly struct Size : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => arguments[0] is ValueList<object?> list ? list.Count : arguments[0].AsMap().Count;
    }

    private readonly struct Distinct : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(arguments[0].AsList().Distinct(BoxedOrder.Instance));
    }

    private readonly struct Compact : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(arguments[0].AsList().Where(i => i is not null));
    }

    private readonly struct Union : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(arguments[0].AsList().Union(arguments[1].AsList(), BoxedOrder.Instance));
    }

    private readonly struct Intersect : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(arguments[0].AsList().Intersect(arguments[1].AsList(), BoxedOrder.Instance));
    }

    private readonly struct Except : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(arguments[0].AsList().Except(arguments[1].AsList(), BoxedOrder.Instance));
    }

    /// <summary>Null where no element is shared, both have some, and one of them is null.</summary>
    private readonly struct Overlap : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var (left, right) = (arguments[0].AsList(), arguments[1].AsList());
            if (left.Where(i => i is not null).Intersect(right.Where(i => i is not null), BoxedOrder.Instance).Any())
                return true;
            return left.Count > 0 && right.Count > 0 && (left.Contains(null) || right.Contains(null)) ? null : false;
        }
    }

    private readonly struct Contains : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var list = arguments[0].AsList();
            foreach (var item in list)
                if (item is not null && BoxedOrder.Instance.Equals(item, arguments[1]))
                    return true;
            return list.Contains(null) ? null : false;
        }
    }

    private readonly struct Position : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var list = arguments[0].AsList();
            for (var i = 0; i < list.Count; i++)
                if (list[i] is not null && BoxedOrder.Instance.Equals(list[i], arguments[1]))
                    return i + 1L;
            return 0L;
        }
    }

    private readonly struct Remove : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var value = arguments[1];
            return Boxed.List(arguments[0].AsList().Where(i => i is null || !BoxedOrder.Instance.Equals(i, value)));
        }
    }

    private readonly struct Add(bool atEnd) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => arguments[0] is null ? null
            : Boxed.List(atEnd ? arguments[0].AsList().Append(arguments[1]) : arguments[0].AsList().Prepend(arguments[1]));
    }

    private readonly struct Join : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var replacement = arguments.Length > 2 ? arguments[2].AsText() : null;
            return ByteString.Of(string.Join(arguments[1].AsText(), arguments[0].AsList().Select(i => i is null ? replacement : i.AsText()).Where(t => t is not null)));
        }
    }

    private readonly struct Extreme(int sign) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            object? best = null;
            foreach (var item in arguments[0].AsList())
                if (item is not null && (best is null || BoxedOrder.Instance.Compare(item, best) * sign > 0))
                    best = item;
            return best;
        }
    }

    private readonly struct Repeat : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => arguments[1] is int count ? Boxed.List(Enumerable.Repeat(arguments[0], Math.Max(count, 0))) : null;
    }

    private readonly struct Slice(Origin origin) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var (list, start, length) = (arguments[0].AsList(), (int)arguments[1]!, (int)arguments[2]!);
            if (start == 0)
                throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.START", "22023", "a slice starts at 1 or later, or at -1 or earlier from the end", origin, ("parameter", "`start`"), ("functionName", "`slice`"));
            if (length < 0)
                throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.LENGTH", "22023", $"the length of a slice is at least 0, not {length}", origin, ("parameter", "`length`"), ("length", $"{length}"), ("functionName", "`slice`"));
            var first = start > 0 ? start - 1 : list.Count + start;
            return first < 0 ? Boxed.List([]) : Boxed.List(list.Skip(first).Take(length));
        }
    }

    private readonly struct Flatten : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => arguments[0].AsList() is var outer && outer.Contains(null) ? null : Boxed.List(outer.SelectMany(i => i.AsList()));
    }

    private readonly struct Sort : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(
            arguments[1] is true ? arguments[0].AsList().Order(BoxedOrder.Instance) : arguments[0].AsList().OrderDescending(BoxedOrder.Instance));
    }

    private readonly struct Get : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => arguments[0].AsList() is var list && (int)arguments[1]! is var index && index >= 0 && index < list.Count ? list[index] : null;
    }

    /// <summary>An element by position; outside of the array an error, or null where the last argument says so.</summary>
    private readonly struct Item(Call call, bool fromOne) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var (list, index) = (arguments[0].AsList(), (int)arguments[1]!);
            if (fromOne && index == 0)
                throw EvaluationErrors.Of("INVALID_INDEX_OF_ZERO", "22003", "positions in an array start at 1, or at -1 from the end", call.Origin);
            var at = !fromOne ? index : index > 0 ? index - 1 : list.Count + index;
            if (at >= 0 && at < list.Count)
                return list[at];
            if (arguments[^1] is not true)
                return null;
            throw EvaluationErrors.Of(fromOne ? "INVALID_ARRAY_INDEX_IN_ELEMENT_AT" : "INVALID_ARRAY_INDEX", "22003",
                $"the array has {list.Count} elements, none at {index}: use try_element_at or get to have null instead", call.Origin, ("indexValue", $"{index}"), ("arraySize", $"{list.Count}"));
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
