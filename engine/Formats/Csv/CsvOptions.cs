using Spindle.Formats.Patterns;
using Spindle.Formats.Records;
using Spindle.Formats.Rows;

namespace Spindle.Formats.Csv;

/// <summary>Options of CSV, with the names and defaults that Spark gives them. Reading and writing differ in some defaults.</summary>
public sealed record CsvOptions
{
    public const long DefaultMaxRecordBytes = 64L << 20;

    /// <summary>One or more bytes between fields.</summary>
    public byte[] Delimiter { get; private init; } = [(byte)','];

    /// <summary>Null where quoting is off.</summary>
    public byte? Quote { get; private init; } = (byte)'"';

    /// <summary>Stands before a quote inside quotes.</summary>
    public byte? Escape { get; private init; } = (byte)'\\';

    /// <summary>Stands before an escape inside quotes.</summary>
    public byte? EscapeEscape { get; private init; }

    /// <summary>Lines that begin with it are left out; null where there are no comments.</summary>
    public byte? Comment { get; private init; }

    public bool Header { get; private init; }

    public bool InferSchema { get; private init; }

    public bool EnforceSchema { get; private init; } = true;

    public double SamplingRatio { get; private init; } = 1;

    /// <summary>The text of null, besides that of nothing.</summary>
    public byte[] NullValue { get; private init; } = [];

    /// <summary>What an empty quoted field means (reading), how an empty string is written (writing).</summary>
    public byte[] EmptyValue { get; private init; } = [];

    public byte[] NanValue { get; private init; } = "NaN"u8.ToArray();

    public byte[] PositiveInfinity { get; private init; } = "Inf"u8.ToArray();

    public byte[] NegativeInfinity { get; private init; } = "-Inf"u8.ToArray();

    public bool IgnoreLeadingWhiteSpace { get; private init; }

    public bool IgnoreTrailingWhiteSpace { get; private init; }

    /// <summary>Quoted fields may hold line ends; a file is then one split.</summary>
    public bool MultiLine { get; private init; }

    public ParseMode Mode { get; private init; }

    /// <summary>Null for Spark's default, <c>_corrupt_record</c>.</summary>
    public string CorruptRecordColumn { get; private init; } = "_corrupt_record";

    /// <summary>Null for the forms that a cast reads.</summary>
    public DateTimePattern? DateFormat { get; private init; }

    /// <summary>Null for the forms that a cast reads.</summary>
    public DateTimePattern? TimestampFormat { get; private init; }

    /// <summary>Null for the forms that a cast reads.</summary>
    public DateTimePattern? TimestampNtzFormat { get; private init; }

    public bool PreferDate { get; private init; } = true;

    /// <summary>Null for any of CR, LF and CR LF (reading), LF (writing); else one or two bytes.</summary>
    public byte[]? LineSeparator { get; private init; }

    public int MaxColumns { get; private init; } = 20_480;

    /// <summary>Bytes past which a record is taken for a mistake.</summary>
    public long MaxRecordBytes { get; private init; } = DefaultMaxRecordBytes;

    /// <summary>How the functions' writer gives bytes.</summary>
    public BinaryStyle Binary { get; init; } = BinaryStyle.HexDiscrete;

    public bool QuoteAll { get; private init; }

    /// <summary>Whether a field that holds quotes is quoted and they are escaped.</summary>
    public bool EscapeQuotes { get; private init; } = true;

    public static CsvOptions ForReading(IEnumerable<KeyValuePair<string, string>> options)
    {
        var given = new RecordOptions(options);
        return Shared(given, new CsvOptions()) with
        {
            DateFormat = Pattern(given, "dateFormat", null),
            TimestampFormat = Pattern(given, "timestampFormat", null),
            TimestampNtzFormat = Pattern(given, "timestampNTZFormat", null),
        };
    }

    public static CsvOptions ForWriting(IEnumerable<KeyValuePair<string, string>> options)
    {
        var given = new RecordOptions(options);
        var defaults = new CsvOptions { EmptyValue = "\"\""u8.ToArray(), IgnoreLeadingWhiteSpace = true, IgnoreTrailingWhiteSpace = true };
        return Shared(given, defaults) with
        {
            DateFormat = Pattern(given, "dateFormat", RecordDefaults.DatePattern),
            TimestampFormat = Pattern(given, "timestampFormat", RecordDefaults.TimestampPattern),
            TimestampNtzFormat = Pattern(given, "timestampNTZFormat", RecordDefaults.TimestampNtzPattern),
        };
    }

    private static CsvOptions Shared(RecordOptions given, CsvOptions defaults)
    {
        given.RequireUtf8();
        var quote = given.Symbol("quote", (byte)'"');
        var escape = given.Symbol("escape", (byte)'\\');
        return defaults with
        {
            Delimiter = CsvDelimiter.Parse(given.Text("sep") ?? given.Text("delimiter") ?? ","),
            Quote = quote,
            Escape = escape,
            EscapeEscape = given.Symbol("charToEscapeQuoteEscaping", escape == quote ? null : escape),
            Comment = given.Symbol("comment", null),
            Header = given.Flag("header", false),
            InferSchema = given.Flag("inferSchema", false),
            EnforceSchema = given.Flag("enforceSchema", true),
            SamplingRatio = given.Fraction("samplingRatio", 1),
            NullValue = given.Bytes("nullValue") ?? defaults.NullValue,
            EmptyValue = given.Bytes("emptyValue") ?? defaults.EmptyValue,
            NanValue = given.Bytes("nanValue") ?? defaults.NanValue,
            PositiveInfinity = given.Bytes("positiveInf") ?? defaults.PositiveInfinity,
            NegativeInfinity = given.Bytes("negativeInf") ?? defaults.NegativeInfinity,
            IgnoreLeadingWhiteSpace = given.Flag("ignoreLeadingWhiteSpace", defaults.IgnoreLeadingWhiteSpace),
            IgnoreTrailingWhiteSpace = given.Flag("ignoreTrailingWhiteSpace", defaults.IgnoreTrailingWhiteSpace),
            MultiLine = given.Flag("multiLine", false),
            Mode = given.Mode,
            CorruptRecordColumn = given.Text("columnNameOfCorruptRecord") ?? defaults.CorruptRecordColumn,
            PreferDate = given.Flag("preferDate", true),
            LineSeparator = RecordDefaults.LineSeparator(given, 2),
            MaxColumns = (int)Math.Clamp(given.Integer("maxColumns", defaults.MaxColumns), 1, 1 << 24),
            MaxRecordBytes = Math.Clamp(given.Integer("maxRecordBytes", DefaultMaxRecordBytes), 1, 1 << 30),
            QuoteAll = given.Flag("quoteAll", false),
            EscapeQuotes = given.Flag("escapeQuotes", true),
        };
    }

    private static DateTimePattern? Pattern(RecordOptions given, string name, string? otherwise) =>
        (given.Text(name) ?? otherwise) is { } pattern ? DateTimePattern.Compile(pattern) : null;
}
