using System.Buffers;
using System.Text;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Times;

/// <summary>trunc and date_trunc; null for a unit that they do not know.</summary>
internal static class TruncationFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["trunc"] = call => new FunctionSite(new LaneFunctionKernel<int, TruncateDate>(DataType.Date, default), [.. call.Arguments]),
        ["date_trunc"] = call => new FunctionSite(new LaneFunctionKernel<long, TruncateTimestamp>(call.ResultType,
            new TruncateTimestamp(call.ResultType is TimestampNtzType ? TimeZone.Utc : TimestampFunctions.ZoneOf(call))), call.Arguments[0], call.Arguments[1]),
    };

    private const int LongestUnit = 11;

    private static bool TryUnit(ReadOnlySpan<byte> text, out Truncation unit)
    {
        Span<byte> name = stackalloc byte[LongestUnit];
        unit = default;
        if (text.Length > LongestUnit || Ascii.ToUpper(text, name, out var length) != OperationStatus.Done)
            return false;
        name = name[..length];
        Truncation? found = name.SequenceEqual("MONTH"u8) || name.SequenceEqual("MM"u8) || name.SequenceEqual("MON"u8) ? Truncation.Month
            : name.SequenceEqual("YEAR"u8) || name.SequenceEqual("YYYY"u8) || name.SequenceEqual("YY"u8) ? Truncation.Year
            : name.SequenceEqual("DAY"u8) || name.SequenceEqual("DD"u8) ? Truncation.Day
            : name.SequenceEqual("HOUR"u8) ? Truncation.Hour
            : name.SequenceEqual("MINUTE"u8) ? Truncation.Minute
            : name.SequenceEqual("WEEK"u8) ? Truncation.Week
            : name.SequenceEqual("QUARTER"u8) ? Truncation.Quarter
            : name.SequenceEqual("SECOND"u8) ? Truncation.Second
            : name.SequenceEqual("MILLISECOND"u8) ? Truncation.Millisecond
            : name.SequenceEqual("MICROSECOND"u8) ? Truncation.Microsecond
            : null;
        unit = found.GetValueOrDefault();
        return found is not null;
    }

    /// <summary>Units from a week up.</summary>
    private readonly struct TruncateDate : ILaneFunction<int>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            var known = TryUnit(operands[1].Text(lane), out var unit) && unit >= Truncation.Week;
            result = known ? DateTruncation.Truncate(operands[0].Int(lane), unit) : 0;
            return known;
        }
    }

    private struct TruncateTimestamp(TimeZone zone) : ILaneFunction<long>
    {
        private ZoneCursor cursor = new(zone);

        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var known = TryUnit(operands[0].Text(lane), out var unit);
            result = known ? DateTruncation.TruncateInstant(operands[1].Long(lane), unit, ref cursor) : 0;
            return known;
        }
    }
}
