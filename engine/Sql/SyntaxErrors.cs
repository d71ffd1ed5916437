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
    public static readonly ErrorClass IntervalArithmetic = new("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", "22015");
    public static readonly ErrorClass IntervalParsing = new("INVALID_INTERVAL_FORMAT.INTERVAL_PARSING", "22006");
    public static readonly ErrorClass MissingIntervalValue = new("INVALID_INTERVAL_FORMAT.UNRECOGNIZED_NUMBER", "22006");
    public static readonly ErrorClass WrongIntervalValue = new("INVALID_INTERVAL_FORMAT.INVALID_VALUE", "22006");
    public static readonly ErrorClass IntervalPrecision = new("INVALID_INTERVAL_FORMAT.INVALID_PRECISION", "22006");
    public static readonly ErrorClass FractionOfInterval = new("INVALID_INTERVAL_FORMAT.INVALID_FRACTION", "22006");

    // Spark has numbers and no names for these.
    public static readonly ErrorClass MixedIntervalForms = new("_LEGACY_ERROR_TEMP_0024", "");
    public static readonly ErrorClass RangeWithoutText = new("_LEGACY_ERROR_TEMP_0027", "");
    public static readonly ErrorClass IntervalOutOfFields = new("_LEGACY_ERROR_TEMP_0063", "");
    public static readonly ErrorClass InvalidIntervalValue = new("_LEGACY_ERROR_TEMP_0026", "22006");
    public static readonly ErrorClass MixedIntervalUnits = new("_LEGACY_ERROR_TEMP_0029", "22006");
    public static readonly ErrorClass UnmatchedDayTimeInterval = new("INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE", "22006");
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
    public static readonly ErrorClass AllParametersMustBeNamed = new("ALL_PARAMETERS_MUST_BE_NAMED", "07001");
    public static readonly ErrorClass MixedParameters = new("INVALID_QUERY_MIXED_QUERY_PARAMETERS", "42613");
    public static readonly ErrorClass UnboundParameter = new("UNBOUND_SQL_PARAMETER", "42P02");
    public static readonly ErrorClass NameNotConstant = new("NOT_A_CONSTANT_STRING.NOT_CONSTANT", "42601");
    public static readonly ErrorClass TooManyNameParts = new("IDENTIFIER_TOO_MANY_NAME_PARTS", "42601");
    public static readonly ErrorClass VariableWithoutType = new("INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED", "42000");
    public static readonly ErrorClass InvalidSet = new("INVALID_SET_SYNTAX", "42000");
    public static readonly ErrorClass DuplicateArgumentAliases = new("EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES", "42701");
    public static readonly ErrorClass NotNullParameter = new("USER_DEFINED_FUNCTIONS.NOT_NULL_ON_FUNCTION_PARAMETERS", "42601");
    public static readonly ErrorClass GeneratedParameter = new("INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_GENERATED_COLUMNS_AS_PARAMETERS", "42000");
    public static readonly ErrorClass ConstrainedParameter = new("INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_COLUMN_CONSTRAINTS", "42000");
    public static readonly ErrorClass TableFunctionWithoutQuery = new("USER_DEFINED_FUNCTIONS.SQL_TABLE_UDF_BODY_MUST_BE_A_QUERY", "42601");
    public static readonly ErrorClass LevelWithoutRecursion = new("_LEGACY_ERROR_TEMP_0035", "");
    public static readonly ErrorClass EmptySample = new("_LEGACY_ERROR_TEMP_0014", "");
    public static readonly ErrorClass SampleOfBytes = new("_LEGACY_ERROR_TEMP_0015", "");
    public static readonly ErrorClass SampleWithoutUnit = new("_LEGACY_ERROR_TEMP_0016", "");
    public static readonly ErrorClass SampleOutOfRange = new("_LEGACY_ERROR_TEMP_0064", "");
    public static readonly ErrorClass InvalidSqlState = new("INVALID_SQLSTATE", "428B3");
    public static readonly ErrorClass LabelExists = new("LABEL_OR_FOR_VARIABLE_ALREADY_EXISTS", "42K0L");
    public static readonly ErrorClass UnknownLabel = new("INVALID_LABEL_USAGE.DOES_NOT_EXIST", "42K0L");
    public static readonly ErrorClass EndLabelAlone = new("END_LABEL_WITHOUT_BEGIN_LABEL", "42K0L");
    public static readonly ErrorClass LabelsMismatch = new("LABELS_MISMATCH", "42K0L");
    public static readonly ErrorClass DuplicateCommonTable = new("DUPLICATED_CTE_NAMES", "42602");
}
