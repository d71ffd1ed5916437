namespace Spindle.Tpch.Columns;

/// <summary>
/// What the specification says of a column's values: how many there are to choose from, and for numbers and dates
/// the bounds, inclusive, in the column's own form (unscaled decimals, days since 1970-01-01).
/// </summary>
/// <param name="Domain">The different values that may occur, in any number of rows.</param>
/// <param name="Min">No value is less.</param>
/// <param name="Max">No value is more.</param>
public readonly record struct ColumnFacts(long Domain, long? Min = null, long? Max = null)
{
    /// <summary>Texts, of which hardly two are equal.</summary>
    public static ColumnFacts AlmostUnique => new(long.MaxValue);

    /// <summary>All whole numbers from min to max may occur.</summary>
    public static ColumnFacts Range(long min, long max) => new(max - min + 1, min, max);
}
