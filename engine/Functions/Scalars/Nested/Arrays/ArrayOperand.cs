using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation.Lambdas;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>Arrays or maps as kernels read them: for each lane a run of positions in plain elements. Keeps what it reads until it is disposed.</summary>
internal sealed unsafe class ArrayOperand : IDisposable
{
    private readonly ListVector? list;
    private readonly int mask;
    private readonly byte* elementValidity;
    private readonly bool allElementsNull;

    private ArrayOperand(ListVector? list, Vector elements, int mask)
    {
        this.list = list;
        this.mask = mask;
        Elements = elements;
        elementValidity = Validities.Of(elements);
        allElementsNull = elements.Physical == PhysicalType.Null;
    }

    /// <summary>Flat, list or struct.</summary>
    public Vector Elements { get; }

    /// <summary>Whether some element may be null.</summary>
    public bool MayHaveNullElements => allElementsNull || elementValidity != null;

    /// <summary>The arrays of a plain vector.</summary>
    /// <param name="vector">Lists, or a constant list; lent.</param>
    /// <param name="lanes">The lanes that are read.</param>
    /// <param name="budget">Pays for elements that must be copied.</param>
    /// <param name="dense">Whether elements that no lane has are left out.</param>
    public static ArrayOperand Of(Vector vector, LaneSet lanes, MemoryBudget budget, bool dense = false)
    {
        var isConstant = vector.Form == VectorForm.Constant;
        var source = (ListVector)(isConstant ? ((ConstantVector)vector).Value : vector);
        var used = isConstant ? LaneSet.All(1) : lanes;
        var list = source.Elements.Form == VectorForm.Flat && !(dense && HasUnused(source, used)) ? (ListVector)source.Retain() : Copied(source, used, budget);
        return new ArrayOperand(list, list.Elements, isConstant ? 0 : -1);
    }

    /// <summary>Each value as an array of one element.</summary>
    /// <param name="vector">Flat, list, struct or constant; lent.</param>
    public static ArrayOperand OfValues(Vector vector)
    {
        var isConstant = vector.Form == VectorForm.Constant;
        return new ArrayOperand(null, (isConstant ? ((ConstantVector)vector).Value : vector).Retain(), isConstant ? 0 : -1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Start(int lane) => list is null ? lane & mask : list.Offsets[lane & mask];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Size(int lane) => list is null ? 1 : list.Sizes[lane & mask];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int position) => allElementsNull || (elementValidity != null && !Bits.Get(elementValidity, position));

    public void Dispose()
    {
        if (list is null)
            Elements.Release();
        else
            list.Release();
    }

    private static bool HasUnused(ListVector list, LaneSet lanes)
    {
        long used = 0;
        for (var i = 0; i < lanes.Count; i++)
            used += list.Sizes[lanes[i]];
        return used < list.Elements.Length;
    }

    /// <summary>The lanes' elements one after the other; other lanes are empty.</summary>
    private static ListVector Copied(ListVector source, LaneSet lanes, MemoryBudget budget)
    {
        using var elements = new Elements(source, lanes, budget);
        using var buffers = new BufferSet(budget);
        var offsets = buffers.AddZeroed((long)source.Length * sizeof(int));
        var sizes = buffers.AddZeroed((long)source.Length * sizeof(int));
        for (var (i, at) = (0, 0); i < lanes.Count; i++)
        {
            var lane = lanes[i];
            var size = source.IsNull(lane) ? 0 : source.Sizes[lane];
            ((int*)offsets.Pointer)[lane] = at;
            ((int*)sizes.Pointer)[lane] = size;
            at += size;
        }

        var picked = Gather.Lanes(source.Elements, elements.Positions, elements.Count, budget);
        var plain = Gather.Flatten(picked, budget);
        picked.Release();
        buffers.Take();
        return new ListVector(source.Type, source.Length, offsets, sizes, plain);
    }
}
