using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Tests;

public class StreamingTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void A_scan_gives_the_rows_that_pass_its_filters_in_the_tables_order(string mode)
    {
        var table = Samples.Table(1, 1000);
        var filter = new Comparison(ComparisonOperator.GreaterOrEqual, new BoundReference(1, DataType.Int, true, "i"), Literal.Of(0));
        var rows = Query.Run(Query.Scan(table, filter), mode);
        Assert.Equal(Query.Ordered(table.Rows.Where(r => r[1] is >= 0)), Query.Ordered(rows));
        Assert.Equal(0, table.OpenReaders);
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Filter_project_union_and_limit_compose(string mode)
    {
        var table = Samples.Table(2, 700);
        var scan = Query.Scan(table);
        var filter = new FilterExec(new IsNotNull(Query.Column(scan, 2)), scan);
        var doubled = new Arithmetic(ArithmeticOperator.Multiply, Query.Column(scan, 2), Literal.Of(2L), DataType.Long, EvaluationMode.Ansi);
        var project = new ProjectExec([new NamedExpression(doubled, "x")], filter);
        var values = new ValuesExec(project.Schema, [[Literal.Of(7L)], [Literal.Null(DataType.Long)]]);
        var union = new UnionExec([project, values, new RangeExec(0, 10, 3, "x")], project.Schema);
        List<object?[]> expected = [.. table.Rows.Where(r => r[2] is not null).Select(r => new object?[] { (long)r[2]! * 2 }), [7L], [null], [0L], [3L], [6L], [9L]];
        Assert.Equal(Query.Ordered(expected), Query.Ordered(Query.Run(union, mode)));
        Assert.Equal(Query.Ordered(expected.Skip(5).Take(600)), Query.Ordered(Query.Run(new LimitExec(600, 5, union), mode)));
        Assert.Empty(Query.Run(new LimitExec(0, 0, union), mode));
    }

    [Fact]
    public void A_limit_stops_the_scan_early()
    {
        var table = Samples.Table(3, 20_000);
        Assert.Equal(10, Query.Run(new LimitExec(10, 0, Query.Scan(table)), "two threads").Count);
        Assert.Equal(0, table.OpenReaders);
    }
}
