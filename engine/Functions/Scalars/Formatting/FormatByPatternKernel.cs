using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Functions.Casts;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>format_number(number, pattern).</summary>
internal sealed class FormatByPatternKernel() : LaneKernel(DataType.String, canRaise: false)
{
    private readonly StringBuilder text = new();
    private ByteString given;
    private JavaNumberPattern? pattern;

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var wanted = operands[1].Text(lane);
        if (pattern is null || !wanted.SequenceEqual(given.Span))
        {
            given = ByteString.Of(wanted);
            // Without a pattern numbers are grouped and keep what decimals they have.
            pattern = new JavaNumberPattern(wanted.IsEmpty ? "#,###,###,###,###,###,##0" : given.ToString());
        }

        text.Clear();
        var shown = LaneText.Of(operands[0], lane);
        if (DecimalText.TryParseExact(Encoding.ASCII.GetBytes(shown), out var unscaled, out var scale))
            pattern.Append(text, unscaled, scale);
        else
            text.Append(shown.Replace("Infinity", "\u221E", StringComparison.Ordinal));
        ((BytesBuilder)result).Append(text.ToString());
    }
}
