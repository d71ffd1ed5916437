using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Settings;

namespace Spindle.Sql;

/// <summary>Groups of a DataFrame's rows, about to be aggregated.</summary>
public sealed class GroupedData
{
    private readonly DataFrame frame;
    private readonly ValueList<Expression> grouping;
    private readonly ValueList<Expression> keys;
    private readonly (Expression Column, ValueList<Expression> Values)? pivot;

    internal GroupedData(DataFrame frame, ValueList<Expression> grouping, ValueList<Expression>? keys = null, (Expression Column, ValueList<Expression> Values)? pivot = null)
    {
        this.pivot = pivot;
        this.frame = frame;
        this.grouping = grouping;
        this.keys = keys ?? grouping;
    }

    /// <summary>One row a group: the grouping columns, then the aggregates.</summary>
    public DataFrame Agg(Column aggregate, params Column[] aggregates)
    {
        var results = DataFrame.Items([aggregate, .. aggregates]);
        if (pivot is var (column, values))
            return frame.With(new UnresolvedPivot(results, [column], values, frame.Plan) { Grouping = grouping });
        return frame.With(new Aggregate(grouping.Select(Plain).ToValueList(), [.. keys, .. results], frame.Plan));
    }

    /// <summary>One row a group: the grouping columns, then each column by the function of that name.</summary>
    public DataFrame Agg(IReadOnlyDictionary<string, string> functions)
    {
        Column[] calls = [.. functions.Select(f => Functions.Call(f.Value, f.Key))];
        return calls.Length == 0 ? throw new ArgumentException("there is nothing to aggregate", nameof(functions)) : Agg(calls[0], calls[1..]);
    }

    /// <summary>Lays the groups of each value of a column side by side, as columns named like the values (and the aggregates, where there are several).</summary>
    /// <param name="values">The values, in order; without any they are looked for first, by a query of their own.</param>
    /// <exception cref="SpindleException">The column has more values than spark.sql.pivotMaxValues, and none were given.</exception>
    public GroupedData Pivot(Column column, params object?[] values)
    {
        if (pivot is not null || grouping is [UnresolvedGroupingSets])
            throw new InvalidOperationException("Pivot follows GroupBy, once");
        var wanted = values.Length > 0 ? values : Values(column);
        return new GroupedData(frame, grouping, keys, (column.Expression, wanted.Select(v => Functions.Lit(v).Expression).ToValueList()));
    }

    /// <summary>Rows a group, as <c>count</c>.</summary>
    public DataFrame Count() => Agg(Functions.Count(Functions.Lit(1)).As("count"));

    public DataFrame Sum(params string[] columns) => Each("sum", columns);

    public DataFrame Avg(params string[] columns) => Each("avg", columns);

    /// <inheritdoc cref="Avg"/>
    public DataFrame Mean(params string[] columns) => Avg(columns);

    public DataFrame Min(params string[] columns) => Each("min", columns);

    public DataFrame Max(params string[] columns) => Each("max", columns);

    private object?[] Values(Column column)
    {
        var most = (int)frame.Session.State.Settings.Number(SessionSettings.PivotMaxValues)!;
        var found = frame.Select(column.As("value")).Distinct().OrderBy("value").Take(most + 1);
        if (found.Count > most)
        {
            throw new SpindleException(SessionErrors.TooManyPivotValues,
                $"{column} has more than {most} values to pivot by: name the wanted ones, or raise {SessionSettings.PivotMaxValues}");
        }

        return [.. found.Select(r => r[0])];
    }

    private DataFrame Each(string function, string[] columns)
    {
        if (columns.Length == 0)
            columns = [.. frame.Schema.Fields.Where(f => f.Type is NumericType).Select(f => f.Name)];
        var calls = columns.Select(c => Functions.Call(function, Functions.Col(c))).ToArray();
        return calls.Length == 0 ? throw new ArgumentException("there is no numeric column to aggregate; name the columns", nameof(columns)) : Agg(calls[0], calls[1..]);
    }

    private static Expression Plain(Expression key) => key is UnresolvedAlias alias ? alias.Child : key;
}
