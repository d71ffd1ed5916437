namespace Spindle.Columnar.Ipc.Metadata;

/// <summary>A type as Arrow names it. Members that a type does not have are zero.</summary>
internal sealed record ArrowType(ArrowTypeId Id)
{
    /// <summary>Bits of an integer, decimal or time; the precision code (0 half, 1 single, 2 double) of a float.</summary>
    internal int Width { get; init; }

    internal bool Signed { get; init; }

    internal int Precision { get; init; }

    internal int Scale { get; init; }

    /// <summary>An <see cref="ArrowUnit"/>, <see cref="ArrowDateUnit"/> or <see cref="ArrowIntervalUnit"/>.</summary>
    internal short Unit { get; init; }

    internal string? TimeZone { get; init; }

    /// <summary>Bytes of a fixed-size binary value, or elements of a fixed-size list.</summary>
    internal int FixedSize { get; init; }

    internal static ArrowType Integer(int width, bool signed = true) => new(ArrowTypeId.Int) { Width = width, Signed = signed };
}
