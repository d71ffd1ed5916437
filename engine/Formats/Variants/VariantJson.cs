using System.Buffers;
using System.Text;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Formats.Json;
using Spindle.Formats.Json.Reading;
using Spindle.Formats.Values;

namespace Spindle.Formats.Variants;

/// <summary>Reads variants from JSON texts: whole numbers as such, fractions as decimals where they are exact, all other numbers as doubles. One thread's.</summary>
public sealed class VariantJson : IDisposable
{
    private readonly VariantBuilder builder = new();
    private readonly JsonTape tape;
    private readonly JsonTokenizer tokenizer;

    public VariantJson(MemoryBudget budget)
    {
        tape = new JsonTape(budget);
        tokenizer = new JsonTokenizer(JsonOptions.Strict, tape);
    }

    /// <summary>The variant that a JSON text stands for; null where it is no JSON.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">VARIANT_DUPLICATE_KEY.</exception>
    public byte[]? TryRead(ReadOnlySpan<byte> json)
    {
        tape.Truncate(0);
        builder.Reset();
        var at = 0;
        if (!tokenizer.TryRead(json, ref at, json.Length, out var node) || node < 0)
            return null;
        Append(new JsonSource(json, tape), node, builder);
        return builder.Build();
    }

    public void Dispose() => tape.Dispose();

    internal static void Append(JsonSource source, int node, VariantBuilder builder)
    {
        ref readonly var token = ref source.Tape[node];
        var start = builder.Position;
        switch (token.Kind)
        {
            case JsonKind.Object:
                var fields = new List<VariantField>();
                for (var name = node + 1; name < token.Next; name = source.Tape[name + 1].Next)
                {
                    fields.Add(builder.Field(Name(source, source.Tape[name]), start));
                    Append(source, name + 1, builder);
                }

                builder.CloseObject(start, fields);
                break;
            case JsonKind.Array:
                var offsets = new List<int>();
                for (var element = node + 1; element < token.Next; element = source.Tape[element].Next)
                {
                    offsets.Add(builder.Position - start);
                    Append(source, element, builder);
                }

                builder.CloseArray(start, offsets);
                break;
            case JsonKind.Null:
                builder.AppendNull();
                break;
            case JsonKind.True or JsonKind.False:
                builder.Append(token.Kind == JsonKind.True);
                break;
            case JsonKind.String:
                builder.AppendText(source.Text(token));
                break;
            case JsonKind.EscapedString:
                var plain = ArrayPool<byte>.Shared.Rent(token.End - token.Start);
                builder.AppendText(plain.AsSpan(0, JsonText.Unescape(source.Text(token), plain)));
                ArrayPool<byte>.Shared.Return(plain);
                break;
            default:
                AppendNumber(token.Kind, source.Text(token), builder);
                break;
        }
    }

    private static void AppendNumber(JsonKind kind, ReadOnlySpan<byte> text, VariantBuilder builder)
    {
        if (kind == JsonKind.Integer && IntegerText.TryParse(text, out long whole))
            builder.Append(whole);
        else if (kind != JsonKind.NonNumber && text.IndexOfAny((byte)'e', (byte)'E') < 0 && DecimalText.TryParseExact(text, out var unscaled, out var scale)
            && scale is >= 0 and <= 38 && PowersOfTen.Digits(unscaled) <= 38)
            builder.AppendDecimal(unscaled, scale);
        else if (FloatText.TryParse(text, out double fraction))
            builder.Append(fraction);
        else
            builder.Append(text.Contains((byte)'-') ? double.NegativeInfinity : text.StartsWith("N"u8) ? double.NaN : double.PositiveInfinity);
    }

    private static string Name(JsonSource source, in JsonToken token)
    {
        var text = source.Text(token);
        if (token.Kind != JsonKind.EscapedString)
            return Encoding.UTF8.GetString(text);
        var plain = ArrayPool<byte>.Shared.Rent(text.Length);
        var name = Encoding.UTF8.GetString(plain.AsSpan(0, JsonText.Unescape(text, plain)));
        ArrayPool<byte>.Shared.Return(plain);
        return name;
    }
}
