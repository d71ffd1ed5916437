using Spindle.Differential.Tests.Answers;
using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests;

public sealed class AnswerComparisonTests
{
    private static readonly OutputOrder[] ByFirst = [new(1, Descending: false, NullsFirst: true)];

    [Fact]
    public void Rows_compare_as_bags()
    {
        Assert.Null(Difference([["n:1"], ["n:2"]], [["n:2"], ["n:1"]]));
        Assert.NotNull(Difference([["n:1"], ["n:1"], ["n:2"]], [["n:2"], ["n:1"], ["n:2"]]));
        Assert.NotNull(Difference([["n:1"]], [["n:1"], ["n:1"]]));
    }

    [Fact]
    public void An_order_holds_for_its_keys_alone()
    {
        Assert.Null(Difference([["n:1", "s:a"], ["n:1", "s:b"]], [["n:1", "s:b"], ["n:1", "s:a"]], ByFirst));
        Assert.NotNull(Difference([["n:1"], ["n:2"]], [["n:2"], ["n:1"]], ByFirst));
    }

    [Fact]
    public void Doubles_may_differ_in_their_last_digits_and_exact_values_not_at_all()
    {
        Assert.Null(Difference([[0.1 + 0.2, "s:a"], [0.3, "s:b"]], [[0.1 + 0.2, "s:b"], [0.3, "s:a"]]));
        Assert.NotNull(Difference([[0.3]], [[0.3000001]]));
        Assert.NotNull(Difference([["n:0.3"]], [["n:0.30000000000000000001"]]));
        Assert.Null(Difference([[double.NaN]], [[double.NaN]]));
        Assert.NotNull(Difference([[double.NaN]], [[null]]));
    }

    [Fact]
    public void Nested_values_compare_by_what_they_hold()
    {
        Assert.Null(Difference([[new NestedValue('l', ["n:1", null])]], [[new NestedValue('l', ["n:1", null])]]));
        Assert.NotNull(Difference([[new NestedValue('l', ["n:1", null])]], [[new NestedValue('l', [null, "n:1"])]]));
        Assert.Null(Difference([[CanonicalValue.OfEntries([("s:a", "n:1"), ("s:b", null)])]], [[CanonicalValue.OfEntries([("s:b", null), ("s:a", "n:1")])]]));
    }

    [Fact]
    public void Errors_equal_errors_only()
    {
        var error = Answer.OfError("DIVIDE_BY_ZERO", "no");
        Assert.Null(AnswerComparison.Difference(error, error, []));
        Assert.NotNull(AnswerComparison.Difference(error, new Answer([]), []));
        Assert.NotNull(AnswerComparison.Difference(new Answer([]), error, []));
    }

    private static string? Difference(object?[][] expected, object?[][] actual, IReadOnlyList<OutputOrder>? order = null) =>
        AnswerComparison.Difference(new Answer(expected), new Answer(actual), order ?? []);
}
