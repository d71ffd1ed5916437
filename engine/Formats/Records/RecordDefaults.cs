using System.Text;
using Spindle.Columnar.Errors;

namespace Spindle.Formats.Records;

/// <summary>What the text formats agree on.</summary>
internal static class RecordDefaults
{
    public const string DatePattern = "yyyy-MM-dd";
    public const string TimestampPattern = "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]";
    public const string TimestampNtzPattern = "yyyy-MM-dd'T'HH:mm:ss[.SSS]";

    /// <summary>The option <c>lineSep</c>; null where it is not given.</summary>
    public static byte[]? LineSeparator(RecordOptions given, int most)
    {
        if (given.Text("lineSep") is not { } text)
            return null;
        if (text.Length == 0)
            throw new SpindleException(RecordErrors.EmptyLineSeparator, "the option lineSep is empty: give the characters that end a line, or leave it out");
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= most ? bytes
            : throw new SpindleException(RecordErrors.LineSeparatorTooLong, $"the option lineSep has {bytes.Length} bytes where at most {most} are allowed",
                parameters: new Dictionary<string, string> { ["length"] = $"{text.Length}" });
    }
}
