using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Sources;

/// <summary>
/// A condition applied inside a scan: a conjunct of WHERE, or a filter that a join's build side made at run time. Execution implements it; the reader calls it from one thread.
/// </summary>
public interface IScanFilter
{
    /// <summary>Positions in <see cref="ScanRequest.Columns"/> that the condition reads, rising.</summary>
    ValueList<int> Columns { get; }

    /// <summary>False when the statistics prove that no row passes: the reader then skips the row group, page or file.</summary>
    RangeVerdict Test(IColumnRanges ranges);

    /// <summary>Narrows the rows to those that pass.</summary>
    /// <param name="columns">One vector for each of <see cref="Columns"/>, in that order, lent.</param>
    /// <param name="length">Lanes of each.</param>
    /// <param name="selection">The rows so far, lent; null for all lanes.</param>
    /// <returns>The surviving rows, owned by the caller; null when all lanes survive.</returns>
    Selection? Narrow(ReadOnlySpan<Vector> columns, int length, Selection? selection);
}

public enum RangeVerdict : byte
{
    /// <summary>Some rows may pass.</summary>
    Some,

    /// <summary>No row passes: skip them.</summary>
    None,

    /// <summary>Every row passes: the filter need not look at them.</summary>
    All,
}

/// <summary>What is known of the columns of a row group, a page or a file.</summary>
public interface IColumnRanges
{
    long Rows { get; }

    /// <summary>Bounds of a column by its position in <see cref="ScanRequest.Columns"/>; null where nothing is known.</summary>
    ColumnRange? Range(int column);

    /// <summary>False when a Bloom filter or a dictionary proves that the column never equals the value (boxed as <see cref="VectorReader"/> has it).</summary>
    bool MayContain(int column, object value);
}

/// <summary>Bounds of a column's values, boxed as <see cref="VectorReader"/> has them; null where unknown. Bounds of strings may be truncated, but always enclose the values.</summary>
/// <param name="NullCount">-1 where unknown.</param>
public sealed record ColumnRange(object? Min, object? Max, long NullCount);
