using System.Globalization;
using System.Text;
using Spindle.Columnar.Errors;

namespace Spindle.Formats.Records;

/// <summary>Options of a reader or writer by name, in any case; names that nobody asks for are ignored, as Spark ignores them.</summary>
public sealed class RecordOptions
{
    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="options">The last of several equal names counts.</param>
    public RecordOptions(IEnumerable<KeyValuePair<string, string>> options)
    {
        foreach (var (name, value) in options)
            values[name] = value;
    }

    public string? Text(string name) => values.GetValueOrDefault(name);

    public byte[]? Bytes(string name) => Text(name) is { } text ? Encoding.UTF8.GetBytes(text) : null;

    public bool Flag(string name, bool otherwise) => Text(name) switch
    {
        null => otherwise,
        { } text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        { } text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        { } text => throw Invalid(RecordErrors.InvalidBoolean, name, text, "true or false"),
    };

    public long Integer(string name, long otherwise) => Text(name) is not { } text ? otherwise
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Invalid(RecordErrors.InvalidInteger, name, text, "an integer");

    public double Fraction(string name, double otherwise) => Text(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 1 ? value
        : throw Invalid(RecordErrors.InvalidDouble, name, text, "over 0 and at most 1");

    /// <summary>One ASCII character; null where the option is empty, the default where it is not given.</summary>
    public byte? Symbol(string name, byte? otherwise) => Text(name) switch
    {
        null => otherwise,
        "" or "\0" => null,
        { Length: 1 } text when text[0] < 0x80 => (byte)text[0],
        { } text => throw Invalid(RecordErrors.InvalidString, name, text, "one ASCII character"),
    };

    /// <summary>An unknown mode is PERMISSIVE, as in Spark.</summary>
    public ParseMode Mode => Text("mode")?.ToUpperInvariant() switch
    {
        "DROPMALFORMED" => ParseMode.DropMalformed,
        "FAILFAST" => ParseMode.FailFast,
        _ => ParseMode.Permissive,
    };

    /// <summary>Files are UTF-8; anything else is refused rather than misread.</summary>
    public void RequireUtf8()
    {
        foreach (var name in new[] { "encoding", "charset" })
            if (Text(name) is { } charset && !charset.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) && !charset.Equals("UTF8", StringComparison.OrdinalIgnoreCase)
                && !charset.Equals("US-ASCII", StringComparison.OrdinalIgnoreCase))
                throw Invalid(RecordErrors.InvalidCharset, name, charset, "UTF-8");
    }

    internal static SpindleException Invalid(ErrorClass errorClass, string name, string value, string expected) => new(
        errorClass, $"the option {name} is '{value}' where {expected} is expected",
        parameters: new Dictionary<string, string> { ["functionName"] = "`option`", ["parameter"] = $"`{name}`", ["invalidValue"] = $"'{value}'" });
}
