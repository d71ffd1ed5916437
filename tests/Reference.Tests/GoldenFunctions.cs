using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Reference.Tests;

/// <summary>The functions that the folders <c>udf</c> and <c>udaf</c> take for registered: one that returns its argument, of any type, and one that counts a group's values that are not null.</summary>
internal static class GoldenFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } =
    [
        new("udf", ["udf"], FunctionKind.Scalar, "test", "Its argument.", call => call.Named(new Coalesce([Only(call)]), call.Form)) { NeedsKernel = false },
        new("udaf", ["udaf"], FunctionKind.Aggregate, "test", "How many values are not null.", call => call.Named(new Cast(Count(call), DataType.Int, EvaluationMode.Ansi, Implicit: true), call.Form)) { NeedsKernel = false },
    ];

    private static AggregateCall Count(CallSite call) =>
        new("count", "count", [Only(call)], false, call.Filter, [], DataType.Long, false, FunctionTraits.None, EvaluationMode.Ansi);

    private static Expression Only(CallSite call) => call.Count == 1 ? call[0] : throw new ArgumentException($"{call.Name} takes one argument");
}
