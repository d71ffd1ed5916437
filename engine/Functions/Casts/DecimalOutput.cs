using Spindle.Columnar.Kernels;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Casts;

/// <summary>Writes decimals in their type's usual form.</summary>
internal static unsafe class DecimalOutput
{
    public static void Put(FlatOutput output, DecimalType type, int lane, Int128 value)
    {
        if (type.Physical == PhysicalType.Int64)
            ((long*)output.Values)[lane] = (long)value;
        else
            ((Int128*)output.Values)[lane] = value;
    }
}
