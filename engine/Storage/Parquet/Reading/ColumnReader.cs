using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Reads one column of a row group from its first row to its last.</summary>
internal abstract unsafe class ColumnReader : IDisposable
{
    /// <summary>The next rows as a vector that the caller owns.</summary>
    public abstract Vector Read(int rows);

    /// <summary>Passes over rows, without decompressing pages that hold none of the rows that are read.</summary>
    public abstract void Skip(long rows);

    /// <summary>Of the next <paramref name="rows"/> rows those at the rising <paramref name="places"/>; all of them are passed over.</summary>
    public virtual Vector ReadPicked(int rows, int* places, int picked, MemoryBudget budget)
    {
        var all = Read(rows);
        try
        {
            return Picking.Of(all, places, picked, budget);
        }
        finally
        {
            all.Release();
        }
    }

    /// <summary>Where reading stands, for messages.</summary>
    public virtual string Place => "";

    public virtual void Dispose()
    {
    }
}

/// <summary>A column with one value for all rows: of the path, or null because the file lacks the column.</summary>
internal sealed class ConstantColumnReader(Vector value) : ColumnReader
{
    public override Vector Read(int rows) => new ConstantVector(value.Retain(), rows);

    public override void Skip(long rows)
    {
    }

    public override unsafe Vector ReadPicked(int rows, int* places, int picked, MemoryBudget budget) => Read(picked);

    public override void Dispose() => value.Release();
}
