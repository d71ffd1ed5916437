using Spindle.Tpch.Columns;

namespace Spindle.Tpch.Tables;

/// <summary>A table of the benchmark at some scale: its columns, and how many units of rows it has.</summary>
public sealed class Table
{
    private const int MeanLinesPerOrder = 4;

    private readonly int? rowsPerUnit;

    /// <param name="name">The name, in lower case.</param>
    /// <param name="units">How many units it has.</param>
    /// <param name="rowsPerUnit">The rows of each unit, or null where it varies (lineitem).</param>
    /// <param name="columns">The columns in their order.</param>
    internal Table(string name, long units, int? rowsPerUnit, params Column[] columns)
    {
        Name = name;
        Units = units;
        this.rowsPerUnit = rowsPerUnit;
        Columns = columns;
    }

    /// <summary>The name, in lower case.</summary>
    public string Name { get; }

    /// <summary>The columns in the order of the specification.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>What ranges of the table are counted in: rows, but parts for partsupp and orders for lineitem.</summary>
    public long Units { get; }

    /// <summary>The number of rows; for lineitem the expected one, which is within a thousandth of the true one from scale 0.1 on.</summary>
    public long ExpectedRows => ExpectedRowsOf(Units);

    /// <summary>The rows, or for lineitem the expected rows, of so many units.</summary>
    public long ExpectedRowsOf(long units) => units * (rowsPerUnit ?? MeanLinesPerOrder);

    /// <summary>Whether <see cref="ExpectedRows"/> is exact.</summary>
    public bool IsRowCountExact => rowsPerUnit is not null;

    /// <summary>About how many different values a column has: what it may have, but no more than there are rows.</summary>
    public long DistinctValues(Column column) => Math.Min(column.Facts.Domain, ExpectedRows);

    /// <summary>The units that hold about so many rows, at least one.</summary>
    public long UnitsOf(long rows) => Math.Max(1, rows / (rowsPerUnit ?? MeanLinesPerOrder));

    /// <summary>Walks over units first .. first + units - 1 in batches of at most <paramref name="maxRows"/> rows, which must be 7 or more.</summary>
    public UnitReader Read(long firstUnit, long units, int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstUnit);
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstUnit + units, Units);
        return new UnitReader(rowsPerUnit, firstUnit, units, maxRows);
    }
}
