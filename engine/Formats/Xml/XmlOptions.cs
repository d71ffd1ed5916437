using Spindle.Formats.Patterns;
using Spindle.Formats.Records;
using Spindle.Formats.Rows;

namespace Spindle.Formats.Xml;

/// <summary>Options of XML, with the names and defaults that Spark gives them.</summary>
public sealed record XmlOptions
{
    public string RowTag { get; private init; } = "ROW";

    /// <summary>What field names of attributes begin with.</summary>
    public string AttributePrefix { get; private init; } = "_";

    /// <summary>The field that takes the text of an element with attributes or other elements.</summary>
    public string ValueTag { get; private init; } = "_VALUE";

    /// <summary>The element of arrays inside arrays.</summary>
    public string ArrayElementName { get; private init; } = "item";

    public bool ExcludeAttribute { get; private init; }

    public bool IgnoreSurroundingSpaces { get; private init; } = true;

    /// <summary>Names without their namespace's prefix.</summary>
    public bool IgnoreNamespace { get; private init; }

    public bool PrefersDecimal { get; private init; }

    public bool InferSchema { get; private init; } = true;

    /// <summary>Text that stands for null; null for none (writing leaves such fields out).</summary>
    public string? NullValue { get; private init; }

    /// <summary>White space a level; empty for one line.</summary>
    public string Indent { get; private init; } = "    ";

    /// <summary>How bytes are written, and read back.</summary>
    public BinaryStyle Binary { get; init; } = BinaryStyle.HexDiscrete;

    public ParseMode Mode { get; private init; }

    public string CorruptRecordColumn { get; private init; } = "_corrupt_record";

    /// <summary>Null for the forms that a cast reads.</summary>
    public DateTimePattern? DateFormat { get; private init; }

    /// <summary>Null for the forms that a cast reads.</summary>
    public DateTimePattern? TimestampFormat { get; private init; }

    /// <summary>Null for the forms that a cast reads.</summary>
    public DateTimePattern? TimestampNtzFormat { get; private init; }

    /// <summary>A date of no meaning and then the time, since patterns need a date; null for the forms that a cast reads.</summary>
    public DateTimePattern? TimeFormat { get; private init; }

    public static XmlOptions ForReading(IEnumerable<KeyValuePair<string, string>> options)
    {
        var given = new RecordOptions(options);
        return Shared(given) with
        {
            DateFormat = Pattern(given, "dateFormat", null),
            TimestampFormat = Pattern(given, "timestampFormat", null),
            TimestampNtzFormat = Pattern(given, "timestampNTZFormat", null),
        };
    }

    public static XmlOptions ForWriting(IEnumerable<KeyValuePair<string, string>> options)
    {
        var given = new RecordOptions(options);
        return Shared(given) with
        {
            DateFormat = Pattern(given, "dateFormat", RecordDefaults.DatePattern),
            TimestampFormat = Pattern(given, "timestampFormat", RecordDefaults.TimestampPattern),
            TimestampNtzFormat = Pattern(given, "timestampNTZFormat", RecordDefaults.TimestampNtzPattern),
        };
    }

    private static XmlOptions Shared(RecordOptions given) => new()
    {
        RowTag = given.Text("rowTag") ?? "ROW",
        AttributePrefix = given.Text("attributePrefix") ?? "_",
        ValueTag = given.Text("valueTag") ?? "_VALUE",
        ArrayElementName = given.Text("arrayElementName") ?? "item",
        ExcludeAttribute = given.Flag("excludeAttribute", false),
        IgnoreSurroundingSpaces = given.Flag("ignoreSurroundingSpaces", true),
        IgnoreNamespace = given.Flag("ignoreNamespace", false),
        PrefersDecimal = given.Flag("prefersDecimal", false),
        InferSchema = given.Flag("inferSchema", true),
        NullValue = given.Text("nullValue"),
        Indent = given.Text("indent") ?? "    ",
        Mode = given.Mode,
        CorruptRecordColumn = given.Text("columnNameOfCorruptRecord") ?? "_corrupt_record",
        TimeFormat = given.Text("timeFormat") is { } time ? DateTimePattern.Compile("yyyy-MM-dd " + time) : null,
    };

    private static DateTimePattern? Pattern(RecordOptions given, string name, string? otherwise) =>
        (given.Text(name) ?? otherwise) is { } pattern ? DateTimePattern.Compile(pattern) : null;
}
