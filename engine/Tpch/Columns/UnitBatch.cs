namespace Spindle.Tpch.Columns;

/// <summary>
/// A run of units with the rows that belong to each: the part of a table that columns are made for.
/// The unit is the row, but for partsupp (a part, 4 rows) and lineitem (an order, 1 to 7 rows).
/// </summary>
public sealed class UnitBatch
{
    private readonly byte[]? lines;
    private readonly int fanout;

    internal UnitBatch(int fanout) => this.fanout = fanout;

    internal UnitBatch(byte[] lines) => this.lines = lines;

    /// <summary>The first unit, from 0.</summary>
    public long FirstUnit { get; private set; }

    /// <summary>The number of units.</summary>
    public int Units { get; private set; }

    /// <summary>The number of rows of all units together.</summary>
    public int Rows { get; private set; }

    internal byte[] Lines => lines ?? [];

    internal void Set(long firstUnit, int units, int rows)
    {
        FirstUnit = firstUnit;
        Units = units;
        Rows = rows;
    }

    /// <summary>The rows of one unit, by its position in the batch.</summary>
    public int RowsOf(int unit) => lines is null ? fanout : lines[unit];
}
