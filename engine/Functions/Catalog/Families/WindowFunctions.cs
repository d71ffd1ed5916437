using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions that only a window gives a meaning.</summary>
internal static class WindowFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("window_funcs")
        .Add("row_number", FunctionKind.Window, "The row's number in its partition, from 1.", call => Ranking(call with { Arguments = Exactly(call, 0) }, "row_number", DataType.Int))
        .Add("rank:RANK", FunctionKind.Window, "1 and the number of rows before the row and its equals.", call => Ranking(call, "rank", DataType.Int))
        .Add("dense_rank:DENSE_RANK", FunctionKind.Window, "The rank without gaps.", call => Ranking(call, "dense_rank", DataType.Int))
        .Add("percent_rank:PERCENT_RANK", FunctionKind.Window, "The rank as a share of the partition, 0 to 1.", call => Ranking(call, "percent_rank", DataType.Double))
        .Add("cume_dist", FunctionKind.Window, "The share of rows that do not come after the row.", call => Ranking(call with { Arguments = Exactly(call, 0) }, "cume_dist", DataType.Double))
        .Add("ntile", FunctionKind.Window, "Which of so many equal parts of the partition the row is in.", Ntile)
        .Add("lag", FunctionKind.Window, "A value of the row so many rows before.", call => Offset(call, "lag"))
        .Add("lead", FunctionKind.Window, "A value of the row so many rows after.", call => Offset(call, "lead"))
        .Add("nth_value", FunctionKind.Window, "A value of the frame's nth row.", NthValue)
        .Add("counter_diff", FunctionKind.Window, "How much a counter has grown since the value before; null at the first value and where the counter began anew: counter_diff(value[, start time]).",
            CounterDiff, takesLambdas: false, otherKernels: "counter_step")
        .Named(["value", "startTime"], Literal.Null(DataType.Null))
        .Entries;

    private static ValueList<Expression> Exactly(CallSite call, int count) =>
        call.Count == count ? call.Arguments : throw BindingErrors.WrongNumberOfArguments(call, $"{count}");

    private static Expression Ranking(CallSite call, string id, DataType type) =>
        call.Named(new WindowFunctionCall(id, call.DisplayName, [], false, type, false), $"{call.DisplayName}()");

    private static Expression Ntile(CallSite call)
    {
        if (call.Count > 0 && call.TypeOf(0) is not IntegerType)
            throw BindingErrors.UnexpectedType(call, 0, Accept.Int.Text);
        var bound = ArgumentBinder.Bind(call, Signature.Of(Signature.Constant(Accept.Int, "buckets", Literal.Of(1))));
        var buckets = ConstantFolder.Fold(bound[0], new Columnar.Memory.MemoryBudget());
        if (buckets.Value is not (int and > 0))
        {
            throw BindingErrors.Mismatch(bound, "VALUE_OUT_OF_RANGE", $"there is at least one part, not {buckets.Sql}.", ("exprName", "buckets"), ("valueRange", $"(0, {int.MaxValue}]"),
                ("currentValue", buckets.Sql));
        }

        return new WindowFunctionCall("ntile", call.DisplayName, [call.Names.Keep(bound[0], buckets)], false, DataType.Int, false) { Origin = call.Origin };
    }

    private static Expression Offset(CallSite call, string id)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Signature.Constant(Accept.Int, "offset", Literal.Of(1)), Signature.Optional(Accept.Any, Literal.Null(DataType.Null))));
        var type = CommonType.Wider(bound.TypeOf(0), bound.TypeOf(2)) ?? throw BindingErrors.NoCommonType(call, [bound[0], bound[2]]);
        return new WindowFunctionCall(id, call.DisplayName, [bound.Convert(bound[0], type), bound[1], bound.Convert(bound[2], type)], call.IgnoreNulls, type, true) { Origin = call.Origin };
    }

    private static Expression CounterDiff(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Numeric, Signature.MayLack(Accept.AnyTimestamp)));
        return new WindowFunctionCall("counter_diff", call.DisplayName, bound.Arguments, false, bound.TypeOf(0), true) { Origin = call.Origin };
    }

    private static Expression NthValue(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Signature.Constant(Accept.Int, "offset")));
        if (ConstantFolder.Fold(bound[1], new Columnar.Memory.MemoryBudget()).Value is not (int and > 0) and var offset)
        {
            throw BindingErrors.Mismatch(bound, "VALUE_OUT_OF_RANGE", "the frame's rows are counted from 1.", ("exprName", "offset"), ("valueRange", $"(0, {long.MaxValue}]"),
                ("currentValue", $"{offset ?? 0}L"));
        }

        return new WindowFunctionCall("nth_value", call.DisplayName, bound.Arguments, call.IgnoreNulls, bound.TypeOf(0), true) { Origin = call.Origin };
    }
}
