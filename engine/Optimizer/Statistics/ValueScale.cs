using Spindle.Columnar.Types;

namespace Spindle.Optimizer.Statistics;

/// <summary>Maps boxed values to doubles in their order, so that ranges can be measured.</summary>
internal static class ValueScale
{
    public static double? Of(object? value, DataType type) => value switch
    {
        null => null,
        bool b => b ? 1 : 0,
        sbyte n => n,
        short n => n,
        int n => n,
        long n => type is DecimalType d ? n / Math.Pow(10, d.Scale) : n,
        float n => float.IsNaN(n) ? null : n,
        double n => double.IsNaN(n) ? null : n,
        Int128 n => (double)n / (type is DecimalType d ? Math.Pow(10, d.Scale) : 1),
        ByteString text => Prefix(text.Span),
        _ => null,
    };

    /// <summary>True where values lie one apart, so that a range bounds their number.</summary>
    public static bool IsDiscrete(DataType type) => type is IntegralType or DateType or BooleanType or DecimalType { Scale: 0 };

    private static double Prefix(ReadOnlySpan<byte> text)
    {
        double value = 0;
        for (var i = 0; i < 6; i++)
            value = (value * 256) + (i < text.Length ? text[i] : 0);
        return value;
    }
}
