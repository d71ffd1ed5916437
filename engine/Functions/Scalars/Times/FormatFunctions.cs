using System.Buffers;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Patterns;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Dates and times as text by a pattern.</summary>
internal static class FormatFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["date_format"] = call => new FunctionSite(new TextFunctionKernel<Format>(DataType.String, new Format(call, TimestampFunctions.ZoneOf(call), new PatternCache(call, PatternUse.Formatting)), canRaise: true),
            call.Arguments[0], call.Arguments[1]),
    };

    private readonly struct Format(Call call, TimeZone zone, PatternCache cache) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var pattern = cache.For(operands[1].Text(lane));
            var value = operands[0].Long(lane);
            var isTime = call.Arguments[0].Type is TimeType;
            var offset = isTime ? 0 : zone.OffsetSecondsAt(TimeUnits.FloorDiv(value, TimeUnits.MicrosPerSecond));
            target.Advance(pattern.Format(isTime ? value / TimeUnits.NanosPerMicro : value + offset * TimeUnits.MicrosPerSecond, offset, zone, target.GetSpan(pattern.MaxLength)));
            return true;
        }
    }
}
