using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>
/// Columns of equal length, of which the lanes in <see cref="Selection"/> (all, when it is null) are rows. Shared by counting references, like vectors:
/// an operator that is handed a batch is lent it for the call and calls <see cref="Retain"/> to keep it.
/// </summary>
public sealed class RecordBatch
{
    /// <summary>Rows that a batch inside a pipeline usually has: 2,048 rows of a few columns stay in the second-level cache.</summary>
    public const int TargetRows = 2048;

    private readonly Vector[] columns;
    private int references = 1;

    /// <summary>Takes over the caller's references to the columns and the selection.</summary>
    /// <param name="length">Lanes of every column (a batch may have rows and no columns).</param>
    public RecordBatch(Vector[] columns, int length, Selection? selection = null)
    {
        foreach (var column in columns)
            if (column.Length != length)
                throw new UnreachableException($"a column of {column.Length} lanes in a batch of {length}");
        this.columns = columns;
        Length = length;
        Selection = selection;
    }

    /// <summary>Lanes, selected or not.</summary>
    public int Length { get; }

    public Selection? Selection { get; }

    /// <summary>Rows: the selected lanes.</summary>
    public int Rows => Selection?.Count ?? Length;

    public ReadOnlySpan<Vector> Columns => columns;

    public Vector this[int column] => columns[column];

    /// <summary>The same columns under another selection, which the caller hands over; the new batch is the caller's.</summary>
    public RecordBatch With(Selection? selection) => new([.. columns.Select(c => c.Retain())], Length, selection);

    /// <summary>A batch without selection whose columns hold just the rows; the caller owns it. This batch itself, retained, when all lanes are rows.</summary>
    public unsafe RecordBatch Compact(MemoryBudget budget)
    {
        if (Selection is not { } selection)
            return Retain();
        var compact = new Vector[columns.Length];
        try
        {
            for (var i = 0; i < columns.Length; i++)
                compact[i] = Gather.Lanes(columns[i], selection.Lanes, selection.Count, budget);
        }
        catch
        {
            foreach (var column in compact)
                column?.Release();
            throw;
        }

        return new RecordBatch(compact, selection.Count);
    }

    /// <summary>The lane of the row-th row.</summary>
    public unsafe int Lane(int row) => Selection is { } selection ? selection.Lanes[row] : row;

    public RecordBatch Retain()
    {
        if (Interlocked.Increment(ref references) <= 1)
            throw new UnreachableException("a released batch was retained");
        return this;
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref references);
        if (left < 0)
            throw new UnreachableException("a batch was released twice");
        if (left > 0)
            return;
        foreach (var column in columns)
            column.Release();
        Selection?.Release();
    }
}
