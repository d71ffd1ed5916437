namespace Spindle.Columnar.Numerics;

/// <summary>Precision (1 to 38 once bounded) and scale of a decimal type.</summary>
public readonly record struct DecimalShape(int Precision, int Scale)
{
    public const int MaxPrecision = 38;

    /// <summary>Digits before the point.</summary>
    public int IntegralDigits => Precision - Scale;

    // What an integral type needs when it meets a decimal.
    public static DecimalShape Boolean { get; } = new(1, 0);
    public static DecimalShape Int8 { get; } = new(3, 0);
    public static DecimalShape Int16 { get; } = new(5, 0);
    public static DecimalShape Int32 { get; } = new(10, 0);
    public static DecimalShape Int64 { get; } = new(20, 0);
    public static DecimalShape Float32 { get; } = new(14, 7);
    public static DecimalShape Float64 { get; } = new(30, 15);

    /// <summary>The shape of the type that a bare <c>DECIMAL</c> names.</summary>
    public static DecimalShape Default { get; } = new(10, 0);

    public override string ToString() => $"({Precision},{Scale})";
}
