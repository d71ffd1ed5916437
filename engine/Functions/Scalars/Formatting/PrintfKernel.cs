using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>format_string and printf. Values are shown as they are stored: dates are days, timestamps microseconds.</summary>
internal sealed class PrintfKernel(DataType type, Origin origin) : LaneKernel(type, canRaise: true, nullIntolerant: false)
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["format_string"] = call => new FunctionSite(new PrintfKernel(DataType.String, call.Origin), [.. call.Arguments]),
    };

    private readonly StringBuilder result = new();
    private ByteString parsed;
    private List<PrintfSpecifier> pieces = [];

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        if (operands[0].IsNull(lane))
        {
            result.AppendNull();
            return;
        }

        Parse(operands[0].Text(lane));
        this.result.Clear();
        foreach (var piece in pieces)
            Append(operands, lane, piece);
        ((BytesBuilder)result).Append(this.result.ToString());
    }

    private void Parse(ReadOnlySpan<byte> format)
    {
        if (pieces.Count > 0 && format.SequenceEqual(parsed.Span))
            return;
        parsed = ByteString.Of(format);
        if (format.IndexOf("%0$"u8) >= 0)
            throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.ZERO_INDEX", "22023", $"arguments of a format string count from 1, not 0 as in '{parsed}'", origin, ("functionName", "`format_string`"), ("parameter", "`strfmt`"));
        pieces = PrintfSpecifier.Read(parsed.ToString(), out var fault) ?? throw Bad($"the conversion '{fault}' is unknown");
    }

    private void Append(ReadOnlySpan<Vector> operands, int lane, PrintfSpecifier piece)
    {
        var start = result.Length;
        switch (piece.Conversion)
        {
            case null:
                result.Append(piece.Text);
                return;
            case 'n':
                result.Append('\n');
                return;
            case '%':
                result.Append('%');
                PrintfWriter.Fill(result, start, piece);
                return;
        }

        if (piece.Argument < 0 || piece.Argument + 1 >= operands.Length)
            throw Bad($"there is no argument for '{piece.Text}'");
        var vector = operands[piece.Argument + 1];
        var value = vector.Read(lane);
        if (!PrintfWriter.TryAppend(result, piece, value is Int128 ? new object() : value, () => Shown(value, vector.Type), () => Hash(value)) || (value is Int128 && piece.Conversion is not ('s' or 'b' or 'h')))
            throw Bad($"'{piece.Text}' does not take a value of type {vector.Type.Sql}");
    }

    private SpindleException Bad(string what) => EvaluationErrors.Of("SPINDLE_INVALID_FORMAT_STRING", "22023", $"In the format string '{parsed}' {what}.", origin);

    private static string Shown(object? value, DataType type) => (value, type) switch
    {
        (null, _) => "null",
        (ByteString bytes, BinaryType) => Convert.ToHexStringLower(bytes.Span),
        (ByteString text, _) => text.ToString(),
        (bool truth, _) => truth ? "true" : "false",
        (ValueList<object?> items, ArrayType array) => $"[{string.Join(",", items.Select(i => Shown(i, array.Element)))}]",
        (ValueList<object?> items, StructType fields) => $"[{string.Join(",", items.Select((i, n) => Shown(i, fields.Fields[n].Type)))}]",
        (ValueList<KeyValuePair<object, object?>> entries, MapType map) =>
            $"keys: [{string.Join(",", entries.Select(e => Shown(e.Key, map.Key)))}], values: [{string.Join(",", entries.Select(e => Shown(e.Value, map.Value)))}]",
        (Int128 number, DecimalType shape) => PlainText.Decimal(number, shape.Scale),
        (double number, _) => PlainText.Of(number),
        (float number, _) => PlainText.Of(number),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static int Hash(object? value) => value switch
    {
        bool truth => truth ? 1231 : 1237,
        long number => (int)(number ^ (number >>> 32)),
        double number => BitConverter.DoubleToInt64Bits(number) is var bits ? (int)(bits ^ (bits >>> 32)) : 0,
        float number => BitConverter.SingleToInt32Bits(number),
        ByteString text => HashFunctions.OfText(text.Span),
        IConvertible number => number.ToInt32(System.Globalization.CultureInfo.InvariantCulture),
        _ => 0,
    };
}
