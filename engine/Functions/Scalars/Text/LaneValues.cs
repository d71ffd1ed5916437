using Spindle.Columnar.Kernels;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Single values of plain vectors.</summary>
internal static unsafe class LaneValues
{
    /// <summary>A lane's bytes. They stay where they are as long as the vector.</summary>
    public static ReadOnlySpan<byte> Text(this Vector vector, int lane) => BytesView.Span(new Operand<BytesView>(vector).At(lane));

    /// <summary>A lane's bytes copied out.</summary>
    public static ByteString Memory(this Vector vector, int lane) => ByteString.Of(vector.Text(lane));

    public static int Int(this Vector vector, int lane) => new Operand<int>(vector)[lane];

    public static long Long(this Vector vector, int lane) => new Operand<long>(vector)[lane];

    public static double Double(this Vector vector, int lane) => new Operand<double>(vector)[lane];

    public static bool Bool(this Vector vector, int lane) => BooleanKernel.Value(vector, lane);
}
