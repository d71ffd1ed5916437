namespace Spindle.Columnar.Errors;

/// <summary>The error classes in use, with Spark's names and SQLSTATEs; <c>SPINDLE_*</c> only where Spark has none.</summary>
public static class ErrorClasses
{
    public static readonly ErrorClass ArithmeticOverflow = new("ARITHMETIC_OVERFLOW", "22003");
    public static readonly ErrorClass BinaryArithmeticOverflow = new("BINARY_ARITHMETIC_OVERFLOW", "22003");
    public static readonly ErrorClass CastInvalidInput = new("CAST_INVALID_INPUT", "22018");
    public static readonly ErrorClass CastOverflow = new("CAST_OVERFLOW", "22003");
    public static readonly ErrorClass DivideByZero = new("DIVIDE_BY_ZERO", "22012");
    public static readonly ErrorClass IntervalDividedByZero = new("INTERVAL_DIVIDED_BY_ZERO", "22012");
    public static readonly ErrorClass NumericValueOutOfRange = new("NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION", "22003");
    public static readonly ErrorClass ParseSyntaxError = new("PARSE_SYNTAX_ERROR", "42601");
    public static readonly ErrorClass RemainderByZero = new("REMAINDER_BY_ZERO", "22012");
    public static readonly ErrorClass ScalarSubqueryTooManyRows = new("SCALAR_SUBQUERY_TOO_MANY_ROWS", "21000");
    public static readonly ErrorClass UnableToAcquireMemory = new("UNABLE_TO_ACQUIRE_MEMORY", "53200");
}
