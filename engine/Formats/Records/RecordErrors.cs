using System.Globalization;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;

namespace Spindle.Formats.Records;

/// <summary>The errors of records as text, with Spark's names and SQLSTATEs.</summary>
public static class RecordErrors
{
    public static readonly ErrorClass Malformed = new("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", "22023");
    public static readonly ErrorClass MalformedCsv = new("MALFORMED_CSV_RECORD", "KD000");
    public static readonly ErrorClass InvalidBoolean = new("INVALID_PARAMETER_VALUE.BOOLEAN", "22023");
    public static readonly ErrorClass InvalidInteger = new("INVALID_PARAMETER_VALUE.INTEGER", "22023");
    public static readonly ErrorClass InvalidDouble = new("INVALID_PARAMETER_VALUE.DOUBLE", "22023");
    public static readonly ErrorClass InvalidString = new("INVALID_PARAMETER_VALUE.STRING", "22023");
    public static readonly ErrorClass InvalidCharset = new("INVALID_PARAMETER_VALUE.CHARSET", "22023");
    public static readonly ErrorClass InvalidPattern = new("INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", "22007");
    public static readonly ErrorClass OutdatedPattern = new("INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION", "42K0B");
    public static readonly ErrorClass InvalidDelimiter = new("INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER", "42602");
    public static readonly ErrorClass EmptyDelimiter = new("INVALID_DELIMITER_VALUE.EMPTY_STRING", "42602");
    public static readonly ErrorClass LineSeparatorTooLong = new("INVALID_LINE_SEPARATOR.TOO_LONG", "22023");
    public static readonly ErrorClass EmptyLineSeparator = new("INVALID_LINE_SEPARATOR.EMPTY", "22023");
    public static readonly ErrorClass InvalidCorruptRecordType = new("INVALID_CORRUPT_RECORD_TYPE", "42804");
    public static readonly ErrorClass OnlyCorruptRecord = new("UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN", "0A000");
    public static readonly ErrorClass UnsupportedDataType = new("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", "0A000");

    /// <summary>Spark has no limit that a record meets before memory ends.</summary>
    public static readonly ErrorClass RecordTooLong = new("SPINDLE_RECORD_TOO_LONG", "54000");

    private const int MostShown = 200;

    /// <summary>What FAILFAST says of a malformed record.</summary>
    public static SpindleException FailFast(ErrorClass errorClass, string place, string reason, ReadOnlySpan<byte> record) => new(
        errorClass,
        string.Create(CultureInfo.InvariantCulture, $"{place}: {reason} The record is {Shown(record)}. Correct it, or read with mode PERMISSIVE (nulls in its place) or DROPMALFORMED (rows left out)."),
        parameters: new Dictionary<string, string> { ["badRecord"] = Encoding.UTF8.GetString(record), ["failFastMode"] = "FAILFAST" });

    public static SpindleException TooLong(string place, long limit) => new(RecordTooLong, string.Create(CultureInfo.InvariantCulture,
        $"{place}: a record is longer than {limit:N0} bytes. Look for a quote that is not closed or a wrong lineSep, or raise the option maxRecordBytes."));

    public static SpindleException Unsupported(string format, Field field) => new(
        UnsupportedDataType, $"the column {field.Name} is {field.Type.Sql}, which {format} cannot hold: leave it out or cast it to STRING",
        parameters: new Dictionary<string, string> { ["columnName"] = $"`{field.Name}`", ["columnType"] = $"\"{field.Type.Sql}\"", ["format"] = format });

    /// <summary>The text in quotes, cut where it is long.</summary>
    internal static string Shown(ReadOnlySpan<byte> text) =>
        text.Length <= MostShown ? $"'{Encoding.UTF8.GetString(text)}'" : $"'{Encoding.UTF8.GetString(text[..MostShown])}…' ({text.Length} bytes)";
}
