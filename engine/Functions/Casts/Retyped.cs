using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Casts;

/// <summary>The same values under another type.</summary>
internal static class Retyped
{
    /// <summary>A vector that the caller owns.</summary>
    public static Vector As(Vector vector, DataType type) => vector switch
    {
        FlatVector flat => flat.As(type),
        ListVector list => list.As(type),
        StructVector structs => structs.As(type),
        ConstantVector constant => new ConstantVector(As(constant.Value, type), constant.Length),
        DictionaryVector dictionary => dictionary.WithDictionary(As(dictionary.Dictionary, type), dictionary.EntriesAreDistinct),
        _ => throw new System.Diagnostics.UnreachableException(vector.ToString()),
    };
}

/// <summary>A cast that only changes the type.</summary>
internal sealed class RetypeKernel(DataType type) : ScalarKernel
{
    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) => Retyped.As(operands[0], type);
}

/// <summary>Null in every lane, of whatever type.</summary>
internal sealed class NullKernel(DataType type) : ScalarKernel
{
    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) => new ConstantVector(ConstantNode.Single(null, type, budget), lanes.Length);
}
