namespace Spindle.Formats.Records;

/// <summary>Says where a record lies, for errors. Asked only when something is wrong, so it may be slow.</summary>
public interface IRecordPlaces
{
    /// <summary>The file and line of the record that begins that many bytes after the start of the text last parsed.</summary>
    string Describe(long offset);
}

/// <summary>Places in a text that has no file.</summary>
public sealed class UnnamedPlaces : IRecordPlaces
{
    public static readonly UnnamedPlaces Instance = new();

    public string Describe(long offset) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"at byte {offset}");
}
