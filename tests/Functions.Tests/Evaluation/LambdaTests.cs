using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Tests.Evaluation;

/// <summary>Lambda functions over columns, against scalar code: what a body reads of the row, and of an enclosing lambda, belongs to its element's row.</summary>
public class LambdaTests
{
    private static readonly ArrayType Numbers = new(DataType.Long);

    [Fact]
    public void Bodies_read_their_row_and_enclosing_lambdas()
    {
        using var fixture = new EvaluationFixture(21);
        var (list, number) = (EvaluationFixture.Column(0, Numbers), EvaluationFixture.Column(1, DataType.Long));
        var (x, y) = (Variable("x"), Variable("y"));
        // transform(list, x -> aggregate(list, number, (acc, y) -> acc + x * y))
        var acc = Variable("acc");
        var product = new Arithmetic(ArithmeticOperator.Multiply, x, y, DataType.Long, EvaluationMode.Try);
        var inner = new Call("aggregate", "aggregate",
            [list, number, new Lambda([acc, y], Sum(acc, product)), new Lambda([acc], acc)], DataType.Long, true, FunctionTraits.None);
        var nested = new Call("transform", "transform", [list, new Lambda([x], inner)], Numbers, true, FunctionTraits.None);
        var kept = new Call("filter", "filter", [list, new Lambda([x], new Comparison(ComparisonOperator.Greater, x, number))], Numbers, true, FunctionTraits.None);
        var any = new Call("exists", "exists", [list, new Lambda([x], new Comparison(ComparisonOperator.Equal, x, number))], DataType.Boolean, true, FunctionTraits.None);
        for (var round = 0; round < 20; round++)
        {
            var lists = Enumerable.Range(0, 80).Select(_ => List(fixture.Chance)).ToArray();
            var numbers = lists.Select(_ => fixture.Chance.Next(6) == 0 ? null : (object?)(long)fixture.Chance.Next(-3, 4)).ToArray();
            var batch = fixture.Batch((Numbers, lists), (DataType.Long, numbers));
            Check(nested, (l, n) => ValueList.Create<object?>([.. l.Select(a => l.Aggregate(n, (s, b) => s is null || a is null || b is null ? null : (object)((long)s + (long)a * (long)b)))]));
            Check(kept, (l, n) => ValueList.Create<object?>([.. l.Where(a => a is long v && n is long m && v > m)]));
            Check(any, (l, n) => l.Any(a => a is long v && n is long m && v == m) ? true : l.Any(a => a is null) || (n is null && l.Count > 0) ? null : false);
            batch.Release();

            void Check(Expression expression, Func<ValueList<object?>, object?, object?> expected)
            {
                var actual = fixture.Evaluate(expression, batch);
                for (var row = 0; row < batch.Rows; row++)
                {
                    var lane = batch.Lane(row);
                    Assert.Equal(lists[lane] is ValueList<object?> l ? expected(l, numbers[lane]) : null, actual[row]);
                }
            }
        }
    }

    private static LambdaVariable Variable(string name) => new(ColumnId.Next(), name, DataType.Long, true);

    private static Arithmetic Sum(Expression left, Expression right) => new(ArithmeticOperator.Add, left, right, DataType.Long, EvaluationMode.Try);

    private static object? List(Random chance) => chance.Next(7) == 0 ? null
        : ValueList.Create<object?>([.. Enumerable.Range(0, chance.Next(5)).Select(_ => chance.Next(8) == 0 ? null : (object?)(long)chance.Next(-3, 4))]);
}
