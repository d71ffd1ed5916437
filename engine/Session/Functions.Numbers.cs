namespace Spindle.Sql;

// Functions over numbers.
public static partial class Functions
{
    /// <summary>SQL's <c>abs</c>.</summary>
    public static Column Abs(Column col) => Call("abs", col);

    /// <summary>SQL's <c>acos</c>.</summary>
    public static Column Acos(Column col) => Call("acos", col);

    /// <summary>SQL's <c>acosh</c>.</summary>
    public static Column Acosh(Column col) => Call("acosh", col);

    /// <summary>SQL's <c>asin</c>.</summary>
    public static Column Asin(Column col) => Call("asin", col);

    /// <summary>SQL's <c>asinh</c>.</summary>
    public static Column Asinh(Column col) => Call("asinh", col);

    /// <summary>SQL's <c>atan</c>.</summary>
    public static Column Atan(Column col) => Call("atan", col);

    /// <summary>SQL's <c>atan2</c>.</summary>
    public static Column Atan2(Column col1, Column col2) => Call("atan2", col1, col2);

    /// <summary>SQL's <c>atanh</c>.</summary>
    public static Column Atanh(Column col) => Call("atanh", col);

    /// <summary>SQL's <c>bin</c>.</summary>
    public static Column Bin(Column col) => Call("bin", col);

    /// <summary>SQL's <c>bround</c>.</summary>
    public static Column Bround(Column col, object? scale = null) => CallGiven("bround", col, scale);

    /// <summary>SQL's <c>cbrt</c>.</summary>
    public static Column Cbrt(Column col) => Call("cbrt", col);

    /// <summary>SQL's <c>ceil</c>.</summary>
    public static Column Ceil(Column col, object? scale = null) => CallGiven("ceil", col, scale);

    /// <summary>SQL's <c>ceiling</c>.</summary>
    public static Column Ceiling(Column col, object? scale = null) => CallGiven("ceiling", col, scale);

    /// <summary>SQL's <c>conv</c>.</summary>
    public static Column Conv(Column col, object? fromBase, object? toBase) => Call("conv", col, Lit(fromBase), Lit(toBase));

    /// <summary>SQL's <c>cos</c>.</summary>
    public static Column Cos(Column col) => Call("cos", col);

    /// <summary>SQL's <c>cosh</c>.</summary>
    public static Column Cosh(Column col) => Call("cosh", col);

    /// <summary>SQL's <c>cot</c>.</summary>
    public static Column Cot(Column col) => Call("cot", col);

    /// <summary>SQL's <c>csc</c>.</summary>
    public static Column Csc(Column col) => Call("csc", col);

    /// <summary>SQL's <c>degrees</c>.</summary>
    public static Column Degrees(Column col) => Call("degrees", col);

    /// <inheritdoc cref="Degrees"/>
    public static Column ToDegrees(Column col) => Degrees(col);

    /// <summary>SQL's <c>exp</c>.</summary>
    public static Column Exp(Column col) => Call("exp", col);

    /// <summary>SQL's <c>expm1</c>.</summary>
    public static Column Expm1(Column col) => Call("expm1", col);

    /// <summary>SQL's <c>factorial</c>.</summary>
    public static Column Factorial(Column col) => Call("factorial", col);

    /// <summary>SQL's <c>floor</c>.</summary>
    public static Column Floor(Column col, object? scale = null) => CallGiven("floor", col, scale);

    /// <summary>SQL's <c>greatest</c>.</summary>
    public static Column Greatest(params Column[] cols) => Call("greatest", cols);

    /// <summary>SQL's <c>hex</c>.</summary>
    public static Column Hex(Column col) => Call("hex", col);

    /// <summary>SQL's <c>hypot</c>.</summary>
    public static Column Hypot(Column col1, Column col2) => Call("hypot", col1, col2);

    /// <summary>SQL's <c>least</c>.</summary>
    public static Column Least(params Column[] cols) => Call("least", cols);

    /// <summary>SQL's <c>ln</c>.</summary>
    public static Column Ln(Column col) => Call("ln", col);

    /// <summary>SQL's <c>log10</c>.</summary>
    public static Column Log10(Column col) => Call("log10", col);

    /// <summary>SQL's <c>log1p</c>.</summary>
    public static Column Log1p(Column col) => Call("log1p", col);

    /// <summary>SQL's <c>log2</c>.</summary>
    public static Column Log2(Column col) => Call("log2", col);

    /// <summary>SQL's <c>negative</c>.</summary>
    public static Column Negative(Column col) => Call("negative", col);

    /// <inheritdoc cref="Negative"/>
    public static Column Negate(Column col) => Negative(col);

    /// <summary>SQL's <c>pmod</c>.</summary>
    public static Column Pmod(Column dividend, Column divisor) => Call("pmod", dividend, divisor);

    /// <summary>SQL's <c>positive</c>.</summary>
    public static Column Positive(Column col) => Call("positive", col);

    /// <summary>SQL's <c>pow</c>.</summary>
    public static Column Pow(Column col1, Column col2) => Call("pow", col1, col2);

    /// <summary>SQL's <c>power</c>.</summary>
    public static Column Power(Column col1, Column col2) => Call("power", col1, col2);

    /// <summary>SQL's <c>radians</c>.</summary>
    public static Column Radians(Column col) => Call("radians", col);

    /// <inheritdoc cref="Radians"/>
    public static Column ToRadians(Column col) => Radians(col);

    /// <summary>SQL's <c>rand</c>.</summary>
    public static Column Rand(object? seed = null) => CallGiven("rand", seed);

    /// <summary>SQL's <c>randn</c>.</summary>
    public static Column Randn(object? seed = null) => CallGiven("randn", seed);

    /// <summary>SQL's <c>random</c>.</summary>
    public static Column Random(object? seed = null) => CallGiven("random", seed);

    /// <summary>SQL's <c>rint</c>.</summary>
    public static Column Rint(Column col) => Call("rint", col);

    /// <summary>SQL's <c>round</c>.</summary>
    public static Column Round(Column col, object? scale = null) => CallGiven("round", col, scale);

    /// <summary>SQL's <c>sec</c>.</summary>
    public static Column Sec(Column col) => Call("sec", col);

    /// <summary>SQL's <c>sign</c>.</summary>
    public static Column Sign(Column col) => Call("sign", col);

    /// <summary>SQL's <c>signum</c>.</summary>
    public static Column Signum(Column col) => Call("signum", col);

    /// <summary>SQL's <c>sin</c>.</summary>
    public static Column Sin(Column col) => Call("sin", col);

    /// <summary>SQL's <c>sinh</c>.</summary>
    public static Column Sinh(Column col) => Call("sinh", col);

    /// <summary>SQL's <c>sqrt</c>.</summary>
    public static Column Sqrt(Column col) => Call("sqrt", col);

    /// <summary>SQL's <c>tan</c>.</summary>
    public static Column Tan(Column col) => Call("tan", col);

    /// <summary>SQL's <c>tanh</c>.</summary>
    public static Column Tanh(Column col) => Call("tanh", col);

    /// <summary>SQL's <c>try_add</c>.</summary>
    public static Column TryAdd(Column left, Column right) => Call("try_add", left, right);

    /// <summary>SQL's <c>try_divide</c>.</summary>
    public static Column TryDivide(Column left, Column right) => Call("try_divide", left, right);

    /// <summary>SQL's <c>try_mod</c>.</summary>
    public static Column TryMod(Column left, Column right) => Call("try_mod", left, right);

    /// <summary>SQL's <c>try_multiply</c>.</summary>
    public static Column TryMultiply(Column left, Column right) => Call("try_multiply", left, right);

    /// <summary>SQL's <c>try_subtract</c>.</summary>
    public static Column TrySubtract(Column left, Column right) => Call("try_subtract", left, right);

    /// <summary>SQL's <c>unhex</c>.</summary>
    public static Column Unhex(Column col) => Call("unhex", col);

    /// <summary>SQL's <c>uniform</c>.</summary>
    public static Column Uniform(Column min, Column max, object? seed = null) => CallGiven("uniform", min, max, seed);

    /// <summary>SQL's <c>width_bucket</c>.</summary>
    public static Column WidthBucket(Column v, Column min, Column max, object? numBucket) => Call("width_bucket", v, min, max, Lit(numBucket));
}
