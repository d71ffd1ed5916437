using Spindle.Formats.Patterns;
using Spindle.Formats.Records;

namespace Spindle.Formats.Json;

/// <summary>Options of JSON, with the names and defaults that Spark gives them.</summary>
public sealed record JsonOptions
{
    public const long DefaultMaxRecordBytes = 64L << 20;

    /// <summary>The most that a window takes; a document of several lines may be that long.</summary>
    private const long LargestRecordBytes = 1L << 30;

    /// <summary>The grammar alone, without any of the liberties: what parse_json reads.</summary>
    public static JsonOptions Strict { get; } = new() { AllowSingleQuotes = false, AllowNonNumericNumbers = false };

    /// <summary>The liberties of Hive: what get_json_object and its like read.</summary>
    public static JsonOptions Lenient { get; } = new() { AllowUnquotedControlChars = true, AllowNonNumericNumbers = false };

    /// <summary>Infer numbers and booleans as strings.</summary>
    public bool PrimitivesAsString { get; private init; }

    /// <summary>Infer fractions as decimals.</summary>
    public bool PrefersDecimal { get; private init; }

    public bool InferTimestamp { get; private init; }

    /// <summary>Leave out columns that inference saw only nulls in.</summary>
    public bool DropFieldIfAllNull { get; private init; }

    public bool AllowComments { get; private init; }

    public bool AllowUnquotedFieldNames { get; private init; }

    public bool AllowSingleQuotes { get; private init; } = true;

    public bool AllowNumericLeadingZeros { get; private init; }

    public bool AllowNonNumericNumbers { get; private init; } = true;

    public bool AllowBackslashEscapingAnyCharacter { get; private init; }

    public bool AllowUnquotedControlChars { get; private init; }

    /// <summary>A file is one document, an object or an array of objects.</summary>
    public bool MultiLine { get; private init; }

    public ParseMode Mode { get; private init; }

    public string CorruptRecordColumn { get; private init; } = "_corrupt_record";

    public double SamplingRatio { get; private init; } = 1;

    /// <summary>Null for the forms that a cast reads.</summary>
    public DateTimePattern? DateFormat { get; private init; }

    /// <summary>Null for the forms that a cast reads.</summary>
    public DateTimePattern? TimestampFormat { get; private init; }

    /// <summary>Null for the forms that a cast reads.</summary>
    public DateTimePattern? TimestampNtzFormat { get; private init; }

    /// <summary>Null for any of CR, LF and CR LF (reading), LF (writing).</summary>
    public byte[]? LineSeparator { get; private init; }

    /// <summary>Whether the writer puts fields in the order of their names.</summary>
    public bool SortKeys { get; private init; }

    /// <summary>Whether the writer puts every field on a line of its own.</summary>
    public bool Pretty { get; private init; }

    /// <summary>The one column of variants that whole records become; null where there is none.</summary>
    public string? SingleVariantColumn { get; private init; }

    /// <summary>Whether the writer leaves out fields that are null.</summary>
    public bool IgnoreNullFields { get; private init; } = true;

    /// <summary>Bytes past which a record is taken for a mistake.</summary>
    public long MaxRecordBytes { get; private init; } = DefaultMaxRecordBytes;

    public static JsonOptions ForReading(IEnumerable<KeyValuePair<string, string>> options)
    {
        var given = new RecordOptions(options);
        return Shared(given) with
        {
            DateFormat = Pattern(given, "dateFormat", null),
            TimestampFormat = Pattern(given, "timestampFormat", null),
            TimestampNtzFormat = Pattern(given, "timestampNTZFormat", null),
        };
    }

    public static JsonOptions ForWriting(IEnumerable<KeyValuePair<string, string>> options)
    {
        var given = new RecordOptions(options);
        return Shared(given) with
        {
            DateFormat = Pattern(given, "dateFormat", RecordDefaults.DatePattern),
            TimestampFormat = Pattern(given, "timestampFormat", RecordDefaults.TimestampPattern),
            TimestampNtzFormat = Pattern(given, "timestampNTZFormat", RecordDefaults.TimestampNtzPattern),
        };
    }

    private static JsonOptions Shared(RecordOptions given)
    {
        given.RequireUtf8();
        return new JsonOptions
        {
            PrimitivesAsString = given.Flag("primitivesAsString", false),
            PrefersDecimal = given.Flag("prefersDecimal", false),
            InferTimestamp = given.Flag("inferTimestamp", false),
            DropFieldIfAllNull = given.Flag("dropFieldIfAllNull", false),
            AllowComments = given.Flag("allowComments", false),
            AllowUnquotedFieldNames = given.Flag("allowUnquotedFieldNames", false),
            AllowSingleQuotes = given.Flag("allowSingleQuotes", true),
            AllowNumericLeadingZeros = given.Flag("allowNumericLeadingZeros", false),
            AllowNonNumericNumbers = given.Flag("allowNonNumericNumbers", true),
            AllowBackslashEscapingAnyCharacter = given.Flag("allowBackslashEscapingAnyCharacter", false),
            AllowUnquotedControlChars = given.Flag("allowUnquotedControlChars", false),
            MultiLine = given.Flag("multiLine", false),
            Mode = given.Mode,
            CorruptRecordColumn = given.Text("columnNameOfCorruptRecord") ?? "_corrupt_record",
            SamplingRatio = given.Fraction("samplingRatio", 1),
            LineSeparator = RecordDefaults.LineSeparator(given, 64),
            IgnoreNullFields = given.Flag("ignoreNullFields", true),
            SortKeys = given.Flag("sortKeys", false),
            Pretty = given.Flag("pretty", false),
            SingleVariantColumn = given.Text("singleVariantColumn"),
            MaxRecordBytes = Math.Clamp(given.Integer("maxRecordBytes", given.Flag("multiLine", false) ? LargestRecordBytes : DefaultMaxRecordBytes), 1, LargestRecordBytes),
        };
    }

    private static DateTimePattern? Pattern(RecordOptions given, string name, string? otherwise) =>
        (given.Text(name) ?? otherwise) is { } pattern ? DateTimePattern.Compile(pattern) : null;
}
