namespace Spindle.Sql;

// Functions over windows.
public static partial class Functions
{
    /// <summary>SQL's <c>counter_diff</c>.</summary>
    public static Column CounterDiff(Column value, Column? startTime = null) => CallGiven("counter_diff", value, startTime);

    /// <summary>SQL's <c>cume_dist</c>.</summary>
    public static Column CumeDist() => Call("cume_dist");

    /// <summary>SQL's <c>dense_rank</c>.</summary>
    public static Column DenseRank() => Call("dense_rank");

    /// <summary>SQL's <c>lag</c>.</summary>
    public static Column Lag(Column col, object? offset = null, object? @default = null) => CallGiven("lag", col, offset, @default);

    /// <summary>SQL's <c>lead</c>.</summary>
    public static Column Lead(Column col, object? offset = null, object? @default = null) => CallGiven("lead", col, offset, @default);

    /// <summary>SQL's <c>nth_value</c>.</summary>
    public static Column NthValue(Column col, object? offset = null, object? ignoreNulls = null) => CallGiven("nth_value", col, offset, ignoreNulls);

    /// <summary>SQL's <c>ntile</c>.</summary>
    public static Column Ntile(object? n) => Call("ntile", Lit(n));

    /// <summary>SQL's <c>percent_rank</c>.</summary>
    public static Column PercentRank() => Call("percent_rank");

    /// <summary>SQL's <c>rank</c>.</summary>
    public static Column Rank() => Call("rank");

    /// <summary>SQL's <c>row_number</c>.</summary>
    public static Column RowNumber() => Call("row_number");
}
