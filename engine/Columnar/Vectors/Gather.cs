using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>Lanes picked from a vector by position, into flat form. The building block of flattening, joins, sorts and filters that must copy.</summary>
public static unsafe class Gather
{
    /// <summary>Lane i of the result is lane <c>lanes[i]</c> of the source; a negative lane gives null.</summary>
    /// <param name="source">Lent; any form.</param>
    /// <param name="lanes">Positions in the source.</param>
    /// <param name="count">Lanes of the result.</param>
    /// <param name="budget">Pays for the result.</param>
    /// <param name="mayBeNegative">True when a lane may be negative (the outer side of a join).</param>
    /// <returns>A vector that the caller owns: constant where the source is constant, else flat, list or struct.</returns>
    public static Vector Lanes(Vector source, int* lanes, int count, MemoryBudget budget, bool mayBeNegative = false)
    {
        switch (source)
        {
            case ConstantVector constant when !mayBeNegative:
                return new ConstantVector(constant.Value.Retain(), count);
            case ConstantVector constant:
                return Mapped(constant.Value, lanes, count, budget, static (_, lane) => 0, constant, true);
            case DictionaryVector dictionary:
                return Mapped(dictionary.Dictionary, lanes, count, budget, static (v, lane) => v.Indices[lane], dictionary, mayBeNegative);
            case RunVector run:
                return Mapped(run.Values, lanes, count, budget, static (v, lane) => v.RunOf(lane), run, mayBeNegative);
            case FlatVector flat:
                return Flat(flat, lanes, count, budget, mayBeNegative);
            case ListVector list:
                return List(list, lanes, count, budget, mayBeNegative);
            case StructVector structs:
                return Struct(structs, lanes, count, budget, mayBeNegative);
            default:
                throw new UnreachableException(source.GetType().Name);
        }
    }

    /// <summary>The vector in its plain form: flat, list or struct (whose children keep their forms), never constant, dictionary or run.</summary>
    /// <returns>A vector that the caller owns; the source itself, retained, where it is plain already.</returns>
    public static Vector Flatten(Vector source, MemoryBudget budget)
    {
        if (source.Form == VectorForm.Flat)
            return source.Retain();
        var lanes = budget.Allocate((long)source.Length * sizeof(int));
        try
        {
            var positions = (int*)lanes.Pointer;
            for (var i = 0; i < source.Length; i++)
                positions[i] = i;
            if (source is ConstantVector constant)
            {
                new Span<int>(positions, source.Length).Clear();
                return Lanes(constant.Value, positions, source.Length, budget);
            }

            return Lanes(source, positions, source.Length, budget);
        }
        finally
        {
            lanes.Release();
        }
    }

    // The delegate runs once a lane, and so is not for hot paths, which read dictionaries by themselves; runs and constants are short.
    private static Vector Mapped<TVector>(Vector values, int* lanes, int count, MemoryBudget budget, Func<TVector, int, int> map, TVector source, bool mayBeNegative)
    {
        var mapped = budget.Allocate((long)count * sizeof(int));
        try
        {
            var positions = (int*)mapped.Pointer;
            if (source is DictionaryVector dictionary && !mayBeNegative)
            {
                for (var i = 0; i < count; i++)
                    positions[i] = dictionary.Indices[lanes[i]];
            }
            else
            {
                for (var i = 0; i < count; i++)
                    positions[i] = lanes[i] < 0 ? -1 : map(source, lanes[i]);
            }

            return Lanes(values, positions, count, budget, mayBeNegative);
        }
        finally
        {
            mapped.Release();
        }
    }

    private static FlatVector Flat(FlatVector source, int* lanes, int count, MemoryBudget budget, bool mayBeNegative)
    {
        NativeBuffer? values = null;
        switch (source.Physical)
        {
            case PhysicalType.Null:
                break;
            case PhysicalType.Boolean:
                values = budget.AllocateZeroed(Bits.BytesFor(count));
                for (var i = 0; i < count; i++)
                    if (lanes[i] >= 0 && Bits.Get(source.Values, lanes[i]))
                        Bits.Set(values.Pointer, i);
                break;
            case PhysicalType.Int8:
                values = Fixed<byte>(source, lanes, count, budget, mayBeNegative);
                break;
            case PhysicalType.Int16:
                values = Fixed<short>(source, lanes, count, budget, mayBeNegative);
                break;
            case PhysicalType.Int32 or PhysicalType.Float32:
                values = Fixed<int>(source, lanes, count, budget, mayBeNegative);
                break;
            case PhysicalType.Int64 or PhysicalType.Float64:
                values = Fixed<long>(source, lanes, count, budget, mayBeNegative);
                break;
            default:
                values = Fixed<System.Runtime.Intrinsics.Vector128<byte>>(source, lanes, count, budget, mayBeNegative);
                break;
        }

        try
        {
            var validity = Validity(source.Validity, lanes, count, budget, mayBeNegative);
            return new FlatVector(source.Type, count, values, validity, source.Heap?.Retain(), source.Physical);
        }
        catch
        {
            values?.Release();
            throw;
        }
    }

    private static NativeBuffer Fixed<T>(FlatVector source, int* lanes, int count, MemoryBudget budget, bool mayBeNegative) where T : unmanaged
    {
        var buffer = budget.Allocate((long)count * sizeof(T));
        var target = (T*)buffer.Pointer;
        var values = (T*)source.Values;
        if (mayBeNegative)
            for (var i = 0; i < count; i++)
                target[i] = lanes[i] < 0 ? default : values[lanes[i]];
        else
            for (var i = 0; i < count; i++)
                target[i] = values[lanes[i]];
        return buffer;
    }

    private static NativeBuffer? Validity(byte* source, int* lanes, int count, MemoryBudget budget, bool mayBeNegative)
    {
        if (source == null && !mayBeNegative)
            return null;
        var buffer = budget.AllocateZeroed(Bits.BytesFor(count));
        var nulls = 0;
        for (var i = 0; i < count; i++)
        {
            if (lanes[i] >= 0 && (source == null || Bits.Get(source, lanes[i])))
                Bits.Set(buffer.Pointer, i);
            else
                nulls++;
        }

        if (nulls > 0)
            return buffer;
        buffer.Release();
        return null;
    }

    private static ListVector List(ListVector source, int* lanes, int count, MemoryBudget budget, bool mayBeNegative)
    {
        var offsets = budget.Allocate((long)count * sizeof(int));
        NativeBuffer? sizes = null;
        try
        {
            sizes = budget.Allocate((long)count * sizeof(int));
            for (var i = 0; i < count; i++)
            {
                var lane = lanes[i];
                ((int*)offsets.Pointer)[i] = lane < 0 ? 0 : source.Offsets[lane];
                ((int*)sizes.Pointer)[i] = lane < 0 ? 0 : source.Sizes[lane];
            }

            var validity = Validity(source.Validity, lanes, count, budget, mayBeNegative);
            return new ListVector(source.Type, count, offsets, sizes, source.Elements.Retain(), validity);
        }
        catch
        {
            offsets.Release();
            sizes?.Release();
            throw;
        }
    }

    private static StructVector Struct(StructVector source, int* lanes, int count, MemoryBudget budget, bool mayBeNegative)
    {
        var children = new Vector[source.Children.Length];
        try
        {
            for (var i = 0; i < children.Length; i++)
                children[i] = Lanes(source.Children[i], lanes, count, budget, mayBeNegative);
            return new StructVector(source.Type, count, children, Validity(source.Validity, lanes, count, budget, mayBeNegative));
        }
        catch
        {
            foreach (var child in children)
                child?.Release();
            throw;
        }
    }
}
