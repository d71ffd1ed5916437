namespace Spindle.Functions.Sketches;

/// <summary>A small stand-in for many values, in which more values or other sketches can be taken.</summary>
internal interface ISketch
{
    /// <summary>Takes another sketch's bytes in.</summary>
    /// <exception cref="SketchFormatException">The bytes are no such sketch.</exception>
    void Merge(ReadOnlySpan<byte> other);

    byte[] ToBytes();
}

/// <summary>A sketch of single values, told apart by their hashes or ordered.</summary>
internal interface IValueSketch : ISketch
{
    void Add(long value);

    void Add(double value);

    void Add(ReadOnlySpan<byte> value);
}
