using Spindle.Columnar.Errors;

namespace Spindle.Sql.Parsing;

/// <summary>The error classes that only parsing raises.</summary>
internal static class SyntaxErrors
{
    public static readonly ErrorClass DecimalPrecisionExceeded = new("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", "22003");
    public static readonly ErrorClass DecimalScaleAbovePrecision = new("DECIMAL_SCALE_EXCEEDS_PRECISION", "22003");
    public static readonly ErrorClass EmptyStatement = new("PARSE_EMPTY_STATEMENT", "42617");
    public static readonly ErrorClass InvalidIdentifier = new("INVALID_IDENTIFIER", "42602");
    public static readonly ErrorClass InvalidEscape = new("INVALID_ESC", "42604");
    public static readonly ErrorClass IntervalOverflow = new("INVALID_INTERVAL_FORMAT.ARITHMETIC_EXCEPTION", "22006");
    public static readonly ErrorClass InvalidIntervalUnit = new("INVALID_INTERVAL_FORMAT.INVALID_UNIT", "22006");
    public static readonly ErrorClass MissingIntervalValue = new("INVALID_INTERVAL_FORMAT.UNRECOGNIZED_NUMBER", "22006");
    public static readonly ErrorClass FractionOfInterval = new("INVALID_INTERVAL_FORMAT.INVALID_FRACTION", "22006");

    // Spark has numbers and no names for these two.
    public static readonly ErrorClass InvalidIntervalValue = new("_LEGACY_ERROR_TEMP_0026", "22006");
    public static readonly ErrorClass MixedIntervalUnits = new("_LEGACY_ERROR_TEMP_0029", "22006");
    public static readonly ErrorClass UnmatchedInterval = new("INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING", "22006");
    public static readonly ErrorClass UnsupportedIntervalRange = new("INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION", "22006");
    public static readonly ErrorClass InvalidNumericLiteralRange = new("INVALID_NUMERIC_LITERAL_RANGE", "22003");
    public static readonly ErrorClass InvalidTypedLiteral = new("INVALID_TYPED_LITERAL", "42604");
    public static readonly ErrorClass MissingTypeLength = new("DATATYPE_MISSING_SIZE", "42K01");
    public static readonly ErrorClass UnsupportedTimePrecision = new("UNSUPPORTED_TIME_PRECISION", "0A001");
    public static readonly ErrorClass TooComplex = new("FAILED_TO_PARSE_TOO_COMPLEX", "54001");
    public static readonly ErrorClass UnclosedBracketedComment = new("UNCLOSED_BRACKETED_COMMENT", "42601");
    public static readonly ErrorClass UnsupportedDataType = new("UNSUPPORTED_DATATYPE", "0A000");
    public static readonly ErrorClass Combination = new("UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES", "0A000");
    public static readonly ErrorClass UnsupportedStatement = new("INVALID_SQL_SYNTAX.UNSUPPORTED_SQL_STATEMENT", "42000");
    public static readonly ErrorClass UnsupportedTypedLiteral = new("UNSUPPORTED_TYPED_LITERAL", "0A000");
    public static readonly ErrorClass LateralWithout = new("INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC", "42000");
    public static readonly ErrorClass RepeatedWindow = new("INVALID_SQL_SYNTAX.REPETITIVE_WINDOW_DEFINITION", "42000");
    public static readonly ErrorClass EmptyIn = new("INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE", "42000");
    public static readonly ErrorClass EmptyPattern = new("INVALID_SQL_SYNTAX.EMPTY_QUANTIFIED_PATTERN", "42000");
    public static readonly ErrorClass DuplicateCommonTable = new("DUPLICATED_CTE_NAMES", "42602");
}
