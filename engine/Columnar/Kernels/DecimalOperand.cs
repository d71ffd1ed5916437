using System.Runtime.CompilerServices;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>The unscaled values of a decimal vector in either of its physical forms, as 128 bits.</summary>
public readonly unsafe struct DecimalOperand
{
    private readonly byte* values;
    private readonly int mask;
    private readonly bool isWide;

    public DecimalOperand(Vector vector)
    {
        var flat = Operands.Flat(vector);
        values = flat.Values;
        mask = vector.Form == VectorForm.Constant ? 0 : -1;
        isWide = flat.Physical == PhysicalType.Int128;
    }

    public bool IsWide => isWide;

    public Int128 this[int lane]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => isWide ? ((Int128*)values)[lane & mask] : ((long*)values)[lane & mask];
    }
}
