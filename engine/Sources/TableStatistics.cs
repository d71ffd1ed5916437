using Spindle.Columnar.Types;

namespace Spindle.Sources;

/// <summary>What is known of a table's rows. Unknown figures are -1.</summary>
/// <param name="Columns">One a column of the schema.</param>
public sealed record TableStatistics(long Rows, long Bytes, ValueList<ColumnStatistics> Columns)
{
    public static TableStatistics Unknown(int columns) => new(-1, -1, Enumerable.Repeat(ColumnStatistics.Unknown, columns).ToValueList());
}

/// <param name="Min">The lowest value or a lower bound, boxed as <see cref="Columnar.Vectors.VectorReader"/> has it; null where unknown.</param>
/// <param name="DistinctCount">Distinct values, an estimate; -1 where unknown.</param>
/// <param name="NullCount">-1 where unknown.</param>
/// <param name="AverageBytes">Average bytes of a value of variable length; -1 where unknown.</param>
public sealed record ColumnStatistics(object? Min, object? Max, long DistinctCount, long NullCount, double AverageBytes)
{
    public static readonly ColumnStatistics Unknown = new(null, null, -1, -1, -1);
}
