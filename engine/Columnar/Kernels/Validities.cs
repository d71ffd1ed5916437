using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>Validity bitmaps of plain vectors.</summary>
public static unsafe class Validities
{
    /// <summary>The bitmap of a flat, list or struct vector; null where it has no nulls.</summary>
    public static byte* Of(Vector vector) => vector switch
    {
        FlatVector flat => flat.Validity,
        ListVector list => list.Validity,
        StructVector structs => structs.Validity,
        _ => null,
    };
}
