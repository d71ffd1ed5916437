using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Physical;

/// <summary>A physical plan and where in its schema each column lies. Two ids may share a position.</summary>
internal sealed record Placed(PhysicalPlan Plan, IReadOnlyDictionary<ColumnId, int> Positions)
{
    public Expression Bind(Expression expression) => Bind(expression, Find);

    public ValueList<Expression> Bind(IEnumerable<Expression> expressions) => expressions.Select(Bind).ToValueList();

    public SortKey Bind(SortKey key) => key with { Expression = Bind(key.Expression) };

    public BoundReference Find(ColumnReference column)
    {
        if (!Positions.TryGetValue(column.Id, out var position))
            throw new UnreachableException($"column {column.Name}{column.Id} is not among the columns of {Plan.Describe()}");
        return At(Plan.Schema, position, column);
    }

    public static BoundReference At(StructType schema, int position, ColumnReference column) =>
        new(position, schema.Fields[position].Type, schema.Fields[position].Nullable, column.Name) { Origin = column.Origin };

    public static Expression Bind(Expression expression, Func<ColumnReference, Expression> find) =>
        expression is ColumnReference column ? find(column) : expression.MapChildren(child => Bind(child, find));

    /// <summary>Columns that lie one after the other.</summary>
    public static Dictionary<ColumnId, int> InOrder(IEnumerable<ColumnReference> columns)
    {
        var positions = new Dictionary<ColumnId, int>();
        var next = 0;
        foreach (var column in columns)
            positions.TryAdd(column.Id, next++);
        return positions;
    }
}
