namespace Spindle.Tpch.Columns;

/// <summary>Writes one column's texts in order; otherwise as <see cref="IColumnKernel{T}"/>.</summary>
internal unsafe interface ITextKernel
{
    /// <summary>The most bytes that <see cref="Write"/> writes.</summary>
    int MaxLength { get; }

    /// <summary>About the mean length of the values in bytes.</summary>
    int AverageLength { get; }

    void Seek(long unit);

    void BeginUnit();

    /// <summary>Writes the next row's bytes, and returns how many.</summary>
    int Write(byte* target);
}
