namespace Spindle.Formats.Csv.Reading;

/// <summary>Where a field's text lies: in the window at <paramref name="Start"/>, or, unescaped, in the scratch buffer at <c>~Start</c>.</summary>
/// <param name="Length">Bytes; -1 for a field that is not there or holds nothing, 0 for empty quotes.</param>
internal readonly record struct CsvCell(int Start, int Length)
{
    public static readonly CsvCell Missing = new(0, -1);
}
