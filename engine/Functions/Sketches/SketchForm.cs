using Spindle.Columnar.Types;

namespace Spindle.Functions.Sketches;

/// <summary>What the name of a function says of its sketches.</summary>
internal readonly record struct SketchForm(SketchFamily Family)
{
    public const int DefaultQuantiles = 200, LeastQuantiles = 8, MostQuantiles = ushort.MaxValue;

    public static readonly string[] Modes = ["sum", "min", "max", "alwaysone"];

    public bool HasSummaries => Family is SketchFamily.TupleDouble or SketchFamily.TupleInteger;

    /// <summary>The type of a sketch's values: of a quantile, or of a summary.</summary>
    public DataType ValueType => Family switch
    {
        SketchFamily.TupleDouble or SketchFamily.QuantilesDouble => DataType.Double,
        SketchFamily.QuantilesFloat => DataType.Float,
        _ => DataType.Long,
    };

    public static SketchForm Of(string function) => new(function switch
    {
        _ when function.StartsWith("hll_", StringComparison.Ordinal) => SketchFamily.Distinct,
        _ when function.StartsWith("theta_", StringComparison.Ordinal) => SketchFamily.Theta,
        _ when function.StartsWith("tuple_", StringComparison.Ordinal) => function.EndsWith("_double", StringComparison.Ordinal) ? SketchFamily.TupleDouble : SketchFamily.TupleInteger,
        _ when function.EndsWith("_bigint", StringComparison.Ordinal) => SketchFamily.QuantilesLong,
        _ when function.EndsWith("_double", StringComparison.Ordinal) => SketchFamily.QuantilesDouble,
        _ => SketchFamily.QuantilesFloat,
    });

    public static SummaryMode? ModeOf(string text) => Array.IndexOf(Modes, text.ToLowerInvariant()) is >= 0 and var index ? (SummaryMode)index : null;
}
