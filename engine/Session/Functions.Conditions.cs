namespace Spindle.Sql;

// Functions over conditions.
public static partial class Functions
{
    /// <summary>SQL's <c>equal_null</c>.</summary>
    public static Column EqualNull(Column col1, Column col2) => Call("equal_null", col1, col2);

    /// <summary>SQL's <c>ilike</c>.</summary>
    public static Column ILike(Column str, object? pattern, object? escapeChar = null) => CallGiven("ilike", str, pattern, escapeChar);

    /// <summary>SQL's <c>ifnull</c>.</summary>
    public static Column IfNull(Column col1, Column col2) => Call("ifnull", col1, col2);

    /// <summary>SQL's <c>isnan</c>.</summary>
    public static Column IsNaN(Column col) => Call("isnan", col);

    /// <summary>SQL's <c>isnotnull</c>.</summary>
    public static Column IsNotNull(Column col) => Call("isnotnull", col);

    /// <summary>SQL's <c>isnull</c>.</summary>
    public static Column IsNull(Column col) => Call("isnull", col);

    /// <summary>SQL's <c>like</c>.</summary>
    public static Column Like(Column str, object? pattern, object? escapeChar = null) => CallGiven("like", str, pattern, escapeChar);

    /// <summary>SQL's <c>nanvl</c>.</summary>
    public static Column Nanvl(Column col1, Column col2) => Call("nanvl", col1, col2);

    /// <summary>SQL's <c>nullif</c>.</summary>
    public static Column NullIf(Column col1, Column col2) => Call("nullif", col1, col2);

    /// <summary>SQL's <c>nullifzero</c>.</summary>
    public static Column NullIfZero(Column col) => Call("nullifzero", col);

    /// <summary>SQL's <c>nvl</c>.</summary>
    public static Column Nvl(Column col1, Column col2) => Call("nvl", col1, col2);

    /// <summary>SQL's <c>nvl2</c>.</summary>
    public static Column Nvl2(Column col1, Column col2, Column col3) => Call("nvl2", col1, col2, col3);

    /// <summary>SQL's <c>rlike</c>.</summary>
    public static Column RLike(Column str, object? regexp) => Call("rlike", str, Lit(regexp));

    /// <summary>SQL's <c>regexp</c>.</summary>
    public static Column Regexp(Column str, object? regexp) => Call("regexp", str, Lit(regexp));

    /// <summary>SQL's <c>regexp_like</c>.</summary>
    public static Column RegexpLike(Column str, object? regexp) => Call("regexp_like", str, Lit(regexp));

    /// <summary>SQL's <c>zeroifnull</c>.</summary>
    public static Column ZeroIfNull(Column col) => Call("zeroifnull", col);
}
