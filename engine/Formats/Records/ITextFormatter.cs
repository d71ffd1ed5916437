namespace Spindle.Formats.Records;

/// <summary>Writes one value as text. Implemented by structs, so that a column's writer is compiled for its type.</summary>
internal interface ITextFormatter<T>
    where T : unmanaged
{
    /// <summary>The most bytes that a value takes.</summary>
    int MaxLength { get; }

    int Format(T value, Span<byte> target);
}
