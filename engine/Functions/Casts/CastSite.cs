using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Casts;

/// <summary>What a cast fixes for all its lanes.</summary>
/// <param name="From">The operand's type.</param>
/// <param name="To">The result's type.</param>
/// <param name="Mode">What a lane does that cannot be converted.</param>
/// <param name="Zone">The session's zone; UTC where the cast does not depend on it.</param>
/// <param name="Origin">Where the cast was written.</param>
internal sealed record CastSite(DataType From, DataType To, EvaluationMode Mode, TimeZone Zone, Origin Origin)
{
    /// <summary>What a lane does that cannot be converted. Between intervals and numbers it is an error also with ANSI off.</summary>
    public EvaluationMode Mode { get; } = Mode == EvaluationMode.Legacy
        && (From is YearMonthIntervalType or DayTimeIntervalType && To is NumericType || From is NumericType && To is YearMonthIntervalType or DayTimeIntervalType) ? EvaluationMode.Ansi : Mode;

    public bool CanRaise => Mode == EvaluationMode.Ansi && CastSafety.CanRaise(From, To);

    /// <summary>The error of a lane that cannot be converted.</summary>
    public SpindleException Error(Vector value, int lane)
    {
        var text = LaneText.Of(value, lane, Zone);
        return (From, To) switch
        {
            (StringType or CharType or VarcharType, YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType) => EvaluationErrors.InvalidIntervalText(text, To, Origin),
            (StringType or CharType or VarcharType, _) => EvaluationErrors.InvalidCast($"'{text}'", From, To, Origin),
            (_, DecimalType shape) => EvaluationErrors.DecimalOutOfRange(text, shape, Origin),
            (_, DateType or TimestampType or TimestampNtzType) when From is not NumericType => EvaluationErrors.DatetimeOutOfRange($"CAST({text} AS {To.Sql})", Origin),
            (YearMonthIntervalType or DayTimeIntervalType, YearMonthIntervalType or DayTimeIntervalType) => EvaluationErrors.IntervalOutOfRange(Origin),
            (DoubleType or FloatType, TimestampType) when text is "NaN" or "Infinity" or "-Infinity" => EvaluationErrors.InvalidCast(text, From, To, Origin),
            _ => EvaluationErrors.CastOverflow(text, From, To, Origin),
        };
    }
}
