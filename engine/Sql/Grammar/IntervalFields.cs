using Spindle.Columnar.Types;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar;

/// <summary>The fields that interval types and literals name.</summary>
internal static class IntervalFields
{
    public static bool IsField(Token token) => token.Kind == TokenKind.Word && (YearMonth(token.Text) is not null || DayTime(token.Text) is not null);

    /// <summary>The interval type from one field to another; null where they do not go together.</summary>
    public static DataType? Type(string start, string end)
    {
        if (YearMonth(start) is { } year && YearMonth(end) is { } month && year <= month)
            return new YearMonthIntervalType(year, month);
        if (DayTime(start) is { } from && DayTime(end) is { } to && from <= to)
            return new DayTimeIntervalType(from, to);
        return null;
    }

    public static YearMonthField? YearMonth(string word) => word switch
    {
        "YEAR" or "YEARS" => YearMonthField.Year,
        "MONTH" or "MONTHS" => YearMonthField.Month,
        _ => null,
    };

    public static DayTimeField? DayTime(string word) => word switch
    {
        "DAY" or "DAYS" => DayTimeField.Day,
        "HOUR" or "HOURS" => DayTimeField.Hour,
        "MINUTE" or "MINUTES" => DayTimeField.Minute,
        "SECOND" or "SECONDS" => DayTimeField.Second,
        _ => null,
    };
}
