using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Aggregation;

/// <summary>Lays out the rows of an aggregate with several lists of DISTINCT arguments: the keys, the number of the list (0 for the other calls), every list's arguments, the other calls' inputs.</summary>
internal sealed class DistinctExpansion(AggregateExec plan, List<AggregateCall> calls, List<DistinctList> lists)
{
    private readonly List<Field> columns = [];
    private readonly List<List<Expression>> projections = [];

    public DistinctPhases Phases()
    {
        // Projection 0 is the other calls', i the i-th list's.
        for (var i = 0; i <= lists.Count; i++)
            projections.Add([]);
        foreach (var key in plan.Keys)
            Column(key.Name, key.Expression, _ => true);
        var number = columns.Count;
        columns.Add(new Field("list", DataType.Int, Nullable: false));
        for (var i = 0; i < projections.Count; i++)
            projections[i].Add(Literal.Of(i));
        var arguments = lists.Select((l, i) => l.Arguments.Select(a => Column($"list{i + 1}", Guarded(a, l.Filter), p => p == i + 1)).ToValueList<Expression>()).ToList();
        var keys = columns.Count;
        var first = plan.Aggregates.Where(a => !((AggregateCall)a.Expression).Distinct).Select(a => a with { Expression = Other((AggregateCall)a.Expression, number) }).ToValueList();
        if (first.Count == 0)
            projections.RemoveAt(0);
        var expand = new ExpandExec([.. projections.Select(p => p.ToValueList())], new StructType([.. columns]), plan.Child);
        var grouped = new AggregateExec([.. Enumerable.Range(0, keys).Select(i => new NamedExpression(Reference(i), columns[i].Name))], first, AggregateMode.Partial, expand);
        return DistinctPhases.Over(expand, grouped, plan, calls, call =>
        {
            var list = lists.IndexOf(new DistinctList(call.Arguments, call.Filter));
            return call with { Distinct = false, Arguments = arguments[list], Filter = IsOf(number, list + 1) };
        });
    }

    private AggregateCall Other(AggregateCall call, int number)
    {
        var filter = IsOf(number, 0);
        if (call.Filter is { } condition)
            filter = new And(filter, Column("filter", condition, p => p == 0));
        return call with { Arguments = [.. call.Arguments.Select(a => Column("argument", Guarded(a, call.Filter), p => p == 0))], Filter = filter };
    }

    /// <summary>Adds a column with the expression's values in some projections and nulls in the others.</summary>
    private BoundReference Column(string name, Expression expression, Func<int, bool> has)
    {
        columns.Add(new Field(name, expression.Type));
        for (var i = 0; i < projections.Count; i++)
            projections[i].Add(has(i) ? expression : Literal.Null(expression.Type));
        return Reference(columns.Count - 1);
    }

    private BoundReference Reference(int column) => new(column, columns[column].Type, columns[column].Nullable, columns[column].Name);

    // These functions take no notice of nulls, and what a filter guards is not evaluated without it.
    private static Expression Guarded(Expression argument, Expression? filter) => filter is null ? argument : new Case([filter], [argument], null);

    private static Expression IsOf(int number, int list) => new Comparison(ComparisonOperator.Equal, new BoundReference(number, DataType.Int, false, "list"), Literal.Of(list));
}
