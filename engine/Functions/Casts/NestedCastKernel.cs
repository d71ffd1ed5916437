using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Casts;

/// <summary>Arrays, maps and structs, child by child. A child's lane is converted only where a lane of the parent has it.</summary>
internal sealed unsafe class NestedCastKernel(DataType to, ScalarKernel?[] children) : ScalarKernel
{
    public override bool CanRaise => children.Any(c => c is { CanRaise: true });

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        if (operands[0] is not ConstantVector constant)
            return Convert(operands[0], lanes, to, budget);
        return new ConstantVector(Convert(constant.Value, LaneSet.All(1), to, budget), constant.Length);
    }

    private Vector Convert(Vector value, LaneSet lanes, DataType type, MemoryBudget budget)
    {
        if (value is ListVector list)
        {
            var used = UsedElements(list, lanes, budget, out var count);
            try
            {
                var elementLanes = LaneSet.Of((int*)used.Pointer, count, list.Elements.Length);
                var elements = type is MapType map ? Fields((StructVector)list.Elements, elementLanes, map.Entries, budget)
                    : Child(list.Elements, elementLanes, children[0], ((ArrayType)type).Element, budget);
                return list.WithElements(type, elements);
            }
            finally
            {
                used.Release();
            }
        }
        var structs = (StructVector)value;
        if (structs.Validity == null)
            return Fields(structs, lanes, (StructType)type, budget);
        var valid = budget.Allocate((long)Math.Max(lanes.Count, 1) * sizeof(int));
        try
        {
            var count = 0;
            for (var i = 0; i < lanes.Count; i++)
                if (!structs.IsNull(lanes[i]))
                    ((int*)valid.Pointer)[count++] = lanes[i];
            return Fields(structs, LaneSet.Of((int*)valid.Pointer, count, lanes.Length), (StructType)type, budget);
        }
        finally
        {
            valid.Release();
        }
    }

    private StructVector Fields(StructVector structs, LaneSet lanes, StructType type, MemoryBudget budget)
    {
        var converted = new Vector[structs.Children.Length];
        try
        {
            for (var i = 0; i < converted.Length; i++)
                converted[i] = Child(structs.Children[i], lanes, children[i], type.Fields[i].Type, budget);
        }
        catch
        {
            foreach (var child in converted)
                child?.Release();
            throw;
        }
        NativeBuffer? validity = null;
        if (structs.Validity != null)
        {
            validity = budget.AllocateZeroed(Bits.BytesFor(structs.Length));
            Buffer.MemoryCopy(structs.Validity, validity.Pointer, validity.Capacity, (structs.Length + 7) / 8);
        }
        return new StructVector(type, structs.Length, converted, validity);
    }

    private static Vector Child(Vector child, LaneSet lanes, ScalarKernel? kernel, DataType type, MemoryBudget budget)
    {
        if (kernel is null)
            return child.Type == type ? child.Retain() : Retyped.As(child, type);
        if (lanes.Count == 0)
            return new ConstantVector(ConstantNode.Single(null, type, budget), child.Length);
        var plain = Operands.Plain(child, lanes, budget);
        try
        {
            return kernel.Run([plain], lanes, budget);
        }
        finally
        {
            plain.Release();
        }
    }

    /// <summary>The positions of the elements that the lanes' lists have, rising.</summary>
    private static NativeBuffer UsedElements(ListVector list, LaneSet lanes, MemoryBudget budget, out int count)
    {
        var bits = budget.AllocateZeroed(Bits.BytesFor(list.Elements.Length));
        for (var i = 0; i < lanes.Count; i++)
            for (var k = 0; k < list.Sizes[lanes[i]]; k++)
                Bits.Set(bits.Pointer, list.Offsets[lanes[i]] + k);
        var positions = budget.Allocate((long)Math.Max(list.Elements.Length, 1) * sizeof(int));
        count = Bitmaps.Select(bits.Pointer, null, LaneSet.All(list.Elements.Length), wanted: true, (int*)positions.Pointer);
        bits.Release();
        return positions;
    }
}
