using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Aggregates.Rows;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>The most frequent items: at once, or through sketches that are kept and joined.</summary>
internal static class TopItemFunctions
{
    private const int DefaultNumber = 5;
    private const int DefaultTracked = 10_000;
    private const int MostTracked = 1_000_000;

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("agg_funcs")
        .Add("approx_top_k", FunctionKind.Aggregate, "The most frequent items with their counts.", TopK)
        .Add("approx_top_k_accumulate", FunctionKind.Aggregate, "A sketch of the most frequent items.", Accumulate)
        .Add("approx_top_k_combine", FunctionKind.Aggregate, "Several sketches of frequent items as one.", Combine)
        .Add("approx_top_k_estimate", FunctionKind.Scalar, "The most frequent items of a sketch with their counts.", Estimate)
        .Entries;

    private static Expression TopK(CallSite call)
    {
        var bound = Bind(call, 3, Literal.Of(DefaultNumber), Literal.Of(DefaultTracked));
        CheckItem(bound);
        var (number, tracked) = (Positive(bound, 1, "k"), Tracked(bound, 2));
        CheckNumber(number, tracked, call);
        var result = new ArrayType(TopItems.Row(bound.TypeOf(0)), true);
        return call.Named(new AggregateCall("approx_top_k", call.DisplayName, [bound[0], Literal.Of(number), Literal.Of(tracked)], call.Distinct, call.Filter, [], result, true, FunctionTraits.None)
        {
            Text = bound.Form,
        }, bound.Form);
    }

    private static Expression Accumulate(CallSite call)
    {
        var bound = Bind(call, 2, Literal.Of(DefaultTracked));
        CheckItem(bound);
        return call.Named(new AggregateCall("approx_top_k_accumulate", call.DisplayName, [bound[0], Literal.Of(Tracked(bound, 1))], call.Distinct, call.Filter, [], TopItems.Sketch(bound.TypeOf(0)), false,
            FunctionTraits.None) { Text = bound.Form }, bound.Form);
    }

    private static Expression Combine(CallSite call)
    {
        if (call.Count is not (1 or 2))
            throw BindingErrors.WrongNumberOfArguments(call, "[1, 2]");
        CheckSketch(call);
        var arguments = call.Count == 1 ? call.Arguments : [call[0], Literal.Of(Tracked(Bind(call, 2), 1))];
        return call.Named(new AggregateCall("approx_top_k_combine", call.DisplayName, arguments, call.Distinct, call.Filter, [], call.TypeOf(0), false, FunctionTraits.None) { Text = call.Form }, call.Form);
    }

    private static Expression Estimate(CallSite call)
    {
        var bound = Bind(call, 2, Literal.Of(DefaultNumber));
        CheckSketch(bound);
        return call.Named(new Call("approx_top_k_estimate", call.DisplayName, [bound[0], Literal.Of(Positive(bound, 1, "k"))], ((StructType)bound.TypeOf(0)).Fields[0].Type, true,
            FunctionTraits.CanRaise | FunctionTraits.NullIntolerant), bound.Form);
    }

    private static CallSite Bind(CallSite call, int most, params Literal[] defaults)
    {
        if (call.Count < most - defaults.Length || call.Count > most || call.Count == 0)
            throw BindingErrors.WrongNumberOfArguments(call, $"[{string.Join(", ", Enumerable.Range(most - defaults.Length, defaults.Length + 1))}]");
        var full = call.With(call.Arguments.Concat(defaults.Skip(call.Count - (most - defaults.Length))));
        return ArgumentBinder.Bind(full, Signature.Of([Accept.Any, .. Enumerable.Repeat<Parameter>(Accept.Int, most - 1)]));
    }

    private static void CheckItem(CallSite call)
    {
        if (call.TypeOf(0) is NullType)
            throw BindingErrors.Mismatch(call, "TYPE_CHECK_FAILURE_WITH_HINT", "columns of nothing but NULL are not counted.", ("msg", "void columns are not supported"), ("hint", ""));
        if (call.TypeOf(0) is ArrayType or MapType or StructType or BinaryType or YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType or VariantType)
        {
            throw BindingErrors.Mismatch(call, "TYPE_CHECK_FAILURE_WITH_HINT", $"items of {call.TypeOf(0).Sql} are not counted.",
                ("msg", $"{call.TypeOf(0).Name} columns are not supported"), ("hint", ""));
        }
    }

    private static void CheckSketch(CallSite call)
    {
        if (call.TypeOf(0) is not StructType { Fields: [{ Type: ArrayType { Element: StructType } }, { Type: IntegerType }] })
            throw BindingErrors.UnexpectedType(call, 0, "\"STRUCT\"");
    }

    private static int Tracked(CallSite call, int index)
    {
        var tracked = Positive(call, index, "maxItemsTracked");
        return tracked <= MostTracked ? tracked : throw Error("APPROX_TOP_K_MAX_ITEMS_TRACKED_EXCEEDS_LIMIT", "22023", $"at most {MostTracked} items are told apart, not {tracked}.", call,
            ("maxItemsTracked", $"{tracked}"), ("limit", $"{MostTracked}"));
    }

    private static void CheckNumber(int number, int tracked, CallSite call)
    {
        if (number > tracked)
        {
            throw Error("APPROX_TOP_K_MAX_ITEMS_TRACKED_LESS_THAN_K", "22023", $"{number} items cannot be given where {tracked} are told apart.", call,
                ("maxItemsTracked", $"{tracked}"), ("k", $"{number}"));
        }
    }

    private static int Positive(CallSite call, int index, string name)
    {
        if (!call[index].IsFoldable)
            throw BindingErrors.NotConstant(call, index, name);
        if (ConstantFolder.Fold(call[index], new Columnar.Memory.MemoryBudget()).Value is not int number)
            throw Error("APPROX_TOP_K_NULL_ARG", "22004", $"{name} must not be NULL.", call, ("argName", $"`{name}`"));
        return number > 0 ? number : throw Error("APPROX_TOP_K_NON_POSITIVE_ARG", "22023", $"{name} must be positive, not {number}.", call, ("argName", $"`{name}`"), ("argValue", $"{number}"));
    }

    private static SpindleException Error(string errorClass, string state, string message, CallSite call, params (string Name, string Value)[] parameters) =>
        new(new ErrorClass(errorClass, state), $"{call.DisplayName}: {message}", call.Origin, parameters: parameters.ToDictionary(p => p.Name, p => p.Value));
}
