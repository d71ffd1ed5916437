namespace Spindle.Formats.Records;

/// <summary>Reads one value of a column from its text. Implemented by structs, so that a column's loop is compiled for its type.</summary>
internal interface ITextParser<T>
    where T : unmanaged
{
    bool TryParse(ReadOnlySpan<byte> text, out T value);
}
