using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Parquet.Encodings;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Makes vectors of a leaf's values that are no dictionary codes: within the page where they lie there in the type's form, else decoded and converted.</summary>
internal sealed unsafe class FlatValues(LeafNode leaf, LeafReading reading, MemoryBudget budget)
{
    /// <summary>A vector of the page's next <paramref name="valid"/> values, in lanes that are null where <paramref name="validity"/> (lent) says so.</summary>
    public Vector Read(ValueDecoder decoder, PageBuffer page, int lanes, NativeBuffer? validity, int valid)
    {
        if (reading.Target == PhysicalType.Boolean)
            return ReadBooleans(decoder, lanes, validity, valid);
        if (validity is null && reading.Conversion is null && reading.Raw is RawForm.Four or RawForm.Eight && decoder.Slice(lanes) is var slice && slice != null)
            return Slice(page, slice, lanes);

        var width = reading.Conversion?.Width ?? reading.Raw.Width();
        var values = budget.Allocate((long)lanes * width);
        BytesHeap? heap = null;
        try
        {
            heap = ReadConverted(decoder, page, values.Pointer, valid);
            if (validity is not null)
                Spread.Values(values.Pointer, width, validity.Pointer, lanes, valid);
        }
        catch
        {
            values.Release();
            heap?.Release();
            throw;
        }

        return new FlatVector(leaf.Type, lanes, values, validity?.Retain(), heap);
    }

    /// <summary>Values at those rising places among the page's next <paramref name="count"/>, which are passed over; null where they do not lie in the page as they are.</summary>
    public FlatVector? ReadPicked(ValueDecoder decoder, int count, int* places, int picked)
    {
        if (reading.Conversion is not null || reading.Raw is not (RawForm.Four or RawForm.Eight) || decoder.Slice(count) is var values && values == null)
            return null;
        var width = reading.Raw.Width();
        var target = budget.Allocate((long)picked * width);
        if (width == 4)
            Pick((int*)values, places, (int*)target.Pointer, picked);
        else
            Pick((long*)values, places, (long*)target.Pointer, picked);
        return new FlatVector(leaf.Type, picked, target);
    }

    private static void Pick<T>(T* values, int* places, T* target, int count) where T : unmanaged
    {
        for (var i = 0; i < count; i++)
            target[i] = Unsafe.ReadUnaligned<T>(values + places[i]);
    }

    /// <summary>Decodes values into the type's form.</summary>
    /// <returns>The heap that the values' views point into, the caller's reference.</returns>
    private BytesHeap? ReadConverted(ValueDecoder decoder, PageBuffer page, byte* target, int count)
    {
        if (reading.Conversion is not { } conversion)
        {
            decoder.Read(target, count);
            return reading.Raw == RawForm.Views ? (decoder.OwnHeap ?? page.Heap).Retain() : null;
        }

        var raw = budget.Allocate((long)count * reading.Raw.Width());
        var heap = conversion.NeedsHeap ? new BytesHeap(budget) : null;
        try
        {
            decoder.Read(raw.Pointer, count);
            conversion.Convert(raw.Pointer, target, count, heap);
            return heap;
        }
        catch
        {
            heap?.Release();
            throw;
        }
        finally
        {
            raw.Release();
        }
    }

    private FlatVector Slice(PageBuffer page, byte* values, int lanes)
    {
        var width = reading.Raw.Width();
        if (((nuint)values & (nuint)(width - 1)) == 0)
            return FlatVector.Within(leaf.Type, lanes, page.Buffer.Retain(), values);
        var copy = budget.Allocate((long)lanes * width);
        Unsafe.CopyBlockUnaligned(copy.Pointer, values, (uint)(lanes * width));
        return new FlatVector(leaf.Type, lanes, copy);
    }

    private FlatVector ReadBooleans(ValueDecoder decoder, int lanes, NativeBuffer? validity, int valid)
    {
        var bits = budget.AllocateZeroed(Bits.BytesFor(lanes));
        try
        {
            decoder.Read(bits.Pointer, valid);
            if (validity is not null)
            {
                var spread = budget.AllocateZeroed(Bits.BytesFor(lanes));
                Spread.BitsInto(spread.Pointer, bits.Pointer, validity.Pointer, lanes);
                bits.Release();
                bits = spread;
            }
        }
        catch
        {
            bits.Release();
            throw;
        }

        return new FlatVector(leaf.Type, lanes, bits, validity?.Retain());
    }
}
