using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Evaluation;

/// <summary>The errors that values end in.</summary>
internal static class EvaluationErrors
{
    private const string Ansi = "or set spark.sql.ansi.enabled to false";

    private static readonly ErrorClass OutOfRange = new("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", "22003");
    private static readonly ErrorClass OutOfSupportedRange = new("NUMERIC_OUT_OF_SUPPORTED_RANGE", "22003");
    private static readonly ErrorClass InvalidIntervalWithNotice = new("INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE", "22006");
    private static readonly ErrorClass InvalidInterval = new("INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING", "22006");
    private static readonly ErrorClass DatetimeOverflow = new("DATETIME_OVERFLOW", "22008");
    private static readonly ErrorClass IntervalOverflow = new("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", "22015");

    public static SpindleException Overflow(DataType type, string operation, Origin origin) => type is ByteType or ShortType
        ? new SpindleException(ErrorClasses.BinaryArithmeticOverflow, $"{operation} does not fit {type.Sql}: cast an operand to a wider type, {Ansi}", origin)
        : new SpindleException(ErrorClasses.ArithmeticOverflow, $"{operation} overflows {type.Sql}: use the try_ form of the function to get null instead, {Ansi}", origin);

    public static SpindleException DivideByZero(Origin origin) =>
        new(ErrorClasses.DivideByZero, $"division by zero: use try_divide to get null instead, {Ansi}", origin);

    public static SpindleException RemainderByZero(Origin origin) =>
        new(ErrorClasses.RemainderByZero, $"remainder by zero: use try_mod to get null instead, {Ansi}", origin);

    public static SpindleException IntervalDividedByZero(Origin origin) =>
        new(ErrorClasses.IntervalDividedByZero, "an interval is divided by zero: use try_divide to get null instead", origin);

    public static SpindleException DecimalOutOfRange(string value, DecimalType type, Origin origin) => new(OutOfRange,
        $"{value} cannot be represented as {type.Sql}: use a wider type, {Ansi}", origin,
        parameters: new Dictionary<string, string> { ["value"] = value, ["precision"] = $"{type.Precision}", ["scale"] = $"{type.Scale}" });

    public static SpindleException TooManyDigits(string value, Origin origin) =>
        new(OutOfSupportedRange, $"{value} has more digits before its point than any decimal holds (38)", origin, parameters: Value(value));

    public static SpindleException InvalidCast(string value, DataType from, DataType to, Origin origin) => new(ErrorClasses.CastInvalidInput,
        $"{value} of type {from.Sql} is not a valid {to.Sql}: correct the value, use try_cast to get null instead, {Ansi}", origin,
        parameters: new Dictionary<string, string> { ["expression"] = value, ["sourceType"] = $"\"{from.Sql}\"", ["targetType"] = $"\"{to.Sql}\"" });

    public static SpindleException CastOverflow(string value, DataType from, DataType to, Origin origin) => new(ErrorClasses.CastOverflow,
        $"{value} of type {from.Sql} does not fit {to.Sql}: use try_cast to get null instead, {Ansi}", origin,
        parameters: new Dictionary<string, string> { ["value"] = value, ["sourceType"] = $"\"{from.Sql}\"", ["targetType"] = $"\"{to.Sql}\"" });

    public static SpindleException InvalidIntervalText(string value, DataType to, Origin origin) =>
        new(to is YearMonthIntervalType ? InvalidInterval : InvalidIntervalWithNotice, $"'{value}' is not a valid {to.Sql}", origin, parameters: new Dictionary<string, string> { ["input"] = value, ["typeName"] = to.Name });

    public static SpindleException DatetimeOutOfRange(string operation, Origin origin) =>
        new(DatetimeOverflow, $"{operation} leaves the range of dates and timestamps", origin);

    /// <param name="instead">The function that gives null in the place of the error.</param>
    public static SpindleException IntervalOutOfRange(Origin origin, string instead) => new(new ErrorClass("INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", "22015"),
        $"the interval leaves the range of its type: use {instead} to get null instead", origin, parameters: new Dictionary<string, string> { ["functionName"] = $"`{instead}`" });

    public static SpindleException IntervalOutOfRange(Origin origin) => new(IntervalOverflow, "the interval leaves the range of its type", origin);

    /// <summary>For errors of single functions: the class is given where it is raised.</summary>
    public static SpindleException Of(string errorClass, string sqlState, string message, Origin origin, params (string Name, string Value)[] parameters) =>
        new(new ErrorClass(errorClass, sqlState), message, origin, parameters: parameters.ToDictionary(p => p.Name, p => p.Value));

    private static Dictionary<string, string> Value(string value) => new() { ["value"] = value };
}
