using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Sorting;

/// <summary>How rows lie while they are sorted: the input's columns, then one column for each key that is not itself a column.</summary>
internal sealed class SortShape
{
    public SortShape(StructType schema, ValueList<SortKey> keys)
    {
        Width = schema.Fields.Count;
        var types = schema.Fields.Select(f => f.Type).ToList();
        var computed = new List<Expression>();
        KeyColumns = new int[keys.Count];
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Expression is BoundReference column)
            {
                KeyColumns[i] = column.Ordinal;
                continue;
            }

            KeyColumns[i] = types.Count;
            types.Add(keys[i].Expression.Type);
            computed.Add(keys[i].Expression);
        }

        Types = [.. types];
        Computed = computed;
        Orders = [.. keys.Select(k => KeyOrder.Create(k.Expression.Type, k.Descending, k.NullsFirst))];
    }

    /// <summary>Columns of the input, and of the output.</summary>
    public int Width { get; }

    public DataType[] Types { get; }

    /// <summary>Key expressions that are evaluated into columns of their own.</summary>
    public IReadOnlyList<Expression> Computed { get; }

    /// <summary>For each key its column.</summary>
    public int[] KeyColumns { get; }

    public KeyOrder[] Orders { get; }

    public ColumnView[] KeyViews(ReadOnlySpan<Vector> columns, RowMaps maps)
    {
        var views = new ColumnView[KeyColumns.Length];
        for (var i = 0; i < views.Length; i++)
            views[i] = maps.View(columns[KeyColumns[i]], null);
        return views;
    }

    /// <summary>Compares two rows by all keys.</summary>
    public int Compare(ColumnView[] left, int leftRow, ColumnView[] right, int rightRow)
    {
        for (var i = 0; i < Orders.Length; i++)
            if (Orders[i].Compare(left[i], leftRow, right[i], rightRow) is var order and not 0)
                return order;
        return 0;
    }
}
