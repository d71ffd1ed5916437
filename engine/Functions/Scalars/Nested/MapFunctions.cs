using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Nested;

/// <summary>Functions of maps.</summary>
internal static class MapFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["map"] = call => Of(call, new Make(KeyPolicy.Of(call)), nullIntolerant: false),
        ["map_keys"] = call => Of(call, default(Keys)),
        ["map_values"] = call => Of(call, default(Values)),
        ["map_entries"] = call => Of(call, default(Entries)),
        ["map_from_arrays"] = call => Of(call, new FromArrays(KeyPolicy.Of(call))),
        ["map_from_entries"] = call => Of(call, new FromEntries(KeyPolicy.Of(call))),
        ["map_concat"] = call => Of(call, new Concat(KeyPolicy.Of(call))),
        ["map_contains_key"] = call => Of(call, default(ContainsKey)),
        ["get_map_value"] = call => Of(call, default(Value)),
        ["str_to_map"] = call => Of(call, new FromText(KeyPolicy.Of(call))),
    };

    private static FunctionSite Of<TFunction>(Call call, TFunction function, bool nullIntolerant = true) where TFunction : struct, IBoxedFunction =>
        new(new BoxedKernel<TFunction>(call.ResultType, function, nullIntolerant, call.Traits.HasFlag(FunctionTraits.CanRaise)), [.. call.Arguments]);

    /// <summary>A map of entries whose keys must be there, and differ unless the last of them wins.</summary>
    internal static ValueList<KeyValuePair<object, object?>> Checked(IEnumerable<KeyValuePair<object?, object?>> entries, KeyPolicy keys)
    {
        var seen = new Dictionary<object, int>(BoxedOrder.Instance);
        var result = new List<KeyValuePair<object, object?>>();
        foreach (var (key, value) in entries)
        {
            if (key is null)
                throw EvaluationErrors.Of("NULL_MAP_KEY", "2200E", "a map has no null key", keys.Origin);
            if (seen.TryAdd(key, result.Count))
                result.Add(new KeyValuePair<object, object?>(key, value));
            else if (keys.LastWins)
                result[seen[key]] = new KeyValuePair<object, object?>(key, value);
            else
                throw EvaluationErrors.Of("DUPLICATED_MAP_KEY", "23505", $"the key {key} stands twice in a map", keys.Origin, ("key", $"{key}"));
        }
        return Boxed.Map(result);
    }

    /// <summary>What becomes of keys that stand twice.</summary>
    internal readonly record struct KeyPolicy(Origin Origin, bool LastWins)
    {
        public static KeyPolicy Of(Call call) => new(call.Origin, call.Traits.HasFlag(FunctionTraits.LastKeyWins));
    }

    private readonly struct Make(KeyPolicy keys) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var items = arguments.ToArray();
            return Checked(Enumerable.Range(0, items.Length / 2).Select(i => new KeyValuePair<object?, object?>(items[2 * i], items[2 * i + 1])), keys);
        }
    }

    private readonly struct Keys : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(arguments[0].AsMap().Select(object? (e) => e.Key));
    }

    private readonly struct Values : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(arguments[0].AsMap().Select(e => e.Value));
    }

    private readonly struct Entries : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Boxed.List(arguments[0].AsMap().Select(object? (e) => Boxed.List([e.Key, e.Value])));
    }

    private readonly struct FromArrays(KeyPolicy keys) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var (names, values) = (arguments[0].AsList(), arguments[1].AsList());
            if (names.Count != values.Count)
                throw EvaluationErrors.Of("_LEGACY_ERROR_TEMP_2041", "XXKST", "the arrays of keys and of values differ in length", keys.Origin);
            return Checked(names.Zip(values, (k, v) => new KeyValuePair<object?, object?>(k, v)), keys);
        }
    }

    private readonly struct FromEntries(KeyPolicy keys) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var entries = arguments[0].AsList();
            return entries.Contains(null) ? null : Checked(entries.Select(e => new KeyValuePair<object?, object?>(e.AsList()[0], e.AsList()[1])), keys);
        }
    }

    private readonly struct Concat(KeyPolicy keys) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) =>
            Checked(arguments.ToArray().SelectMany(a => a.AsMap()).Select(e => new KeyValuePair<object?, object?>(e.Key, e.Value)), keys);
    }

    private readonly struct ContainsKey : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            foreach (var (key, _) in arguments[0].AsMap())
                if (BoxedOrder.Instance.Equals(key, arguments[1]))
                    return true;
            return false;
        }
    }

    /// <summary>A key's value; null where there is none.</summary>
    internal readonly struct Value : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            foreach (var (key, value) in arguments[0].AsMap())
                if (BoxedOrder.Instance.Equals(key, arguments[1]))
                    return value;
            return null;
        }
    }

    private readonly struct FromText(KeyPolicy keys) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var (pairs, names) = (new System.Text.RegularExpressions.Regex(Text.JavaPattern.ToDotNet(arguments[1].AsText())), new System.Text.RegularExpressions.Regex(Text.JavaPattern.ToDotNet(arguments[2].AsText())));
            return Checked(pairs.Split(arguments[0].AsText()).Select(pair =>
            {
                var parts = names.Split(pair, 2);
                return new KeyValuePair<object?, object?>(ByteString.Of(parts[0]), parts.Length > 1 ? ByteString.Of(parts[1]) : null);
            }), keys);
        }
    }
}
