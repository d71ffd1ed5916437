using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>Vectors of one type joined end to end into one plain vector: how a join's build side or a sort's input becomes whole columns.</summary>
public static unsafe class Concatenation
{
    /// <param name="parts">Lent; any forms.</param>
    /// <param name="type">The type of all parts.</param>
    /// <param name="nulls">Null lanes to append at the end.</param>
    /// <param name="budget">Pays for the result.</param>
    /// <returns>A flat, list or struct vector that the caller owns.</returns>
    public static Vector Of(IReadOnlyList<Vector> parts, DataType type, int nulls, MemoryBudget budget)
    {
        var plain = new Vector[parts.Count];
        try
        {
            for (var i = 0; i < plain.Length; i++)
                plain[i] = Gather.Flatten(parts[i], budget);
            var length = checked(plain.Sum(p => p.Length) + nulls);
            return type.Physical switch
            {
                PhysicalType.List => Lists(plain, type, length, budget),
                PhysicalType.Struct => Structs(plain, (StructType)type, length, nulls, budget),
                _ => Flats(plain, type, length, budget),
            };
        }
        finally
        {
            foreach (var part in plain)
                part?.Release();
        }
    }

    private static FlatVector Flats(Vector[] parts, DataType type, int length, MemoryBudget budget)
    {
        // A long decimal is 128-bit as soon as one part is.
        var physical = type.Physical == PhysicalType.Int128 && parts.All(p => p.Physical == PhysicalType.Int64) && parts.Length > 0 ? PhysicalType.Int64 : type.Physical;
        var validity = Validity(parts, length, budget);
        if (physical == PhysicalType.Null)
        {
            validity?.Release();
            return new FlatVector(type, length, null);
        }

        var width = physical.Width();
        NativeBuffer values;
        try
        {
            values = physical == PhysicalType.Boolean ? budget.AllocateZeroed(Bits.BytesFor(length)) : budget.Allocate((long)length * width);
        }
        catch
        {
            validity?.Release();
            throw;
        }

        BytesHeap? heap = null;
        var at = 0;
        foreach (FlatVector part in parts)
        {
            if (physical == PhysicalType.Boolean)
                CopyBits(part.Values, values.Pointer, at, part.Length);
            else if (part.Physical == physical)
                Buffer.MemoryCopy(part.Values, values.Pointer + (long)at * width, values.Capacity - (long)at * width, (long)part.Length * width);
            else
                for (var i = 0; i < part.Length; i++)
                    ((Int128*)values.Pointer)[at + i] = ((long*)part.Values)[i];
            if (part.Heap is { } kept)
                (heap ??= new BytesHeap(budget)).Keep(kept);
            at += part.Length;
        }

        // Lanes past the parts are null; they read as zero.
        if (physical != PhysicalType.Boolean)
            new Span<byte>(values.Pointer + (long)at * width, (length - at) * width).Clear();
        return new FlatVector(type, length, values, validity, heap, physical);
    }

    private static ListVector Lists(Vector[] parts, DataType type, int length, MemoryBudget budget)
    {
        var element = type is MapType map ? map.Entries : ((ArrayType)type).Element;
        using var elements = new ColumnSet();
        elements.Add(Of([.. parts.Select(p => ((ListVector)p).Elements)], element, 0, budget));
        using var buffers = new BufferSet(budget);
        var offsets = buffers.Add((long)length * sizeof(int));
        var sizes = buffers.Add((long)length * sizeof(int));
        var validity = Validity(parts, length, budget);
        var (at, shift) = (0, 0);
        foreach (ListVector part in parts)
        {
            for (var i = 0; i < part.Length; i++, at++)
            {
                ((int*)offsets.Pointer)[at] = part.Offsets[i] + shift;
                ((int*)sizes.Pointer)[at] = part.IsNull(i) ? 0 : part.Sizes[i];
            }

            shift = checked(shift + part.Elements.Length);
        }

        for (; at < length; at++)
            ((int*)offsets.Pointer)[at] = ((int*)sizes.Pointer)[at] = 0;
        buffers.Take();
        return new ListVector(type, length, offsets, sizes, elements.Take()[0], validity);
    }

    private static StructVector Structs(Vector[] parts, StructType type, int length, int nulls, MemoryBudget budget)
    {
        using var children = new ColumnSet();
        for (var i = 0; i < type.Fields.Count; i++)
            children.Add(Of([.. parts.Select(p => ((StructVector)p).Children[i])], type.Fields[i].Type, nulls, budget));
        var validity = Validity(parts, length, budget);
        return new StructVector(type, length, children.Take(), validity);
    }

    private static NativeBuffer? Validity(Vector[] parts, int length, MemoryBudget budget)
    {
        var filled = parts.Sum(p => p.Length);
        if (filled == length && parts.All(p => !p.MayHaveNulls))
            return null;
        var buffer = budget.AllocateZeroed(Bits.BytesFor(length));
        var at = 0;
        foreach (var part in parts)
        {
            var bits = part switch
            {
                FlatVector flat => flat.Validity,
                ListVector list => list.Validity,
                StructVector structs => structs.Validity,
                _ => throw new UnreachableException(part.GetType().Name),
            };
            if (bits != null)
                CopyBits(bits, buffer.Pointer, at, part.Length);
            else if (part.Physical != PhysicalType.Null)
                for (var i = 0; i < part.Length; i++)
                    Bits.Set(buffer.Pointer, at + i);
            at += part.Length;
        }

        return buffer;
    }

    private static void CopyBits(byte* source, byte* target, int at, int count)
    {
        if ((at & 7) == 0)
        {
            var whole = count >> 3;
            Buffer.MemoryCopy(source, target + (at >> 3), whole, whole);
            for (var i = whole << 3; i < count; i++)
                Bits.Put(target, at + i, Bits.Get(source, i));
            return;
        }

        for (var i = 0; i < count; i++)
            if (Bits.Get(source, i))
                Bits.Set(target, at + i);
    }
}
