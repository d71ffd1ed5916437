using System.Text;
using Spindle.Formats.Values;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>Single numbers as casts write them.</summary>
internal static class PlainText
{
    public static string Decimal(Int128 unscaled, int scale)
    {
        Span<byte> text = stackalloc byte[DecimalText.MaxLength];
        return Encoding.ASCII.GetString(text[..DecimalText.Format(unscaled, scale, text)]);
    }

    public static string Of(double value)
    {
        Span<byte> text = stackalloc byte[FloatText.MaxLength];
        return Encoding.ASCII.GetString(text[..FloatText.Format(value, text)]);
    }

    public static string Of(float value)
    {
        Span<byte> text = stackalloc byte[FloatText.MaxLength];
        return Encoding.ASCII.GetString(text[..FloatText.Format(value, text)]);
    }
}
