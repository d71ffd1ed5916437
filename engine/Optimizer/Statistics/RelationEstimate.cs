using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Statistics;

/// <summary>What is believed of the rows that a plan gives.</summary>
internal sealed record RelationEstimate(double Rows, IReadOnlyDictionary<ColumnId, ColumnEstimate> Columns)
{
    public ColumnEstimate Of(ColumnId column) => Columns.TryGetValue(column, out var estimate) ? estimate : ColumnEstimate.Unknown(Rows);

    public RelationEstimate WithRows(double rows)
    {
        if (rows == Rows)
            return this;
        var columns = new Dictionary<ColumnId, ColumnEstimate>(Columns.Count);
        foreach (var (id, column) in Columns)
            columns[id] = column.Thinned(Rows, rows);
        return new RelationEstimate(rows, columns);
    }
}
