using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql;

/// <summary>Groups of a DataFrame's rows, about to be aggregated.</summary>
public sealed class GroupedData
{
    private readonly DataFrame frame;
    private readonly ValueList<Expression> grouping;
    private readonly ValueList<Expression> keys;

    internal GroupedData(DataFrame frame, ValueList<Expression> grouping, ValueList<Expression>? keys = null)
    {
        this.frame = frame;
        this.grouping = grouping;
        this.keys = keys ?? grouping;
    }

    /// <summary>One row a group: the grouping columns, then the aggregates.</summary>
    public DataFrame Agg(Column aggregate, params Column[] aggregates)
    {
        var results = DataFrame.Items([aggregate, .. aggregates]);
        return frame.With(new Aggregate(grouping.Select(Plain).ToValueList(), [.. keys, .. results], frame.Plan));
    }

    /// <summary>Rows a group, as <c>count</c>.</summary>
    public DataFrame Count() => Agg(Functions.Count(Functions.Lit(1)).As("count"));

    public DataFrame Sum(params string[] columns) => Each("sum", columns);

    public DataFrame Avg(params string[] columns) => Each("avg", columns);

    /// <inheritdoc cref="Avg"/>
    public DataFrame Mean(params string[] columns) => Avg(columns);

    public DataFrame Min(params string[] columns) => Each("min", columns);

    public DataFrame Max(params string[] columns) => Each("max", columns);

    private DataFrame Each(string function, string[] columns)
    {
        if (columns.Length == 0)
            columns = [.. frame.Schema.Fields.Where(f => f.Type is NumericType).Select(f => f.Name)];
        var calls = columns.Select(c => Functions.Call(function, Functions.Col(c))).ToArray();
        return calls.Length == 0 ? throw new ArgumentException("there is no numeric column to aggregate; name the columns", nameof(columns)) : Agg(calls[0], calls[1..]);
    }

    private static Expression Plain(Expression key) => key is UnresolvedAlias alias ? alias.Child : key;
}
