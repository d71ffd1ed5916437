using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Tests;

public class AggregateTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Groups_by_every_list_of_keys(string mode)
    {
        var table = Samples.Table(11, mode == "one-row batches" ? 300 : 1500);
        int[][] keys = [[1], [0], [2], [3], [5], [6], [0, 6], [1, 7], [0, 1, 2], [3, 0], []];
        foreach (var list in keys)
        {
            var scan = Query.Scan(table);
            var plan = new AggregateExec(list.Select(k => new NamedExpression(Query.Column(scan, k), $"k{k}")).ToValueList(),
                [Named(Count()), Named(Call("count", DataType.Long, Query.Column(scan, 1))), Named(Call("sum", DataType.Long, Query.Column(scan, 1))),
                    Named(Call("sum", new DecimalType(22, 2), Query.Column(scan, 4))), Named(Call("min", DataType.String, Query.Column(scan, 0))), Named(Call("max", DataType.Date, Query.Column(scan, 7)))],
                AggregateMode.Complete, scan);
            var expected = table.Rows.GroupBy(r => string.Join("|", list.Select(k => Key(r[k])))).Select(g => list.Select(k => Normal(g.First()[k])).Concat(
            [
                (long)g.Count(), (long)g.Count(r => r[1] is not null), g.Any(r => r[1] is not null) ? g.Sum(r => (long)((int?)r[1] ?? 0)) : null,
                g.Any(r => r[4] is not null) ? g.Aggregate((Int128)0, (sum, r) => sum + ((Int128?)r[4] ?? 0)) : null,
                g.Select(r => r[0]).OfType<ByteString>().Order().Cast<object?>().FirstOrDefault(), g.Max(r => (int?)r[7]),
            ]).ToArray());
            Assert.Equal(Query.Unordered(expected), Query.Unordered(Query.Run(plan, mode)));
        }
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Distinct_and_filtered_calls_see_their_rows_only(string mode)
    {
        var table = Samples.Table(12, 400);
        var scan = Query.Scan(table);
        var positive = new Comparison(ComparisonOperator.Greater, Query.Column(scan, 1), Literal.Of(0));
        var plan = new AggregateExec([new NamedExpression(Query.Column(scan, 6), "k")],
            [
                Named(Call("count", DataType.Long, Query.Column(scan, 0)) with { Distinct = true }),
                Named(Call("sum", DataType.Long, Query.Column(scan, 1)) with { Distinct = true }),
                Named(Call("count", DataType.Long, Query.Column(scan, 1), Query.Column(scan, 7)) with { Distinct = true }),
                Named(Count() with { Filter = positive }),
            ], AggregateMode.Complete, scan);
        var expected = table.Rows.GroupBy(r => Key(r[6])).Select(g => new[]
        {
            g.First()[6], (long)g.Select(r => r[0]).Where(v => v is not null).Distinct().Count(), g.Select(r => (int?)r[1]).Distinct().Sum(v => (long)(v ?? 0)),
            (long)g.Where(r => r[1] is not null && r[7] is not null).Select(r => (r[1], r[7])).Distinct().Count(), (long)g.Count(r => r[1] is > 0),
        });
        Assert.Equal(Query.Unordered(expected), Query.Unordered(Query.Run(plan, mode)));
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Without_rows_there_is_one_group_only_where_there_are_no_keys(string mode)
    {
        var scan = Query.Scan(Samples.Table(13, 0));
        AggregateCall[] calls = [Count(), Call("sum", DataType.Long, Query.Column(scan, 1)), Call("avg", DataType.Double, Query.Column(scan, 1)), Call("min", DataType.String, Query.Column(scan, 0))];
        Assert.Equal(["0 | null | null | null"], Query.Ordered(Query.Run(new AggregateExec([], calls.Select(Named).ToValueList(), AggregateMode.Complete, scan), mode)));
        Assert.Empty(Query.Run(new AggregateExec([new NamedExpression(Query.Column(scan, 0), "k")], calls.Select(Named).ToValueList(), AggregateMode.Complete, scan), mode));
    }

    [Fact]
    public void A_bigint_sum_that_overflows_is_an_error_at_its_origin()
    {
        var values = new ValuesExec(new StructType([new Field("x", DataType.Long)]), [[Literal.Of(long.MaxValue)], [Literal.Of(1L)]]);
        var call = Call("sum", DataType.Long, Query.Column(values, 0)) with { Origin = new Origin(7, 13) };
        var error = Assert.Throws<SpindleException>(() => Query.Run(new AggregateExec([], [Named(call)], AggregateMode.Complete, values), "two threads"));
        Assert.Equal("ARITHMETIC_OVERFLOW", error.ErrorClass.Name);
        Assert.Equal(7, error.Origin.Start);
        Assert.Equal(["null"], Query.Ordered(Query.Run(new AggregateExec([], [Named(call with { Mode = EvaluationMode.Try })], AggregateMode.Complete, values), "two threads")));
    }

    internal static AggregateCall Count() => Call("count", DataType.Long);

    internal static AggregateCall Call(string function, DataType result, params Expression[] arguments) =>
        new(function, function, arguments.ToValueList(), false, null, [], result, true, FunctionTraits.None);

    internal static NamedExpression Named(AggregateCall call) => new(call, call.Name);

    private static object? Normal(object? value) => value is double d ? d + 0.0 : value;

    private static string Key(object? value) => value switch
    {
        null => "null",
        double d => (d + 0.0).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
