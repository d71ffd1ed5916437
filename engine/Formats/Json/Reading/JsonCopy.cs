using System.Buffers;
using Spindle.Formats.Json.Writing;
using Spindle.Formats.Values;

namespace Spindle.Formats.Json.Reading;

/// <summary>Values written again as they were read: without white space, fractions as the doubles that they are.</summary>
internal static class JsonCopy
{
    public static void Write(JsonSource source, int node, IBufferWriter<byte> output)
    {
        ref readonly var token = ref source.Tape[node];
        switch (token.Kind)
        {
            case JsonKind.Object:
                output.Write("{"u8);
                for (var name = node + 1; name < token.Next; name = source.Tape[name + 1].Next)
                {
                    if (name > node + 1)
                        output.Write(","u8);
                    WriteText(source, source.Tape[name], output);
                    output.Write(":"u8);
                    Write(source, name + 1, output);
                }

                output.Write("}"u8);
                break;
            case JsonKind.Array:
                output.Write("["u8);
                for (var element = node + 1; element < token.Next; element = source.Tape[element].Next)
                {
                    if (element > node + 1)
                        output.Write(","u8);
                    Write(source, element, output);
                }

                output.Write("]"u8);
                break;
            case JsonKind.String or JsonKind.EscapedString:
                WriteText(source, token, output);
                break;
            case JsonKind.Fraction or JsonKind.NonNumber:
                WriteNumber(token.Kind, source.Text(token), output);
                break;
            default:
                output.Write(source.Text(token));
                break;
        }
    }

    /// <summary>A string without quotes and escapes.</summary>
    public static void WritePlain(JsonSource source, in JsonToken token, IBufferWriter<byte> output)
    {
        var text = source.Text(token);
        if (token.Kind != JsonKind.EscapedString)
        {
            output.Write(text);
            return;
        }

        output.Advance(JsonText.Unescape(text, output.GetSpan(text.Length)));
    }

    public static void WriteNumber(JsonKind kind, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var known = kind == JsonKind.Fraction ? FloatText.TryParse(text, out double value) : JsonDouble.TrySpecial(text, out value);
        if (!known)
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        if (!double.IsFinite(value))
            output.Write("\""u8);
        output.Advance(FloatText.Format(value, output.GetSpan(FloatText.MaxLength)));
        if (!double.IsFinite(value))
            output.Write("\""u8);
    }

    private static void WriteText(JsonSource source, in JsonToken token, IBufferWriter<byte> output)
    {
        if (token.Kind != JsonKind.EscapedString)
        {
            JsonEscapes.Write(source.Text(token), output);
            return;
        }

        var text = source.Text(token);
        var plain = ArrayPool<byte>.Shared.Rent(text.Length);
        JsonEscapes.Write(plain.AsSpan(0, JsonText.Unescape(text, plain)), output);
        ArrayPool<byte>.Shared.Return(plain);
    }
}
