namespace Spindle.Sql;

// Functions over generators, which give several rows.
public static partial class Functions
{
    /// <summary>SQL's <c>explode</c>.</summary>
    public static Column Explode(Column col) => Call("explode", col);

    /// <summary>SQL's <c>explode_outer</c>.</summary>
    public static Column ExplodeOuter(Column col) => Call("explode_outer", col);

    /// <summary>SQL's <c>inline</c>.</summary>
    public static Column Inline(Column col) => Call("inline", col);

    /// <summary>SQL's <c>inline_outer</c>.</summary>
    public static Column InlineOuter(Column col) => Call("inline_outer", col);

    /// <summary>SQL's <c>posexplode</c>.</summary>
    public static Column PosExplode(Column col) => Call("posexplode", col);

    /// <summary>SQL's <c>posexplode_outer</c>.</summary>
    public static Column PosExplodeOuter(Column col) => Call("posexplode_outer", col);

    /// <summary>SQL's <c>stack</c>.</summary>
    public static Column Stack(params Column[] cols) => Call("stack", cols);
}
