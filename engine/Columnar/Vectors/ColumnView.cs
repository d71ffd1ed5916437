using System.Runtime.CompilerServices;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>
/// One representation of the rows of a vector of any form, so that kernels are written once: row i lies at position <c>Map[i]</c> (at i where there is no map) of the values
/// and the validity. Lent: it lives as long as the vector and the <see cref="RowMaps"/> that made it.
/// </summary>
public readonly unsafe struct ColumnView(Vector plain, byte* values, byte* validity, int* map)
{
    /// <summary>The vector that positions point into: flat, list or struct.</summary>
    public Vector Plain { get; } = plain;

    /// <summary>The flat vector's values; null for lists, structs and the null type.</summary>
    public byte* Values { get; } = values;

    /// <summary>A bit a position, 1 for valid; null when no position is null.</summary>
    public byte* Validity { get; } = validity;

    /// <summary>A position a row; null where row i lies at position i.</summary>
    public int* Map { get; } = map;

    public PhysicalType Physical => Plain.Physical;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Position(int row) => Map == null ? row : Map[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int row) => Validity != null && !Bits.Get(Validity, Position(row));
}
