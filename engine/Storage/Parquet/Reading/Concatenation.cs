using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Joins the parts of a batch that lie in different pages. Parts are flat, constant or dictionary vectors of one type.</summary>
internal static unsafe class Concatenation
{
    /// <param name="parts">Lent; at least one.</param>
    /// <returns>A vector that the caller owns.</returns>
    public static Vector Of(IReadOnlyList<Vector> parts, MemoryBudget budget)
    {
        if (parts.Count == 1)
            return parts[0].Retain();
        if (parts[0] is ConstantVector constant && parts.All(p => p is ConstantVector other && other.Value == constant.Value))
            return new ConstantVector(constant.Value.Retain(), parts.Sum(p => p.Length));
        return Codes(parts, budget) is { } codes ? codes : Flat(parts, budget);
    }

    /// <summary>Codes side by side, where all parts share one dictionary.</summary>
    private static DictionaryVector? Codes(IReadOnlyList<Vector> parts, MemoryBudget budget)
    {
        if (parts[0] is not DictionaryVector first)
            return null;
        foreach (var part in parts)
            if (part is not DictionaryVector other || other.Dictionary != first.Dictionary)
                return null;
        var length = parts.Sum(p => p.Length);
        var codes = budget.Allocate((long)length * sizeof(int));
        var at = (int*)codes.Pointer;
        foreach (var part in parts)
        {
            Unsafe.CopyBlockUnaligned(at, ((DictionaryVector)part).Indices, (uint)(part.Length * sizeof(int)));
            at += part.Length;
        }

        return new DictionaryVector(first.Dictionary.Retain(), codes, length, first.EntriesAreDistinct);
    }

    private static FlatVector Flat(IReadOnlyList<Vector> parts, MemoryBudget budget)
    {
        var type = parts[0].Type;
        var physical = parts[0].Physical;
        var length = parts.Sum(p => p.Length);
        if (physical == PhysicalType.Null)
            return new FlatVector(type, length, null);
        var isBoolean = physical == PhysicalType.Boolean;
        var width = physical.Width();
        var values = isBoolean ? budget.AllocateZeroed(Bits.BytesFor(length)) : budget.Allocate((long)length * width);
        var validity = parts.Any(p => p.MayHaveNulls) ? budget.AllocateZeroed(Bits.BytesFor(length)) : null;
        var heap = physical == PhysicalType.Bytes ? new BytesHeap(budget) : null;
        var at = 0;
        foreach (var part in parts)
        {
            var flat = FlatForm(part, budget);
            if (isBoolean)
                Encodings.BitCopy.Copy(flat.Values, 0, values.Pointer, at, flat.Length);
            else
                Unsafe.CopyBlockUnaligned(values.Pointer + (long)at * width, flat.Values, (uint)(flat.Length * width));
            if (validity is not null && flat.Validity != null)
                Encodings.BitCopy.Copy(flat.Validity, 0, validity.Pointer, at, flat.Length);
            else if (validity is not null)
                Encodings.BitCopy.Ones(validity.Pointer, at, flat.Length);
            heap?.Keep(flat.Heap);
            at += flat.Length;
            flat.Release();
        }

        return new FlatVector(type, length, values, validity, heap, physical);
    }

    private static FlatVector FlatForm(Vector part, MemoryBudget budget) => (FlatVector)Gather.Flatten(part, budget);
}
